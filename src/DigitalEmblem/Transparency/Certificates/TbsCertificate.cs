using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DigitalEmblem;

/// <summary>
/// The part of a certificate that its issuer signs (RFC 5280, 4.1.2), read as far as Certificate Transparency needs it: names, issuer, key
/// and extensions, with the received bytes of each, because a log's leaf is made from them.
/// </summary>
internal sealed class TbsCertificate
{
    private const string SctListOid = "1.3.6.1.4.1.11129.2.4.2";
    private const string PoisonOid = "1.3.6.1.4.1.11129.2.4.3";
    private const string PrecertificateSigningOid = "1.3.6.1.4.1.11129.2.4.4";
    private const string AuthorityKeyIdentifierOid = "2.5.29.35";
    private const string SubjectKeyIdentifierOid = "2.5.29.14";
    private const string SubjectAlternativeNameOid = "2.5.29.17";
    private const string ExtendedKeyUsageOid = "2.5.29.37";
    private const string AnyUsageOid = "2.5.29.37.0";
    private const string ServerAuthenticationOid = "1.3.6.1.5.5.7.3.1";
    private const string DistributionPointsOid = "2.5.29.31";
    private const string BasicConstraintsOid = "2.5.29.19";

    // Key usage, alternative name, basic constraints, name constraints, policies and their mappings and constraints,
    // extended key usage, inhibit anyPolicy.
    private static readonly string[] KnownToPathBuilding =
        [
            "2.5.29.15", SubjectAlternativeNameOid, BasicConstraintsOid, "2.5.29.30", "2.5.29.32", "2.5.29.33", "2.5.29.36",
            ExtendedKeyUsageOid, "2.5.29.54"
        ];

    private static readonly Asn1Tag DnsNameTag = new(TagClass.ContextSpecific, 2);

    private static readonly Asn1Tag ExtensionsTag = new(TagClass.ContextSpecific, 3, isConstructed: true);

    private readonly List<ReadOnlyMemory<byte>> _before = [];
    private readonly List<Extension> _extensions = [];
    private int _issuerAt;

    private TbsCertificate(ReadOnlyMemory<byte> encoded) => Encoded = encoded;

    public ReadOnlyMemory<byte> Encoded { get; }

    public ReadOnlyMemory<byte> Issuer => _before[_issuerAt];

    public ReadOnlyMemory<byte> Subject => _before[_issuerAt + 2];

    public ReadOnlyMemory<byte> SubjectPublicKeyInfo => _before[_issuerAt + 3];

    public ReadOnlyMemory<byte> SerialNumber { get; private set; }

    /// <summary>The issuer's signature over <see cref="Encoded"/>; null if this was read without it.</summary>
    public IssuerSignature? Signature { get; private set; }

    public DateTimeOffset NotBefore { get; private set; }

    /// <summary>The last instant of validity (RFC 5280, 4.1.2.5).</summary>
    public DateTimeOffset NotAfter { get; private set; }

    /// <summary>
    /// Whether it is a precertificate: with the critical poison extension, so that it is not taken for a certificate (RFC 6962, 3.1).
    /// </summary>
    public bool IsPrecertificate => Find(PoisonOid) is { Critical: true };

    /// <summary>Whether every critical extension but the poison is one that path building knows (RFC 5280, 4.2).</summary>
    public bool OnlyPoisonIsUnknown =>
        _extensions.TrueForAll(e => !e.Critical || e.Oid == PoisonOid || KnownToPathBuilding.Contains(e.Oid));

    /// <summary>Whether its key may sign precertificates in the name of the issuer above it (RFC 6962, 3.1).</summary>
    public bool SignsPrecertificates => Find(ExtendedKeyUsageOid) is { } usage
        && Usages(usage).Contains(PrecertificateSigningOid);

    /// <summary>Whether its extended key usage, if it states one, permits what servers need (RFC 5280, 4.2.1.12).</summary>
    public bool ServesServers =>
        Find(ExtendedKeyUsageOid) is not { } usage || Usages(usage).Any(o => o is ServerAuthenticationOid or AnyUsageOid);

    /// <summary>Whether it says that its key may sign certificates (RFC 5280, 4.2.1.9).</summary>
    public bool IsAuthority => Find(BasicConstraintsOid) is { } constraints
        && PlatformReader.TryRead<object>(
            () => new AsnReader(constraints.Value, AsnEncodingRules.DER).ReadSequence().ReadBoolean() ? constraints : null, out _);

    public ReadOnlyMemory<byte>? AuthorityKeyIdentifier => Find(AuthorityKeyIdentifierOid)?.Value;

    public ReadOnlyMemory<byte>? SubjectKeyIdentifier => Find(SubjectKeyIdentifierOid)?.Value;

    public ReadOnlyMemory<byte>? DistributionPoints => Find(DistributionPointsOid)?.Value;

    /// <summary>The DNS names among the subject's alternative names, as they stand; the subject's common name is none.</summary>
    public IReadOnlyList<string> DnsNames()
    {
        if (Find(SubjectAlternativeNameOid) is not { } names)
        {
            return [];
        }

        string[] all = Decode(() => new X509SubjectAlternativeNameExtension(names.Value.Span, names.Critical).EnumerateDnsNames()
            .Take(TransparencyLimits.MaxNames + 1).ToArray());
        return all.Length <= TransparencyLimits.MaxNames
            ? all
            : throw new TokenFormatException($"more than {TransparencyLimits.MaxNames} names", fault: FormatFault.LimitExceeded);
    }

    /// <summary>The SCTs inside (RFC 6962, 3.3); none if there are none.</summary>
    public IReadOnlyList<SignedCertificateTimestamp> Scts() => Find(SctListOid) is { } list
        ? SignedCertificateTimestamp.ReadList(Decode(
            () => AsnDecoder.ReadOctetString(list.Value.Span, AsnEncodingRules.DER, out int read) is var scts && read == list.Value.Length
                ? scts
                : throw new AsnContentException()))
        : [];

    /// <summary>What the logs of the SCTs inside have signed: the same without the SCTs (RFC 6962, 3.2).</summary>
    public byte[] WithoutScts() => Encode(Issuer, _extensions.Where(e => e.Oid != SctListOid).Select(e => e.Encoded));

    /// <summary>
    /// What a log makes of a precertificate: the poison removed, and if a precertificate signing certificate signed it,
    /// that one's issuer put in (RFC 6962, 3.2).
    /// </summary>
    /// <param name="signing">
    /// The certificate that signed it, if it is a precertificate signing certificate; null if it is the final issuer.
    /// </param>
    public byte[] OfPrecertificate(TbsCertificate? signing)
    {
        IEnumerable<Extension> kept = _extensions.Where(e => e.Oid != PoisonOid);
        if (signing is null)
        {
            return Encode(Issuer, kept.Select(e => e.Encoded));
        }

        Extension? above = signing.Find(AuthorityKeyIdentifierOid);
        kept = kept.Where(e => e.Oid != AuthorityKeyIdentifierOid || above is not null)
            .Select(e => e.Oid == AuthorityKeyIdentifierOid ? e.WithValue(above!.Value) : e);
        return Encode(signing.Issuer, kept.Select(e => e.Encoded));
    }

    /// <summary>
    /// The DNS names among the subject's alternative names, one by one and without a bound on their number: for readers of logs, from whom
    /// a certificate must not hide behind the number of its names. Bytes beyond ASCII are shown as Latin-1.
    /// </summary>
    /// <exception cref="TokenFormatException">
    /// The extension cannot be read up to its end; thrown while the names are enumerated.
    /// </exception>
    public IEnumerable<string> EveryDnsName()
    {
        if (Find(SubjectAlternativeNameOid) is not { } extension)
        {
            yield break;
        }

        AsnReader names = Decode(() => new AsnReader(extension.Value, AsnEncodingRules.BER).ReadSequence());
        while (names.HasData)
        {
            (bool isDns, ReadOnlyMemory<byte> value) = Decode(() => names.PeekTag().HasSameClassAndValue(DnsNameTag)
                ? (true, names.ReadOctetString(DnsNameTag))
                : (false, names.ReadEncodedValue()));
            if (isDns)
            {
                yield return System.Text.Encoding.Latin1.GetString(value.Span);
            }
        }
    }

    /// <summary>Reads the TBSCertificate of a certificate.</summary>
    public static TbsCertificate OfCertificate(ReadOnlyMemory<byte> der) => Whole(der, TransparencyLimits.MaxCertificateBytes);

    /// <summary>Reads a TBSCertificate by itself, as a precertificate's leaf holds it.</summary>
    public static TbsCertificate Read(ReadOnlyMemory<byte> der) => Bare(der, TransparencyLimits.MaxCertificateBytes);

    /// <summary>Reads what the leaf of a log holds, which may be larger than a certificate that anything rests on.</summary>
    public static TbsCertificate OfLeaf(LogLeaf leaf) => leaf.IsPrecertificate
        ? Bare(leaf.Content, TransparencyLimits.MaxFollowedCertificateBytes)
        : Whole(leaf.Content, TransparencyLimits.MaxFollowedCertificateBytes);

    private static TbsCertificate Whole(ReadOnlyMemory<byte> der, int maxBytes) => Decode(() =>
    {
        Bound(der, maxBytes);
        var outer = new AsnReader(der, AsnEncodingRules.DER);
        AsnReader certificate = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        TbsCertificate result = ReadContent(certificate.ReadEncodedValue());
        result.Signature = IssuerSignature.Read(certificate);
        certificate.ThrowIfNotEmpty();
        return result;
    });

    private static TbsCertificate Bare(ReadOnlyMemory<byte> der, int maxBytes) => Decode(() =>
    {
        Bound(der, maxBytes);
        return ReadContent(der);
    });

    private static TbsCertificate ReadContent(ReadOnlyMemory<byte> der)
    {
        var result = new TbsCertificate(der);
        var outer = new AsnReader(der, AsnEncodingRules.DER);
        AsnReader tbs = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        if (tbs.PeekTag().HasSameClassAndValue(new Asn1Tag(TagClass.ContextSpecific, 0)))
        {
            result._before.Add(tbs.ReadEncodedValue());
        }

        result.SerialNumber = tbs.PeekEncodedValue();
        result._before.Add(tbs.ReadEncodedValue());
        result._before.Add(tbs.ReadEncodedValue());
        result._issuerAt = result._before.Count;
        result._before.Add(tbs.ReadEncodedValue());
        AsnReader validity = new AsnReader(tbs.PeekEncodedValue(), AsnEncodingRules.DER).ReadSequence();
        result.NotBefore = Asn1Time.Read(validity);
        result.NotAfter = Asn1Time.Read(validity);
        result._before.Add(tbs.ReadEncodedValue());
        result._before.Add(tbs.ReadEncodedValue());
        result._before.Add(tbs.ReadEncodedValue());
        while (tbs.HasData && !tbs.PeekTag().HasSameClassAndValue(ExtensionsTag))
        {
            result._before.Add(tbs.ReadEncodedValue());
        }

        if (tbs.HasData)
        {
            AsnReader list = tbs.ReadSequence(ExtensionsTag).ReadSequence();
            tbs.ThrowIfNotEmpty();
            var seen = new HashSet<string>();
            while (list.HasData)
            {
                Extension extension = Extension.Read(list.ReadEncodedValue());
                if (!seen.Add(extension.Oid))
                {
                    throw new TokenFormatException($"the extension {extension.Oid} stands twice");
                }

                result._extensions.Add(extension);
            }
        }

        return result;
    }

    private byte[] Encode(ReadOnlyMemory<byte> issuer, IEnumerable<ReadOnlyMemory<byte>> extensions)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            for (int i = 0; i < _before.Count; i++)
            {
                writer.WriteEncodedValue((i == _issuerAt ? issuer : _before[i]).Span);
            }

            ReadOnlyMemory<byte>[] all = [.. extensions];
            if (all.Length > 0)
            {
                using (writer.PushSequence(ExtensionsTag))
                using (writer.PushSequence())
                {
                    foreach (ReadOnlyMemory<byte> extension in all)
                    {
                        writer.WriteEncodedValue(extension.Span);
                    }
                }
            }
        }

        return writer.Encode();
    }

    private Extension? Find(string oid) => _extensions.FirstOrDefault(e => e.Oid == oid);

    private static string[] Usages(Extension usage) => Decode(() =>
    {
        var encoded = new AsnEncodedData(new Oid(ExtendedKeyUsageOid), usage.Value.Span);
        return new X509EnhancedKeyUsageExtension(encoded, usage.Critical).EnhancedKeyUsages.Cast<Oid>()
            .Select(o => o.Value ?? "").ToArray();
    });

    private static void Bound(ReadOnlyMemory<byte> der, int maxBytes)
    {
        if (der.Length > maxBytes)
        {
            throw new TokenFormatException($"a certificate of more than {maxBytes} bytes", fault: FormatFault.LimitExceeded);
        }
    }

    private static T Decode<T>(Func<T> read) => PlatformReader.Read("not a certificate in DER", read);

    private sealed record Extension(string Oid, bool Critical, ReadOnlyMemory<byte> Value, ReadOnlyMemory<byte> Encoded)
    {
        public static Extension Read(ReadOnlyMemory<byte> der)
        {
            AsnReader sequence = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
            string oid = sequence.ReadObjectIdentifier();
            bool critical = sequence.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && sequence.ReadBoolean();
            byte[] value = sequence.ReadOctetString();
            sequence.ThrowIfNotEmpty();
            return new Extension(oid, critical, value, der);
        }

        public Extension WithValue(ReadOnlyMemory<byte> value)
        {
            var writer = new AsnWriter(AsnEncodingRules.DER);
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(Oid);
                if (Critical)
                {
                    writer.WriteBoolean(true);
                }

                writer.WriteOctetString(value.Span);
            }

            return this with { Value = value, Encoded = writer.Encode() };
        }
    }
}
