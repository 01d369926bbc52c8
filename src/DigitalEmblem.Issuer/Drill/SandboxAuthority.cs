using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DigitalEmblem.Issuer.Drill;

/// <summary>
/// A certificate authority for the drill and the demo, with a root and an intermediate. It logs what it issues, as public ones do
/// (RFC 6962, 3.1). It does not check who controls a name, and only they trust it.
/// </summary>
internal sealed class SandboxAuthority : IDisposable
{
    private static readonly Oid SubjectAlternativeName = new("2.5.29.17"),
        Poison = new("1.3.6.1.4.1.11129.2.4.3"),
        Promises = new("1.3.6.1.4.1.11129.2.4.2");
    private const string EllipticCurve = "1.2.840.10045.2.1",
        OtherKey = "This authority certifies keys on elliptic curves alone: send the request that the issuer, or 'emblem root csr', wrote.";

    private readonly SandboxLog _log;
    private readonly TimeProvider _clock;
    private readonly X509Certificate2 _root;
    private readonly X509Certificate2 _intermediate;

    public SandboxAuthority(SandboxLog log, TimeProvider clock)
    {
        (_log, _clock) = (log, clock);
        DateTimeOffset from = clock.GetUtcNow().AddHours(-1), until = from.AddDays(100);
        using ECDsa rootKey = NewKey(), key = NewKey();
        _root = Request(new X500DistinguishedName("CN=Sandbox Root (worth nothing)"), new PublicKey(rootKey), authority: true, rootKey)
            .CreateSelfSigned(from, until);
        CertificateRequest request = Request(
            new X500DistinguishedName("CN=Sandbox Intermediate (worth nothing)"), new PublicKey(key), authority: true);
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_root, true, false));
        using X509Certificate2 issued = request.Create(_root, from, until, NewSerial());
        _intermediate = issued.CopyWithPrivateKey(key);
    }

    public string RootPem => _root.ExportCertificatePem() + "\n";

    /// <summary>Issues what a request asks for, for 90 days.</summary>
    /// <param name="requestPem">A PKCS #10 request in PEM, whose signature is checked.</param>
    /// <returns>The certificate with the log's promise in it, and the intermediate, in PEM.</returns>
    /// <exception cref="CryptographicException">It is not a request, is not signed by its key, has no name, or its key is of another kind
    /// than the requests of this software have.</exception>
    public string Certify(string requestPem)
    {
        CertificateRequest asked;
        try
        {
            asked = CertificateRequest.LoadSigningRequestPem(
                requestPem, HashAlgorithmName.SHA256, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions);
        }
        catch (ArgumentException e)
        {
            throw new CryptographicException(
                "That is no certificate request in PEM: send the file that the issuer, or 'emblem root csr', wrote.", e);
        }
        catch (NotSupportedException e)
        {
            throw new CryptographicException(OtherKey, e);
        }

        if (asked.PublicKey.Oid.Value != EllipticCurve)
        {
            throw new CryptographicException(OtherKey);
        }

        X509Extension names = asked.CertificateExtensions.FirstOrDefault(e => e.Oid?.Value == SubjectAlternativeName.Value)
            ?? throw new CryptographicException("The certificate request names nobody.");
        byte[] serial = NewSerial();
        DateTimeOffset from = _clock.GetUtcNow().AddHours(-1);
        byte[] Issue(X509Extension? further)
        {
            CertificateRequest request = Request(new X500DistinguishedName(""), asked.PublicKey, authority: false);
            request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_intermediate, true, false));
            request.CertificateExtensions.Add(new X509Extension(SubjectAlternativeName, names.RawData, critical: true));
            if (further is not null)
            {
                request.CertificateExtensions.Add(further);
            }

            using X509Certificate2 issued = request.Create(_intermediate, from, from.AddDays(90), serial);
            return issued.RawData;
        }

        byte[] precertificate = Issue(new X509Extension(Poison, [5, 0], critical: true));
        byte[] promise = _log.Include(
            _intermediate.PublicKey.ExportSubjectPublicKeyInfo(),
            ToBeSigned(Issue(null)),
            precertificate,
            [_intermediate.RawData, _root.RawData]);
        var octets = new AsnWriter(AsnEncodingRules.DER);
        octets.WriteOctetString(SandboxLog.Opaque16(SandboxLog.Opaque16(promise)));
        byte[] certificate = Issue(new X509Extension(Promises, octets.Encode(), critical: false));
        return PemEncoding.WriteString("CERTIFICATE", certificate) + "\n" + _intermediate.ExportCertificatePem() + "\n";
    }

    public void Dispose()
    {
        _root.Dispose();
        _intermediate.Dispose();
    }

    private static byte[] ToBeSigned(byte[] certificate) =>
        new AsnReader(certificate, AsnEncodingRules.DER).ReadSequence().ReadEncodedValue().ToArray();

    private static CertificateRequest Request(X500DistinguishedName name, PublicKey key, bool authority, ECDsa? self = null)
    {
        CertificateRequest request = self is null ? new(name, key, HashAlgorithmName.SHA256) : new(name, self, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(authority, false, 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(key, false));
        return request;
    }

    private static byte[] NewSerial() => [1, .. RandomNumberGenerator.GetBytes(15)];

    private static ECDsa NewKey() => ECDsa.Create(ECCurve.NamedCurves.nistP256);
}
