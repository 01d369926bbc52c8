namespace DigitalEmblem.Issuer.Custody;

/// <summary>
/// Keys that are on another machine. Only their public keys are known here, so every use of the private part throws
/// <see cref="KeyIsOfflineException"/>, which says what to do instead.
/// </summary>
internal sealed class OfflineKeyStore : IKeyStore
{
    public KeyCustody Custody => KeyCustody.Offline;

    /// <summary>The reference of a key that was made on another machine.</summary>
    /// <param name="publicKey">Its public key, as it was brought here.</param>
    /// <param name="label">What people call it.</param>
    public static StoredKey Adopt(VerificationKey publicKey, string label) =>
        new(KeyReference.Of(label, publicKey.CoseIdentifier).ToString(), publicKey);

    public Task<StoredKey> GenerateAsync(SignatureAlgorithm algorithm, string label, CancellationToken cancellationToken) =>
        Task.FromException<StoredKey>(new KeyIsOfflineException(
            $"A key that lives offline is not made on this machine. On the other one run 'emblem key new --alg {algorithm.Name} --out "
                + $"KEY.pem --public PUBLIC.pem', and bring only PUBLIC.pem here."));

    public Task<SigningKey> OpenAsync(string reference, KeyIdentifier expected, CancellationToken cancellationToken) =>
        Task.FromException<SigningKey>(new KeyIsOfflineException(
            $"The key {expected} is not on this machine. Make a signing request, carry it to the machine that has the key, run 'emblem "
                + $"sign request' there, and import the answer."));

    public Task DestroyAsync(string reference, CancellationToken cancellationToken) =>
        Task.FromException(new KeyIsOfflineException($"The private key is not on this machine and cannot be destroyed from here. "
            + $"Destroy it, and every backup of it, on the machine that has it."));

    public Task<string?> ProbeAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);
}
