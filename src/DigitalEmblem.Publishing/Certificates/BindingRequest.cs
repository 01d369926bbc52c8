using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DigitalEmblem.Publishing;

/// <summary>
/// A certificate request (PKCS #10, RFC 2986) for a binding certificate. It is signed by a new key on P-256, which public
/// issuers accept; that key has no other use.
/// </summary>
public sealed class BindingRequest
{
    private readonly string _privateKeyPem;

    private BindingRequest(string requestPem, string privateKeyPem)
    {
        RequestPem = requestPem;
        _privateKeyPem = privateKeyPem;
    }

    /// <summary>The request, in PEM.</summary>
    public string RequestPem { get; }

    /// <summary>
    /// A request for names (<see cref="BindingNames"/>), and a new key for it. The subject is left empty: names
    /// stand as alternative names only.
    /// </summary>
    /// <param name="names">The DNS names; at least one.</param>
    /// <exception cref="ArgumentException">
    /// There is no name, or one is longer than names may be: an organization's name with a key identifier before it can be that long.
    /// </exception>
    public static BindingRequest Create(IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        if (names.Count == 0)
        {
            throw new ArgumentException("A certificate needs a name.", nameof(names));
        }

        if (names.FirstOrDefault(n => !DomainName.TryParse(n, out _)) is { } wrong)
        {
            throw new ArgumentException(
                $"'{Printable.Text(wrong)}' is no name that a certificate can have: a name has {DomainName.MaxLength} characters at most, "
                    + "so the organization needs a shorter one.");
        }

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(new X500DistinguishedName(""), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(AlternativeNames(names));
        return new BindingRequest(request.CreateSigningRequestPem(), key.ExportPkcs8PrivateKeyPem());
    }

    // .NET's builder is not used: it converts names from Unicode, and throws for A-labels that it would not have made itself.
    private static X509Extension AlternativeNames(IReadOnlyList<string> names)
    {
        var dnsName = new Asn1Tag(TagClass.ContextSpecific, 2);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (string name in names)
            {
                writer.WriteCharacterString(UniversalTagNumber.IA5String, name, dnsName);
            }
        }

        return new X509Extension(new Oid("2.5.29.17"), writer.Encode(), critical: false);
    }

    /// <summary>
    /// Writes the certificate's private key in the clear, as issuers' programs want it, to a file that only its owner can read.
    /// </summary>
    /// <param name="path">A file that does not exist yet.</param>
    /// <exception cref="IOException">The file exists, or cannot be written.</exception>
    public void WriteCertificateKey(string path) => PrivateKeyFile.WriteOwnerOnly(path, _privateKeyPem);
}
