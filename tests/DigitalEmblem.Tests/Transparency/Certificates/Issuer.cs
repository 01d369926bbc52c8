using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DigitalEmblem.Tests.Transparency;

/// <summary>A certificate authority of one key: a root, or one under another.</summary>
internal sealed class Issuer
{
    private static int s_serial;

    private readonly X509Certificate2 _certificate;

    private Issuer(X509Certificate2 certificate) => _certificate = certificate;

    public static DateTimeOffset From { get; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static DateTimeOffset Until { get; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public ReadOnlyMemory<byte> Der => _certificate.RawData;

    public TbsCertificate Parsed => TbsCertificate.OfCertificate(Der);

    public RootStore AsRoot() => RootStore.Read(Der);

    public static Issuer Root(string name, DateTimeOffset? until = null)
    {
        using ECDsa key = NewKey();
        return new Issuer(Request($"CN={name}", key, authority: true).CreateSelfSigned(From, until ?? Until));
    }

    public Issuer Under(string name, DateTimeOffset? until = null)
    {
        using ECDsa key = NewKey();
        using X509Certificate2 issued =
            Request($"CN={name}", key, authority: true).Create(_certificate, From, until ?? Until, NextSerial());
        return new Issuer(issued.CopyWithPrivateKey(key));
    }

    /// <summary>A certificate for a name.</summary>
    /// <param name="further">Further extensions.</param>
    public byte[] Issue(string dnsName = "society.example", DateTimeOffset? until = null, params X509Extension[] further) =>
        Issue([dnsName], until, further);

    /// <summary>A certificate for several names.</summary>
    /// <param name="dnsNames">The names.</param>
    /// <param name="until">The last instant of validity.</param>
    /// <param name="further">Further extensions.</param>
    public byte[] Issue(string[] dnsNames, DateTimeOffset? until = null, params X509Extension[] further)
    {
        using ECDsa key = NewKey();
        CertificateRequest request = Request("", key, authority: false);
        var names = new SubjectAlternativeNameBuilder();
        Array.ForEach(dnsNames, names.AddDnsName);
        request.CertificateExtensions.Add(names.Build(critical: true));
        foreach (X509Extension extension in further)
        {
            request.CertificateExtensions.Add(extension);
        }

        using X509Certificate2 issued = request.Create(_certificate, From, until ?? Until, NextSerial());
        return issued.RawData;
    }

    /// <summary>A revocation list by this issuer.</summary>
    public byte[] Revoke(
        DateTimeOffset thisUpdate, DateTimeOffset nextUpdate, params (byte[] Certificate, DateTimeOffset Since)[] revoked) =>
        RevokeFor(null, thisUpdate, nextUpdate, revoked);

    /// <summary>The same, for a reason.</summary>
    public byte[] RevokeFor(
        X509RevocationReason? reason,
        DateTimeOffset thisUpdate,
        DateTimeOffset nextUpdate,
        params (byte[] Certificate, DateTimeOffset Since)[] revoked)
    {
        var builder = new CertificateRevocationListBuilder();
        foreach ((byte[] der, DateTimeOffset since) in revoked)
        {
            using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(der);
            builder.AddEntry(certificate, since, reason);
        }

        return builder.Build(_certificate, 1, nextUpdate, HashAlgorithmName.SHA256, thisUpdate: thisUpdate);
    }

    /// <summary>The same list with a further extension, signed again by this issuer: the BCL's builder writes none.</summary>
    public byte[] WithExtension(byte[] list, string oid, bool critical, byte[] value)
    {
        AsnReader outer = new AsnReader(list, AsnEncodingRules.DER).ReadSequence();
        AsnReader content = outer.ReadSequence();
        ReadOnlyMemory<byte> algorithm = outer.ReadEncodedValue();
        var extensionsTag = new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true);
        var tbs = new AsnWriter(AsnEncodingRules.DER);
        using (tbs.PushSequence())
        {
            while (content.HasData && !content.PeekTag().HasSameClassAndValue(extensionsTag))
            {
                tbs.WriteEncodedValue(content.ReadEncodedValue().Span);
            }

            using (tbs.PushSequence(extensionsTag))
            using (tbs.PushSequence())
            {
                AsnReader old = content.ReadSequence(extensionsTag).ReadSequence();
                while (old.HasData)
                {
                    tbs.WriteEncodedValue(old.ReadEncodedValue().Span);
                }

                using (tbs.PushSequence())
                {
                    tbs.WriteObjectIdentifier(oid);
                    if (critical)
                    {
                        tbs.WriteBoolean(true);
                    }

                    tbs.WriteOctetString(value);
                }
            }
        }

        byte[] signed = tbs.Encode();
        using ECDsa key = _certificate.GetECDsaPrivateKey()!;
        var whole = new AsnWriter(AsnEncodingRules.DER);
        using (whole.PushSequence())
        {
            whole.WriteEncodedValue(signed);
            whole.WriteEncodedValue(algorithm.Span);
            whole.WriteBitString(key.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        }

        return whole.Encode();
    }

    private static CertificateRequest Request(string name, ECDsa key, bool authority)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(authority, false, 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request;
    }

    private static byte[] NextSerial() => [1, .. BitConverter.GetBytes(Interlocked.Increment(ref s_serial))];

    private static ECDsa NewKey() => ECDsa.Create(ECCurve.NamedCurves.nistP256);
}
