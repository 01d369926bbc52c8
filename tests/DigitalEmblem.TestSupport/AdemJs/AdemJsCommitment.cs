namespace DigitalEmblem.TestSupport.AdemJs;

/// <summary>A committed root key of a vector.</summary>
/// <param name="Issuer">The issuer, as its tokens name it.</param>
/// <param name="Key">The key's identifier.</param>
public sealed record AdemJsCommitment(string Issuer, string Key);
