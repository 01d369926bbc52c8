using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;

namespace DigitalEmblem.Publishing;

/// <summary>
/// A secret that a name server shares with the parties that may update its zones (RFC 8945). Its holder can do there all that the server's
/// configuration lets this key do. It is never shown, neither by <see cref="ToString"/> nor in a message.
/// </summary>
public sealed class TsigKey
{
    private const int MaxNameLength = 253, MaxLabelLength = 63;

    private readonly byte[] _secret;

    /// <summary>A key from its parts.</summary>
    /// <param name="name">
    /// Its name, as the server's configuration has it: labels of letters, digits, hyphens and underscores. In any case,
    /// with or without a last dot.
    /// </param>
    /// <param name="secret">The secret in bytes (configurations write it in base64); copied.</param>
    /// <param name="algorithm">Its algorithm; a server knows a key under one only.</param>
    /// <exception cref="ArgumentException">The name is malformed, or the secret is shorter than half of the hash.</exception>
    public TsigKey(string name, ReadOnlySpan<byte> secret, TsigAlgorithm algorithm = TsigAlgorithm.HmacSha256)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!Enum.IsDefined(algorithm))
        {
            throw new ArgumentOutOfRangeException(nameof(algorithm));
        }

        if (FaultOf(name, secret.Length, algorithm) is { } fault)
        {
            throw new ArgumentException(fault);
        }

        Name = Canonical(name)!;
        Algorithm = algorithm;
        _secret = secret.ToArray();
    }

    /// <summary>Its name in lower case, without a last dot.</summary>
    public string Name { get; }

    /// <summary>Its algorithm.</summary>
    public TsigAlgorithm Algorithm { get; }

    /// <summary>The algorithm's name on the wire and in configurations (RFC 8945, 6).</summary>
    internal string AlgorithmName => TsigAlgorithms.NameOf(Algorithm);

    /// <summary>The length of its MACs in bytes: that of the hash, never truncated.</summary>
    internal int MacLength => TsigAlgorithms.MacLength(Algorithm);

    /// <summary>
    /// Reads the text of a key file as BIND's tools write it (<c>tsig-keygen</c>, <c>ddns-confgen</c>) and <c>nsupdate -k</c> takes it: one
    /// statement <c>key "NAME" { algorithm NAME; secret "BASE64"; };</c>, with comments.
    /// </summary>
    /// <param name="keyFile">The text.</param>
    /// <exception cref="FormatException">
    /// It is not one such statement, or the key is refused; the message says why, and repeats nothing of the text.
    /// </exception>
    public static TsigKey Parse(string keyFile)
    {
        ArgumentNullException.ThrowIfNull(keyFile);
        return TsigKeyFile.Read(keyFile);
    }

    /// <summary>Reads the text of a key file, or says that it is none.</summary>
    /// <param name="keyFile">The text; null is none.</param>
    /// <param name="key">The key, or null.</param>
    public static bool TryParse([NotNullWhen(true)] string? keyFile, [NotNullWhen(true)] out TsigKey? key)
    {
        try
        {
            key = keyFile is null ? null : Parse(keyFile);
            return key is not null;
        }
        catch (FormatException)
        {
            key = null;
            return false;
        }
    }

    /// <summary>Name and algorithm, without the secret.</summary>
    public override string ToString() => $"{Name} ({AlgorithmName})";

    /// <summary>The MAC over parts that belong together.</summary>
    internal byte[] Mac(params ReadOnlySpan<ReadOnlyMemory<byte>> parts)
    {
        using IncrementalHash hmac = IncrementalHash.CreateHMAC(TsigAlgorithms.HashOf(Algorithm), _secret);
        foreach (ReadOnlyMemory<byte> part in parts)
        {
            hmac.AppendData(part.Span);
        }

        return hmac.GetHashAndReset();
    }

    /// <summary>Why there is no such key; null if there is.</summary>
    internal static string? FaultOf(string name, int secretLength, TsigAlgorithm algorithm)
    {
        string hmac = TsigAlgorithms.NameOf(algorithm);
        int hash = TsigAlgorithms.MacLength(algorithm);
        // A key shorter than the hash is "strongly discouraged" (RFC 2104, 3). Half of the hash is the shortest MAC that is allowed (RFC
        // 8945, 5.2.2.1); a shorter secret would be easier to guess than the MAC.
        return Canonical(name) is null ? "This is no name of a key: labels of letters, digits, hyphens and underscores, joined by dots, as "
            + "the server's configuration has it."
            : secretLength >= hash / 2 ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"The secret of the key is too short: {hmac} needs at least {hash / 2} bytes, and should have {hash}. "
                    + $"'tsig-keygen -a {hmac} NAME' makes a good key; the server must then know the new one.");
    }

    // Not a DomainName: the name of a key may be "2026", which no host name is.
    private static string? Canonical(string name)
    {
        string text = name is [.., '.'] ? name[..^1] : name;
        bool isName = text.Length is > 0 and <= MaxNameLength
            && text.Split('.')
                .All(l => l.Length is > 0 and <= MaxLabelLength && l.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));
        return isName ? text.ToLowerInvariant() : null;
    }
}
