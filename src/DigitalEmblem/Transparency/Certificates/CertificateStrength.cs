using System.Formats.Asn1;
using System.Numerics;

namespace DigitalEmblem;

/// <summary>
/// Whether the keys and signatures of a path to a root can still be relied on (decisions.md, 36). Every path is checked here, because
/// platforms differ in what they accept.
/// </summary>
internal static class CertificateStrength
{
    private const string RsaOid = "1.2.840.113549.1.1.1", RsaPssOid = "1.2.840.113549.1.1.10";
    private const int MinRsaBits = 2048;

    /// <summary>
    /// What is too weak on a path from a certificate to a root; null if nothing is. The root's own signature is not checked, because the
    /// root is trusted for itself.
    /// </summary>
    public static string? Weakness(IReadOnlyList<TbsCertificate> path)
    {
        for (int i = 0; i < path.Count; i++)
        {
            string which = i == 0 ? "the certificate" : i == path.Count - 1 ? "the root" : "a certificate above it";
            if (RsaBits(path[i].SubjectPublicKeyInfo) is { } bits and < MinRsaBits)
            {
                return $"{which} has an RSA key of {bits} bits, and {MinRsaBits} are the least that proves anything";
            }

            if (i < path.Count - 1 && path[i].Signature is { IsStrong: false } signature)
            {
                return $"{which} is signed with {signature.Algorithm}, which proves nothing today";
            }
        }

        return null;
    }

    private static long? RsaBits(ReadOnlyMemory<byte> subjectPublicKeyInfo)
    {
        AsnReader key = new AsnReader(subjectPublicKeyInfo, AsnEncodingRules.DER).ReadSequence();
        if (key.ReadSequence().ReadObjectIdentifier() is not (RsaOid or RsaPssOid))
        {
            return null;
        }

        BigInteger modulus = new AsnReader(key.ReadBitString(out _), AsnEncodingRules.DER).ReadSequence().ReadInteger();
        return modulus.GetBitLength();
    }
}
