using System.Formats.Asn1;

namespace DigitalEmblem;

/// <summary>
/// A certificate revocation list (RFC 5280, 5), as its issuer signed it. It is an input like the others: nothing here
/// downloads one. Immutable and thread-safe.
/// </summary>
public sealed class RevocationList
{
    private const string IssuingDistributionPointOid = "2.5.29.28";
    private const string NumberOid = "2.5.29.20";
    private const string AuthorityKeyIdentifierOid = "2.5.29.35";
    private const string DeltaOid = "2.5.29.27";
    private const string ReasonOid = "2.5.29.21";
    private const string InvalidityDateOid = "2.5.29.24";
    private const int OnHold = 6, RemovedFromList = 8;

    private readonly ReadOnlyMemory<byte> _signed;
    private readonly ReadOnlyMemory<byte> _issuer;
    private readonly IssuerSignature _signature;
    private readonly Dictionary<string, (DateTimeOffset Since, bool Hold)> _revoked = [];
    private readonly List<byte[]> _scope = [];
    private bool _partial;
    private bool _unusable;

    private RevocationList(ReadOnlyMemory<byte> der)
    {
        Encoded = der;
        var outer = new AsnReader(der, AsnEncodingRules.DER);
        AsnReader list = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        _signed = list.ReadEncodedValue();
        _signature = IssuerSignature.Read(list);
        list.ThrowIfNotEmpty();

        AsnReader content = new AsnReader(_signed, AsnEncodingRules.DER).ReadSequence();
        if (content.PeekTag().HasSameClassAndValue(Asn1Tag.Integer))
        {
            content.ReadEncodedValue();
        }

        content.ReadEncodedValue();
        _issuer = content.ReadEncodedValue();
        ThisUpdate = Asn1Time.Read(content);
        NextUpdate = Asn1Time.IsNext(content) ? Asn1Time.Read(content) : null;
        if (content.HasData && content.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence))
        {
            ReadRevoked(content.ReadSequence());
        }

        if (content.HasData)
        {
            ReadExtensions(content.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true)).ReadSequence());
        }
    }

    /// <summary>The list as it was read, in DER.</summary>
    internal ReadOnlyMemory<byte> Encoded { get; }

    /// <summary>When it was issued.</summary>
    public DateTimeOffset ThisUpdate { get; }

    /// <summary>By when a newer one will be issued; null if it does not say.</summary>
    public DateTimeOffset? NextUpdate { get; }

    /// <summary>How many certificates it revokes.</summary>
    public int Count => _revoked.Count;

    /// <summary>Reads lists: in PEM, or one in DER.</summary>
    /// <param name="bytes">The file.</param>
    /// <exception cref="TokenFormatException">There is none, or one cannot be read.</exception>
    public static IReadOnlyList<RevocationList> Read(ReadOnlyMemory<byte> bytes) => PlatformReader.Read<IReadOnlyList<RevocationList>>(
        "not a certificate revocation list in DER or PEM",
        () => Pem.Decode(bytes, "X509 CRL").Select(der => new RevocationList(der)).ToArray() is { Length: > 0 } lists
            ? lists
            : throw new TokenFormatException("holds no certificate revocation list"));

    /// <summary>What the list says of a certificate at a time.</summary>
    internal RevocationStatus StatusOf(TbsCertificate certificate, TbsCertificate issuer, DateTimeOffset at, SteadyTime? steady = null)
    {
        if (_unusable || !_issuer.Span.SequenceEqual(certificate.Issuer.Span) || !IsSignedBy(issuer))
        {
            return RevocationStatus.Unknown;
        }

        if (_revoked.TryGetValue(Key(certificate.SerialNumber), out (DateTimeOffset Since, bool Hold) entry))
        {
            steady?.TurnsAt(entry.Since);
            if (entry.Since <= at)
            {
                return entry.Hold ? RevocationStatus.OnHold : RevocationStatus.Revoked;
            }
        }

        if (NextUpdate is { } next)
        {
            steady?.TurnsAfter(next);
        }

        // A list says "not revoked" only if it is current and would name the certificate. Once the certificate has expired, lists no longer
        // need to name it (RFC 5280, 3.3).
        return !_partial && NextUpdate >= at && ThisUpdate <= certificate.NotAfter && IsInScope(certificate)
            ? RevocationStatus.NotRevoked
            : RevocationStatus.Unknown;
    }

    private bool IsInScope(TbsCertificate certificate) => _scope.Count == 0
        || (certificate.DistributionPoints is { } points && _scope.Any(url => points.Span.IndexOf(url) >= 0));

    private void ReadRevoked(AsnReader entries)
    {
        while (entries.HasData)
        {
            AsnReader entry = entries.ReadSequence();
            string serial = Key(entry.ReadEncodedValue());
            DateTimeOffset since = Asn1Time.Read(entry);
            int? reason = entry.HasData ? ReadReason(entry.ReadSequence()) : null;
            if (reason != RemovedFromList)
            {
                _revoked[serial] = (since, reason == OnHold);
            }
        }
    }

    /// <summary>
    /// The reason of an entry (RFC 5280, 5.3.1); null if it states none. A critical extension of an entry that is not understood makes the
    /// whole list unusable (5.3); entries for certificates of other issuers have one.
    /// </summary>
    private int? ReadReason(AsnReader extensions)
    {
        int? reason = null;
        while (extensions.HasData)
        {
            (string oid, bool critical, byte[] value) = ReadExtension(extensions);
            if (oid == ReasonOid)
            {
                reason = (int)new AsnReader(value, AsnEncodingRules.DER).ReadEnumeratedBytes().Span[^1];
            }
            else if (critical && oid != InvalidityDateOid)
            {
                _unusable = true;
            }
        }

        return reason;
    }

    private static (string Oid, bool Critical, byte[] Value) ReadExtension(AsnReader extensions)
    {
        AsnReader extension = extensions.ReadSequence();
        string oid = extension.ReadObjectIdentifier();
        bool critical = extension.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && extension.ReadBoolean();
        return (oid, critical, extension.ReadOctetString());
    }

    private void ReadExtensions(AsnReader extensions)
    {
        while (extensions.HasData)
        {
            (string oid, bool critical, byte[] value) = ReadExtension(extensions);
            if (oid == IssuingDistributionPointOid)
            {
                ReadScope(value);
            }
            else if (oid == DeltaOid)
            {
                // This is a delta list: an entry in it counts, but a missing entry says nothing.
                _partial = true;
            }
            else if (critical && oid is not (NumberOid or AuthorityKeyIdentifierOid))
            {
                // RFC 5280, 5.2: a list with an unknown critical extension must not be used at all.
                _unusable = true;
            }
        }
    }

    // RFC 5280, 5.2.5. A list that covers one part names the URLs of its part, and the certificates of that part carry the same URLs.
    private void ReadScope(byte[] value)
    {
        const int Uri = 6;
        AsnReader point = new AsnReader(value, AsnEncodingRules.DER).ReadSequence();
        while (point.HasData)
        {
            Asn1Tag tag = ContextTag(point);
            if (tag.TagValue == 0)
            {
                AsnReader name = point.ReadSequence(tag);
                Asn1Tag form = ContextTag(name);
                if (form.TagValue != 0)
                {
                    _partial = true;
                    continue;
                }

                AsnReader full = name.ReadSequence(form);
                while (full.HasData)
                {
                    ReadOnlyMemory<byte> one = full.ReadEncodedValue();
                    Asn1Tag kind = Asn1Tag.Decode(one.Span, out _);
                    if (kind is { TagClass: TagClass.ContextSpecific, TagValue: Uri })
                    {
                        _scope.Add(one.ToArray());
                    }
                }

                // The part has a name of another form, so it is not known here which certificates are in it.
                _partial |= _scope.Count == 0;
            }
            else
            {
                // onlyContainsUserCerts (1) fits every binding certificate. An indirect list (4) names certificates of other issuers, and a
                // list of attribute certificates (5) names no binding certificate. The other restrictions leave some out.
                _partial |= tag.TagValue != 1;
                _unusable |= tag.TagValue is 4 or 5;
                point.ReadEncodedValue();
            }
        }
    }

    private static Asn1Tag ContextTag(AsnReader reader) =>
        reader.PeekTag() is { TagClass: TagClass.ContextSpecific } tag ? tag : throw new AsnContentException();

    private bool IsSignedBy(TbsCertificate issuer) => _signature.IsStrong && _signature.IsBy(_signed, issuer) == true;

    private static string Key(ReadOnlyMemory<byte> serial) => Convert.ToHexString(serial.Span);
}
