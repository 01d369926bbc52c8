using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DigitalEmblem.TestSupport;

/// <summary>
/// A certificate authority: a root, an intermediate, and a certificate that signs precertificates for the intermediate. It logs what it
/// issues, as public ones do.
/// </summary>
public sealed class TestAuthority : IDisposable
{
    private static readonly Oid PrecertificateSigning = new("1.3.6.1.4.1.11129.2.4.4");

    private readonly DateTimeOffset _from;
    private readonly DateTimeOffset _until;
    private readonly X509Certificate2 _root;
    private readonly X509Certificate2 _intermediate;
    private readonly X509Certificate2 _signing;

    public TestAuthority(DateTimeOffset now)
    {
        _from = now.AddYears(-1);
        _until = now.AddYears(5);
        using ECDsa rootKey = NewKey();
        CertificateRequest rootRequest = Authority("CN=Test Root", rootKey);
        _root = rootRequest.CreateSelfSigned(_from, _until);
        _intermediate = Authority("CN=Test Intermediate", _root);
        _signing = Authority(
            "CN=Test Precertificate Signing", _intermediate, new X509EnhancedKeyUsageExtension([PrecertificateSigning], critical: true));
    }

    public byte[] RootPem => System.Text.Encoding.ASCII.GetBytes(_root.ExportCertificatePem());

    public RootStore Roots => RootStore.Read(RootPem);

    public ReadOnlyMemory<byte> Intermediate => _intermediate.RawData;

    /// <summary>Issues a certificate with the promises of logs inside.</summary>
    public BindingChain Issue(IReadOnlyList<string> names, IReadOnlyList<TestLog> logs, bool presigned = false, TimeSpan? lifetime = null)
    {
        using ECDsa key = NewKey();
        return Issue(names, new PublicKey(key), logs, presigned, lifetime);
    }

    /// <summary>
    /// Issues what a request (PKCS #10) asks for, after checking that the request is signed by its key; with other names than it asks for,
    /// if they are given, as an authority may.
    /// </summary>
    public BindingChain IssueFor(
        string requestPem, IReadOnlyList<TestLog> logs, IReadOnlyList<string>? names = null, TimeSpan? lifetime = null)
    {
        var request = CertificateRequest.LoadSigningRequestPem(
            requestPem, HashAlgorithmName.SHA256, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions);
        X509Extension raw = request.CertificateExtensions.Single(e => e.Oid?.Value == "2.5.29.17");
        return Issue(
            names ?? [.. new X509SubjectAlternativeNameExtension(raw.RawData).EnumerateDnsNames()],
            request.PublicKey,
            logs,
            lifetime: lifetime);
    }

    private BindingChain Issue(
        IReadOnlyList<string> names, PublicKey key, IReadOnlyList<TestLog> logs, bool presigned = false, TimeSpan? lifetime = null)
    {
        byte[] serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = 1;
        X509Certificate2 signer = presigned ? _signing : _intermediate;
        byte[] precertificate = Leaf(names, key, signer, serial, Poison(), lifetime);
        ReadOnlyMemory<byte>[] submitted = presigned
            ? [precertificate, _signing.RawData, _intermediate.RawData, _root.RawData]
            : [precertificate, _intermediate.RawData, _root.RawData];
        byte[][] scts = [.. logs.Select(l => l.AddPrecertificate(submitted))];
        byte[] certificate = logs.Count > 0
            ? Leaf(names, key, _intermediate, serial, SctList(scts), lifetime)
            : Leaf(names, key, _intermediate, serial, null, lifetime);
        return BindingChain.Of([certificate, _intermediate.RawData], "fullchain.pem");
    }

    /// <summary>A revocation list that the intermediate signs.</summary>
    public byte[] RevocationList(DateTimeOffset now, params BindingChain[] revoked)
    {
        var builder = new CertificateRevocationListBuilder();
        foreach (BindingChain chain in revoked)
        {
            using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(chain.Certificates[0].Span);
            builder.AddEntry(certificate, now.AddHours(-1));
        }

        return builder.Build(_intermediate, 1, now.AddDays(7), HashAlgorithmName.SHA256, thisUpdate: now.AddHours(-1));
    }

    public static string Pem(BindingChain chain) =>
        string.Concat(chain.Certificates.Select(c => PemEncoding.WriteString("CERTIFICATE", c.Span) + "\n"));

    public void Dispose()
    {
        _root.Dispose();
        _intermediate.Dispose();
        _signing.Dispose();
    }

    private X509Certificate2 Authority(string name, X509Certificate2 issuer, X509Extension? further = null)
    {
        using ECDsa key = NewKey();
        CertificateRequest request = Authority(name, key);
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer, true, false));
        if (further is not null)
        {
            request.CertificateExtensions.Add(further);
        }

        using X509Certificate2 issued = request.Create(issuer, _from, _until, RandomNumberGenerator.GetBytes(8));
        return issued.CopyWithPrivateKey(key);
    }

    private byte[] Leaf(
        IReadOnlyList<string> names, PublicKey key, X509Certificate2 issuer, byte[] serial, X509Extension? last, TimeSpan? lifetime)
    {
        CertificateRequest request = Extended(
            new CertificateRequest(new X500DistinguishedName(""), key, HashAlgorithmName.SHA256), authority: false);
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer, true, false));
        var alternative = new SubjectAlternativeNameBuilder();
        foreach (string name in names)
        {
            alternative.AddDnsName(name);
        }

        request.CertificateExtensions.Add(alternative.Build(critical: true));
        if (last is not null)
        {
            request.CertificateExtensions.Add(last);
        }

        using X509Certificate2 issued = request.Create(issuer, _from, lifetime is { } length ? _from + length : _until, serial);
        return issued.RawData;
    }

    private static CertificateRequest Authority(string name, ECDsa key) =>
        Extended(new CertificateRequest(name, key, HashAlgorithmName.SHA256), authority: true);

    private static CertificateRequest Extended(CertificateRequest request, bool authority)
    {
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(authority, false, 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request;
    }

    private static X509Extension Poison() => new("1.3.6.1.4.1.11129.2.4.3", [0x05, 0x00], critical: true);

    private static X509Extension SctList(byte[][] scts)
    {
        var list = new TlsWriter();
        foreach (byte[] sct in scts)
        {
            list.Opaque16(sct);
        }

        var octets = new System.Formats.Asn1.AsnWriter(System.Formats.Asn1.AsnEncodingRules.DER);
        octets.WriteOctetString(new TlsWriter().Opaque16(list.Written).Written);
        return new X509Extension("1.3.6.1.4.1.11129.2.4.2", octets.Encode(), critical: false);
    }

    private static ECDsa NewKey() => ECDsa.Create(ECCurve.NamedCurves.nistP256);
}
