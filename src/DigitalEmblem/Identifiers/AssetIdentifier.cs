using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace DigitalEmblem;

/// <summary>
/// Names an asset that an emblem marks: a domain name in the CWT profile; in the JWS profile also a wildcard, or a bracketed
/// address or prefix (<c>*.society.example</c>, <c>[2001:db8::1]</c>, <c>[192.0.2.0/24]</c>).
/// </summary>
/// <remarks>
/// Kept in one canonical form: IPv4-mapped addresses are IPv4, host bits of a prefix are zero, a prefix of full length is an
/// address. Equal identifiers cover the same assets, but for <see cref="AssetKind.Unrecognized"/> ones, which cover none.
/// </remarks>
public sealed class AssetIdentifier : IEquatable<AssetIdentifier>, IParsable<AssetIdentifier>
{
    // What the texts of all versions of data signs begin with, and the text of the version that is read.
    private const string DataPrefix = "adem-data:";
    private const string DataTextPrefix = DataPrefix + "1:";

    private const int MappedPrefixBits = 96;

    private readonly string _text;
    private readonly DomainName? _name;
    private readonly IPNetwork _network;

    private AssetIdentifier(AssetKind kind, string text, DomainName? name = null, IPNetwork network = default)
    {
        Kind = kind;
        _text = text;
        _name = name;
        _network = network;
    }

    /// <summary>What kind of thing is named.</summary>
    public AssetKind Kind { get; }

    /// <summary>The domain name of a <see cref="AssetKind.Name"/> or <see cref="AssetKind.NameAndBelow"/>, else null.</summary>
    public DomainName? Name => _name;

    /// <summary>The identifier of one domain name.</summary>
    /// <param name="name">The name.</param>
    public static AssetIdentifier ForName(DomainName name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new AssetIdentifier(AssetKind.Name, name.ToString(), name);
    }

    /// <summary>The identifier of one address; an IPv4-mapped address becomes IPv4.</summary>
    /// <param name="address">An IPv4 or IPv6 address; a zone identifier is not part of it.</param>
    public static AssetIdentifier ForAddress(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        IPAddress plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : new IPAddress(address.GetAddressBytes());
        return new AssetIdentifier(AssetKind.Address, $"[{plain}]", network: new IPNetwork(plain, Bits(plain)));
    }

    /// <summary>The identifier of data (data-emblem, token): <c>adem-data:1:</c> and the root in base32.</summary>
    /// <param name="root">Exactly 32 bytes.</param>
    internal static AssetIdentifier ForData(ReadOnlySpan<byte> root) => root.Length == Sha256Digest.Length
        ? new AssetIdentifier(AssetKind.Data, DataTextPrefix + Base32.Encode(root))
        : throw new ArgumentException($"A root has {Sha256Digest.Length} bytes, not {root.Length}.", nameof(root));

    /// <summary>
    /// The root in the text of a data sign; null if it is another text, or another spelling than the one canonical one: lower case,
    /// no padding, unused bits zero (data-emblem, token).
    /// </summary>
    internal static byte[]? DataRootIn(string text) =>
        text.StartsWith(DataTextPrefix, StringComparison.Ordinal)
        && Base32.Decode(text[DataTextPrefix.Length..]) is { Length: Sha256Digest.Length } root
        && ForData(root)._text == text
            ? root
            : null;

    /// <summary>Reads any form: a name, a wildcard, or a bracketed address or prefix (core-00, asset identifiers).</summary>
    /// <param name="s">The text; names as A-labels.</param>
    /// <exception cref="ArgumentNullException"><paramref name="s"/> is null.</exception>
    /// <exception cref="FormatException"><paramref name="s"/> is no asset identifier.</exception>
    public static AssetIdentifier Parse(string s)
    {
        ArgumentNullException.ThrowIfNull(s);
        return TryParse(s, out AssetIdentifier? result)
            ? result
            : throw new FormatException(
                $"'{Printable.Text(s)}' is not an asset identifier: a domain name (www.society.example), a wildcard "
                    + "(*.society.example), or an address or prefix in brackets ([2001:db8::1], [192.0.2.0/24]).");
    }

    /// <summary>Reads any form, or says that it is none.</summary>
    /// <param name="s">The text to read; null is none.</param>
    /// <param name="result">The identifier, never <see cref="AssetKind.Unrecognized"/>; or null.</param>
    public static bool TryParse([NotNullWhen(true)] string? s, [NotNullWhen(true)] out AssetIdentifier? result)
    {
        result = s switch
        {
            null or "" => null,
            "*" => new AssetIdentifier(AssetKind.EveryName, "*"),
            _ when s.StartsWith("*.", StringComparison.Ordinal) => DomainName.TryParse(s[2..], out DomainName? parent)
                ? new AssetIdentifier(AssetKind.NameAndBelow, "*." + parent, parent)
                : null,
            _ when s[0] == '[' && s[^1] == ']' => ReadAddressOrPrefix(s[1..^1]),
            _ => DomainName.TryParse(s, out DomainName? name) ? ForName(name) : null,
        };
        return result is not null;
    }

    /// <summary>Whether every asset that <paramref name="other"/> names is named by this identifier too.</summary>
    /// <remarks>
    /// A name covers itself; <c>*.d</c> covers d, every name below it and every narrower wildcard; <c>*</c> covers every name and wildcard;
    /// a prefix covers the addresses and longer prefixes in it. Names and addresses, and IPv4 and IPv6, never cover each other
    /// (decisions.md, 7). Data cover only themselves. An unrecognized text covers nothing, and nothing covers it.
    /// </remarks>
    /// <param name="other">The identifier that may be covered.</param>
    public bool Covers(AssetIdentifier other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Kind switch
        {
            AssetKind.Name => other.Kind == AssetKind.Name && _name == other._name,
            AssetKind.NameAndBelow => other._name is not null && _name!.Contains(other._name),
            AssetKind.EveryName => other.Kind is AssetKind.Name or AssetKind.NameAndBelow or AssetKind.EveryName,
            AssetKind.Address or AssetKind.Prefix => other.Kind is AssetKind.Address or AssetKind.Prefix
                && _network.BaseAddress.AddressFamily == other._network.BaseAddress.AddressFamily
                && _network.PrefixLength <= other._network.PrefixLength
                && _network.Contains(other._network.BaseAddress),
            AssetKind.Data => Equals(other),
            _ => false,
        };
    }

    /// <summary>
    /// Whether an emblem with this asset marks <paramref name="name"/>: the name and the services under it, not the
    /// machines behind its addresses (dns-02).
    /// </summary>
    /// <param name="name">The name asked about.</param>
    public bool Marks(DomainName name) => Covers(ForName(name));

    /// <summary>Whether an emblem with this asset marks <paramref name="address"/>.</summary>
    /// <param name="address">The address asked about.</param>
    public bool Marks(IPAddress address) => Covers(ForAddress(address));

    /// <summary>
    /// The canonical text, or the text as received if it is <see cref="AssetKind.Unrecognized"/> (not fit for a terminal then).
    /// </summary>
    public override string ToString() => _text;

    /// <inheritdoc/>
    public bool Equals(AssetIdentifier? other) => other is not null && Kind == other.Kind && _text == other._text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as AssetIdentifier);

    /// <inheritdoc/>
    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);

    /// <summary>Whether both are the same identifier.</summary>
    public static bool operator ==(AssetIdentifier? left, AssetIdentifier? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether the identifiers differ.</summary>
    public static bool operator !=(AssetIdentifier? left, AssetIdentifier? right) => !(left == right);

    static AssetIdentifier IParsable<AssetIdentifier>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<AssetIdentifier>.TryParse(
        string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out AssetIdentifier result) => TryParse(s, out result);

    /// <summary>An entry of <c>assets</c> in the CWT profile: a domain name, or a text that matches nothing (decisions.md, 3).</summary>
    internal static AssetIdentifier FromCwtClaim(string text) =>
        DomainName.TryParse(text, out DomainName? name) ? ForName(name) : new AssetIdentifier(AssetKind.Unrecognized, text);

    /// <summary>An entry of <c>assets</c> in the JWS profile: any form, or a text that matches nothing.</summary>
    internal static AssetIdentifier FromJwsClaim(string text) =>
        TryParse(text, out AssetIdentifier? asset) ? asset : new AssetIdentifier(AssetKind.Unrecognized, text);

    /// <summary>The one entry of <c>assets</c> in a sign of data; null if the text is none.</summary>
    internal static AssetIdentifier? FromDataClaim(string text) => DataRootIn(text) is { } root ? ForData(root) : null;

    /// <summary>
    /// Whether the text was read as a host's and matches nothing there, and claims to be a sign of data, of any version and in any
    /// spelling.
    /// </summary>
    internal bool ClaimsToBeData =>
        Kind == AssetKind.Unrecognized && _text.StartsWith(DataPrefix, StringComparison.OrdinalIgnoreCase);

    private static AssetIdentifier? ReadAddressOrPrefix(string text)
    {
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
        {
            return ReadAddress(text) is { } address ? ForAddress(address) : null;
        }

        if (ReadAddress(text[..slash]) is not { } start || ReadLength(text[(slash + 1)..]) is not { } length || length > Bits(start))
        {
            return null;
        }

        if (start.IsIPv4MappedToIPv6 && length >= MappedPrefixBits)
        {
            start = start.MapToIPv4();
            length -= MappedPrefixBits;
        }

        if (length == Bits(start))
        {
            return ForAddress(start);
        }

        var network = new IPNetwork(Masked(start, length), length);
        return new AssetIdentifier(AssetKind.Prefix, $"[{network.BaseAddress}/{length}]", network: network);
    }

    // IPAddress.TryParse also reads "127.1", "0x7f.0.0.1", "010.0.0.1", zone identifiers and brackets: other readers disagree on those.
    private static IPAddress? ReadAddress(string text)
    {
        if (text.AsSpan().ContainsAny("%[]") || !IPAddress.TryParse(text, out IPAddress? address))
        {
            return null;
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6 || address.ToString() == text ? address : null;
    }

    private static int? ReadLength(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int length)
        && length.ToString(CultureInfo.InvariantCulture) == text ? length : null;

    private static int Bits(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;

    private static IPAddress Masked(IPAddress address, int length)
    {
        byte[] bytes = address.GetAddressBytes();
        for (int i = 0; i < bytes.Length; i++)
        {
            int kept = Math.Clamp(length - (8 * i), 0, 8);
            bytes[i] &= (byte)(0xff << (8 - kept) & 0xff);
        }

        return new IPAddress(bytes);
    }
}
