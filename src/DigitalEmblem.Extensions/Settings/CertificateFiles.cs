using System.Security.Cryptography.X509Certificates;

namespace DigitalEmblem.Extensions;

/// <summary>Files of root certificates.</summary>
internal static class CertificateFiles
{
    public const string What = "file of root certificates";

    /// <summary>The roots in a file: certificates in PEM, or one in DER.</summary>
    public static X509Certificate2Collection Roots(string path, byte[] bytes) =>
        [.. Pem.Decode(CheckedRoots(path, bytes), "CERTIFICATE").Select(c => X509CertificateLoader.LoadCertificate(c.Span))];

    /// <summary>The bytes of a file, in which a store of roots can be read.</summary>
    public static byte[] CheckedRoots(string path, byte[] bytes)
    {
        _ = RootStore.Read(bytes);
        return bytes;
    }
}
