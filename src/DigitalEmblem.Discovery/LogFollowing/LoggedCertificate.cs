using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace DigitalEmblem.Discovery;

/// <summary>The certificate or precertificate of a leaf: what a reader of a whole log compares. Hostile in every part.</summary>
internal sealed class LoggedCertificate
{
    private readonly LogLeaf _leaf;
    private readonly TbsCertificate _certificate;

    private LoggedCertificate(LogLeaf leaf, TbsCertificate certificate, IReadOnlyList<string> names)
    {
        _leaf = leaf;
        _certificate = certificate;
        Names = names;
    }

    /// <summary>Every DNS name, as it stands; only the bytes of the certificate bound their number.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Whether the log took it before it was issued.</summary>
    public bool IsPrecertificate => _leaf.IsPrecertificate;

    /// <summary>When the log says that it took it.</summary>
    public DateTimeOffset LoggedAt => _leaf.Timestamp;

    public DateTimeOffset NotBefore => _certificate.NotBefore;

    public DateTimeOffset NotAfter => _certificate.NotAfter;

    /// <summary>The serial number in hexadecimal, as tools write it.</summary>
    public string Serial => Convert.ToHexStringLower(IntegerOf(_certificate.SerialNumber));

    /// <summary>Who issued it, for a person.</summary>
    public string Issuer => PlatformReader.TryRead(() => new X500DistinguishedName(_certificate.Issuer.Span).Name, out string? name)
        ? Printable.Text(name)
        : "?";

    /// <summary>The digest of its public key (SubjectPublicKeyInfo).</summary>
    public Sha256Digest PublicKey => Sha256Digest.Of(_certificate.SubjectPublicKeyInfo.Span);

    /// <summary>The digest of the certificate, or of the part of a precertificate that the log keeps (TBSCertificate).</summary>
    public Sha256Digest Digest => Sha256Digest.Of(_leaf.Content);

    /// <summary>
    /// The digest of what a precertificate and its certificate have in common (RFC 6962, 3.2): the signed part without promises of logs.
    /// </summary>
    public Sha256Digest Common => Sha256Digest.Of(_leaf.IsPrecertificate ? _leaf.Content : _certificate.WithoutScts());

    /// <summary>Reads the leaf of a log.</summary>
    /// <returns>False if it cannot be read, or not up to its last name.</returns>
    public static bool TryRead(FollowedLeaf leaf, [NotNullWhen(true)] out LoggedCertificate? certificate)
    {
        certificate = null;
        return leaf.Bytes is { } bytes && PlatformReader.TryRead(() => Read(bytes), out certificate);
    }

    private static LoggedCertificate Read(ReadOnlyMemory<byte> bytes)
    {
        var leaf = LogLeaf.Read(bytes.Span);
        var certificate = TbsCertificate.OfLeaf(leaf);
        return new LoggedCertificate(leaf, certificate, [.. certificate.EveryDnsName()]);
    }

    // The number without its tag and length; nothing if it is none.
    private static byte[] IntegerOf(ReadOnlyMemory<byte> encoded) => PlatformReader.TryRead(
        () => AsnDecoder.ReadIntegerBytes(encoded.Span, AsnEncodingRules.BER, out _).ToArray(), out byte[]? number)
        ? number
        : [];
}
