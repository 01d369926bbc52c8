using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace DigitalEmblem.Data;

/// <summary>
/// What a sign of data names (data-emblem, root): SHA-256 over the head of their manifest. As text <c>adem-data:1:</c> and 52 characters
/// of base32 in lower case, without padding, unused bits zero; no other spelling is read.
/// </summary>
/// <remarks>
/// It tells nothing of the data, because the head has a nonce of 32 random bytes: the root alone confirms no guess. A reader of hosts'
/// tokens never takes it for a host.
/// </remarks>
public sealed class DataRoot : IEquatable<DataRoot>, IParsable<DataRoot>
{
    /// <summary>The length in bytes.</summary>
    public const int Length = Sha256Digest.Length;

    // 80 bits of the root are enough to tell manifests in one folder apart; the reader checks all of it.
    private const int CharactersOfFileName = 16;
    private const string Suffix = ".manifest";

    private readonly Sha256Digest _digest;
    private readonly string _text;

    private DataRoot(Sha256Digest digest)
    {
        _digest = digest;
        _text = AssetIdentifier.ForData(digest.ToArray()).ToString();
    }

    /// <summary>
    /// The name of the manifest's file in a folder <c>.adem</c>: the first 16 characters of base32, and <c>.manifest</c>
    /// (data-emblem, on disk).
    /// </summary>
    public string ManifestFileName => string.Concat(_text.AsSpan(_text.LastIndexOf(':') + 1, CharactersOfFileName), Suffix);

    private static ReadOnlySpan<byte> Label => "adem-data:1\0"u8;

    /// <summary>Takes over a root.</summary>
    /// <param name="bytes">Exactly <see cref="Length"/> bytes.</param>
    /// <exception cref="ArgumentException">There are more or fewer.</exception>
    public static DataRoot FromBytes(ReadOnlySpan<byte> bytes) => bytes.Length == Length
        ? new DataRoot(new Sha256Digest(bytes))
        : throw new ArgumentException($"A root has {Length} bytes, not {bytes.Length}.", nameof(bytes));

    /// <summary>Reads the text of a root, exactly as a token writes it.</summary>
    /// <param name="s">The text.</param>
    /// <exception cref="DataFormatException"><paramref name="s"/> is no root.</exception>
    public static DataRoot Parse(string s)
    {
        ArgumentNullException.ThrowIfNull(s);
        return TryParse(s, out DataRoot? root)
            ? root
            : throw new DataFormatException(
                $"'{Printable.Text(s)}' is none: 'adem-data:1:' and 52 characters of base32 in lower case are asked", "root");
    }

    /// <summary>Reads the text of a root, or says that it is none.</summary>
    /// <param name="s">The text; null is none.</param>
    /// <param name="result">The root, or null.</param>
    public static bool TryParse([NotNullWhen(true)] string? s, [NotNullWhen(true)] out DataRoot? result)
    {
        result = s is not null && AssetIdentifier.DataRootIn(s) is { } bytes ? FromBytes(bytes) : null;
        return result is not null;
    }

    /// <summary>The identifier that a token and a verdict carry, of the kind <see cref="AssetKind.Data"/>.</summary>
    public AssetIdentifier ToAsset() => AssetIdentifier.ForData(_digest.ToArray());

    /// <summary>The 32 bytes, in a new array.</summary>
    public byte[] ToArray() => _digest.ToArray();

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public override string ToString() => _text;

    /// <inheritdoc/>
    public bool Equals(DataRoot? other) => other is not null && _digest == other._digest;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DataRoot);

    /// <inheritdoc/>
    public override int GetHashCode() => _digest.GetHashCode();

    /// <summary>Whether both are the same root.</summary>
    public static bool operator ==(DataRoot? left, DataRoot? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether the roots differ.</summary>
    public static bool operator !=(DataRoot? left, DataRoot? right) => !(left == right);

    static DataRoot IParsable<DataRoot>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<DataRoot>.TryParse(string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out DataRoot result) =>
        TryParse(s, out result);

    /// <summary>The root over the encoded head.</summary>
    internal static DataRoot OfHead(ReadOnlySpan<byte> head)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Label);
        hash.AppendData(head);
        return FromBytes(hash.GetHashAndReset());
    }
}
