using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DigitalEmblem;

/// <summary>
/// Imports public keys of the NIST curves. On Linux the plain import has OpenSSL multiply the point by the order of the group. On the
/// larger curves this costs more than a signature check, and proves no more than <see cref="CurveEquation"/> does. When OpenSSL reads the
/// key of a certificate, it checks only that the point is on the curve; so keys of P-384 and P-521 are read from an unsigned certificate
/// made around them. For P-256 the multiplication costs less than the certificate. bench/results has the figures.
/// </summary>
internal static class EcdsaImport
{
    private const string EcPublicKeyOid = "1.2.840.10045.2.1";
    private const string EcdsaWithSha256Oid = "1.2.840.10045.4.3.2";
    private const int EmptySignatureLength = 3;

    private static readonly Lazy<byte[]> P384 = new(() => Template(SignatureAlgorithm.ES384));
    private static readonly Lazy<byte[]> P521 = new(() => Template(SignatureAlgorithm.ES512));

    // These bytes follow the TBSCertificate: the algorithm ecdsa-with-SHA256 and a signature of no bits.
    private static ReadOnlySpan<byte> Ending => [0x30, 0x0a, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02, 0x03, 0x01, 0x00];

    /// <summary>
    /// Whether what <see cref="Import"/> returns takes signatures in DER as they are, without converting them forth and back.
    /// </summary>
    public static bool TakesDer { get; } = OperatingSystem.IsLinux();

    /// <summary>The key with these coordinates, each of the curve's width.</summary>
    /// <exception cref="CryptographicException">They are no point of the curve.</exception>
    public static ECDsa Import(SignatureAlgorithm algorithm, byte[] x, byte[] y)
    {
        var parameters = new ECParameters { Curve = algorithm.Curve, Q = new ECPoint { X = x, Y = y } };
        if (!OperatingSystem.IsLinux())
        {
            return ECDsa.Create(parameters);
        }

        if (algorithm == SignatureAlgorithm.ES256)
        {
            // Do not use ECDsa.Create: the object that it returns copies each signature twice.
            var key = new ECDsaOpenSsl();
            key.ImportParameters(parameters);
            return key;
        }

        return InCertificate((algorithm == SignatureAlgorithm.ES384 ? P384 : P521).Value, x, y);
    }

    private static ECDsa InCertificate(byte[] template, byte[] x, byte[] y)
    {
        var der = (byte[])template.Clone();
        Span<byte> coordinates = der.AsSpan(der.Length - Ending.Length - x.Length - y.Length);
        x.CopyTo(coordinates);
        y.CopyTo(coordinates[x.Length..]);
        using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(der);
        return certificate.GetECDsaPublicKey() ?? throw new CryptographicException("The key cannot be used.");
    }

    /// <summary>A certificate with coordinates of zero, which stand right before its ending.</summary>
    private static byte[] Template(SignatureAlgorithm algorithm)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteInteger(1);
                WriteSignatureAlgorithm(writer);
                WriteEmptyName(writer);
                using (writer.PushSequence())
                {
                    writer.WriteUtcTime(DateTimeOffset.UnixEpoch);
                    writer.WriteUtcTime(DateTimeOffset.UnixEpoch);
                }

                WriteEmptyName(writer);
                using (writer.PushSequence())
                {
                    using (writer.PushSequence())
                    {
                        writer.WriteObjectIdentifier(EcPublicKeyOid);
                        writer.WriteObjectIdentifier(algorithm.CurveOid!);
                    }

                    // The byte 04 marks an uncompressed point (SEC 1, 2.3.3).
                    writer.WriteBitString([0x04, .. new byte[2 * algorithm.CoordinateLength]]);
                }
            }

            writer.WriteEncodedValue(Ending[..^EmptySignatureLength]);
            writer.WriteEncodedValue(Ending[^EmptySignatureLength..]);
        }

        return writer.Encode();
    }

    private static void WriteSignatureAlgorithm(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(EcdsaWithSha256Oid);
        }
    }

    private static void WriteEmptyName(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
        }
    }
}
