using DigitalEmblem.Issuer.Custody;
using FsCheck.Xunit;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Custody;

/// <summary>Public keys as tokens write them. If one fails, keys of some vendor's tokens cannot be used, or are taken for others.</summary>
public sealed class Pkcs11AlgorithmTests
{
    [Fact]
    public void PublicKey_PointWrappedOrNot_IsTheSameKey()
    {
        foreach (SignatureAlgorithm algorithm in SignatureAlgorithm.All)
        {
            for (int i = 0; i < 8; i++)
            {
                VerificationKey key = TestKeys.Of(algorithm, i).PublicKey;
                byte[] spki = key.ToSubjectPublicKeyInfo();
                byte[] point = spki[^(algorithm == SignatureAlgorithm.Ed25519 ? 32 : 1 + algorithm.SignatureLength)..];
                byte[] wrapped = [0x04, .. point.Length < 128 ? [(byte)point.Length] : (byte[])[0x81, (byte)point.Length], .. point];
                byte[] curve = Pkcs11Algorithm.Of(algorithm).Curve;

                Assert.Equal(key, Pkcs11Algorithm.PublicKey(curve, point));
                Assert.Equal(key, Pkcs11Algorithm.PublicKey(curve, wrapped));
                Assert.Null(Pkcs11Algorithm.PublicKey(curve, wrapped[..^1]));
                Assert.Null(Pkcs11Algorithm.PublicKey([0x06, 0x05, 0x2b, 0x81, 0x04, 0x00, 0x0a], point));
            }
        }
    }

    /// <summary>Issuer review, row 36: PKCS#11 3.0 names a curve by its object identifier or by its name.</summary>
    [Theory]
    [InlineData("Ed25519", "130c656477617264733235353139")]
    [InlineData("ES256", "1309736563703235367231")]
    public void PublicKey_CurveByName_IsTheSameKey(string algorithm, string curve)
    {
        VerificationKey key = TestKeys.Of(SignatureAlgorithm.Parse(algorithm)).PublicKey;
        byte[] named = Convert.FromHexString(curve), spki = key.ToSubjectPublicKeyInfo();
        byte[] point = spki[^(algorithm == "Ed25519" ? 32 : 65)..];

        Assert.Equal(key, Pkcs11Algorithm.PublicKey(named, point));
        Assert.Null(Pkcs11Algorithm.PublicKey([.. named, 0], point));
        Assert.Null(Pkcs11Algorithm.PublicKey([.. named[..^1], (byte)'8'], point));
        Assert.Null(Pkcs11Algorithm.PublicKey(named[..^1], point));
    }

    [Property]
    public void PublicKey_AnyBytes_IsAKeyOrNone(byte[] point)
    {
        foreach (SignatureAlgorithm algorithm in SignatureAlgorithm.All)
        {
            VerificationKey? read = Pkcs11Algorithm.PublicKey(Pkcs11Algorithm.Of(algorithm).Curve, point);
            Assert.True(read is null || read.Algorithm == algorithm);
        }
    }
}
