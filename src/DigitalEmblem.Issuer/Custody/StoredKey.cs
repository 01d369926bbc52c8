namespace DigitalEmblem.Issuer.Custody;

/// <summary>A key that a store holds now.</summary>
/// <param name="Reference">What the store finds it by (<see cref="KeyReference"/>); nothing secret.</param>
/// <param name="PublicKey">Its public key.</param>
internal sealed record StoredKey(string Reference, VerificationKey PublicKey);
