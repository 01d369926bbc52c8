namespace DigitalEmblem.Extensions;

/// <summary>
/// A file of public keys, which must hold nothing else: a key that is left out, or a token, is a mistake of its operator.
/// </summary>
internal static class PublicKeyFile
{
    public const string What = "file of public keys (PEM, JWK or COSE_Key)";

    /// <summary>Every key in it.</summary>
    /// <exception cref="FormatException">There is none, or something else is in it.</exception>
    public static IReadOnlyList<VerificationKey> Read(string path, byte[] bytes)
    {
        if (bytes.AsSpan().IndexOf("PRIVATE KEY-----"u8) >= 0)
        {
            throw new FormatException("it holds a private key; 'emblem key show' prints its public key");
        }

        UnverifiedTokens input = UnverifiedTokens.Read(bytes, path);
        return input.ExceededLimit is { } limit ? throw new FormatException(limit.Message)
            : input.Items.FirstOrDefault(i => i.Fault is not null) is { } bad ? throw new FormatException(bad.Fault!.Message)
            : input.Items.Any(i => i.Token is not null) ? throw new FormatException("it holds a token")
            : input.Items.Count == 0 ? throw new FormatException("it holds no key")
            : [.. input.Items.Select(i => i.Key!)];
    }
}
