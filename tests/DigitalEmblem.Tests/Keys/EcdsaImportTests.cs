using System.Security.Cryptography;
using DigitalEmblem.TestSupport;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace DigitalEmblem.Tests.Keys;

/// <summary>
/// Whether a point is a key is said by the equation of its curve, before the platform has seen it. If one fails, a point that is no key of
/// the curve becomes one, and signatures under it mean nothing, or a good key is refused.
/// </summary>
public class EcdsaImportTests
{
    private static readonly Dictionary<SignatureAlgorithm, string> Primes = new()
    {
        [SignatureAlgorithm.ES256] = "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff",
        [SignatureAlgorithm.ES384] = "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffff",
        [SignatureAlgorithm.ES512] = "01" + new string('f', 130),
    };

    public static TheoryData<string> Algorithms => new(Primes.Keys.Select(a => a.Name));

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void FromCoseKey_GoodKey_IsTheKeyThatThePlatformImports(string name)
    {
        SoftwareSigningKey key = TestKeys.Of(SignatureAlgorithm.Parse(name));
        VerificationKey read = VerificationKey.FromCoseKey(key.PublicKey.ToCoseKey());
        using var platform = ECDsa.Create();
        platform.ImportSubjectPublicKeyInfo(read.ToSubjectPublicKeyInfo(), out _);
        ECParameters parameters = platform.ExportParameters(false);
        Assert.Equal(read.X, parameters.Q.X);
        Assert.Equal(read.Y, parameters.Q.Y);
        byte[] data = [1, 2, 3];
        Assert.True(read.Verify(data, key.Sign(data)));
        Assert.Equal(platform.VerifyData(data, key.Sign(data), read.Algorithm.Hash), read.Verify(data, key.Sign(data)));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Create_PointOffTheCurve_IsRefused(string name)
    {
        var algorithm = SignatureAlgorithm.Parse(name);
        VerificationKey good = TestKeys.Of(algorithm).PublicKey;
        for (int bit = 0; bit < 8; bit++)
        {
            foreach (bool first in (bool[])[true, false])
            {
                (byte[] x, byte[] y) = ((byte[])good.X.Clone(), (byte[])good.Y.Clone());
                (first ? x : y)[^1] ^= (byte)(1 << bit);
                Assert.Throws<TokenFormatException>(() => VerificationKey.Create(algorithm, x, y));
            }
        }

        var zero = new byte[algorithm.CoordinateLength];
        Assert.Throws<TokenFormatException>(() => VerificationKey.Create(algorithm, zero, zero));
        Assert.Throws<TokenFormatException>(() => VerificationKey.Create(algorithm, good.Y, good.X));
        var other = TestKeys.Of(algorithm, 1).PublicKey;
        Assert.Throws<TokenFormatException>(() => VerificationKey.Create(algorithm, good.X, other.Y));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Create_CoordinateNotBelowThePrime_IsRefused(string name)
    {
        // The prime itself, and the prime added to a coordinate where it still fits the width: the same residue,
        // another encoding, and so another identifier.
        var algorithm = SignatureAlgorithm.Parse(name);
        VerificationKey good = TestKeys.Of(algorithm).PublicKey;
        byte[] prime = Convert.FromHexString(Primes[algorithm]);
        Assert.Throws<TokenFormatException>(() => VerificationKey.Create(algorithm, prime, good.Y));
        Assert.Throws<TokenFormatException>(() => VerificationKey.Create(algorithm, good.X, prime));
        var full = new byte[algorithm.CoordinateLength];
        full.AsSpan().Fill(0xff);
        Assert.Throws<TokenFormatException>(() => VerificationKey.Create(algorithm, full, good.Y));
        Assert.Throws<TokenFormatException>(() => VerificationKey.Create(algorithm, good.X, full));
    }

    /// <summary>(x, 0) is on no NIST curve, and (0, sqrt(b)) is on each: a point with a zero coordinate is as good as any.</summary>
    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Create_PointWithXZero_IsTheKeyThatThePlatformImports(string name)
    {
        var algorithm = SignatureAlgorithm.Parse(name);
        var x = new byte[algorithm.CoordinateLength];
        if (CurveEquation.Y(algorithm, x, odd: false) is { } y)
        {
            using var platform = ECDsa.Create(new ECParameters { Curve = algorithm.Curve, Q = new ECPoint { X = x, Y = y } });
            Assert.Equal(platform.ExportSubjectPublicKeyInfo(), VerificationKey.Create(algorithm, x, y).ToSubjectPublicKeyInfo());
        }
    }

    /// <summary>
    /// Points and near misses, whatever x they are at: the equation, the platform, and the import used for signatures say the same.
    /// </summary>
    [Property(MaxTest = 200)]
    public Property Holds_AnyCoordinates_IsWhatThePlatformSays()
    {
        Gen<byte[]> any = Gen.ArrayOf(Gen.Choose(0, 255).Select(i => (byte)i), 66);
        return Prop.ForAll((
            from name in Gen.Elements(Primes.Keys.ToArray())
            from x in any
            from y in any
            from odd in Gen.Elements(true, false)
            from flip in Gen.Choose(0, 2)
            select (name, x, y, odd, flip)).ToArbitrary(), one =>
            {
                SignatureAlgorithm algorithm = one.name;
                byte[] x = one.x[^algorithm.CoordinateLength..];
                x[0] &= (byte)(algorithm == SignatureAlgorithm.ES512 ? 1 : 0xff);
                byte[] y = CurveEquation.Y(algorithm, x, one.odd) ?? one.y[^algorithm.CoordinateLength..];
                (one.flip == 1 ? x : y)[^1] ^= (byte)(one.flip == 0 ? 0 : 2);
                bool platform = Accepts(() => ECDsa.Create(new ECParameters { Curve = algorithm.Curve, Q = new ECPoint { X = x, Y = y } }));
                Assert.Equal(platform, CurveEquation.Holds(algorithm, x, y));
                Assert.Equal(platform, Accepts(() => EcdsaImport.Import(algorithm, x, y)));
            });
    }

    /// <summary>Keys are imported with their first signature: when several threads bring it at once, each gets the right answer.</summary>
    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Verify_FirstSignatureOnSeveralThreads_IsRightOnEach(string name)
    {
        SoftwareSigningKey key = TestKeys.Of(SignatureAlgorithm.Parse(name));
        byte[] data = [1, 2, 3];
        byte[] signature = key.Sign(data);
        for (int round = 0; round < 20; round++)
        {
            VerificationKey read = VerificationKey.FromCoseKey(key.PublicKey.ToCoseKey());
            Parallel.For(0, 8, i => Assert.Equal(i % 2 == 0, read.Verify(i % 2 == 0 ? data : [3, 2, 1], signature)));
        }
    }

    [Property(MaxTest = 500)]
    public Property WriteDer_AnySignature_IsWhatThePlatformWrites()
    {
        Gen<byte[]> half =
            from width in Gen.Constant(66)
            from zeros in Gen.Choose(0, 66)
            from bytes in Gen.ArrayOf(Gen.Choose(0, 255).Select(i => (byte)i), width)
            select (byte[])[.. new byte[zeros], .. bytes[zeros..]];
        return Prop.ForAll(
            (from width in Gen.Elements(32, 48, 66) from r in half from s in half select (byte[])[.. r[^width..], .. s[^width..]])
                .ToArbitrary(),
            signature =>
            {
                var writer = new System.Formats.Asn1.AsnWriter(System.Formats.Asn1.AsnEncodingRules.DER);
                using (writer.PushSequence())
                {
                    writer.WriteIntegerUnsigned(Trimmed(signature.AsSpan(0, signature.Length / 2)));
                    writer.WriteIntegerUnsigned(Trimmed(signature.AsSpan(signature.Length / 2)));
                }

                var der = new byte[EcdsaSignatureForm.MaxLength];
                int length = EcdsaSignatureForm.WriteDer(der, signature);
                Assert.Equal(writer.Encode(), der[..length]);
            });
    }

    private static bool Accepts(Func<ECDsa> import)
    {
        try
        {
            import().Dispose();
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static ReadOnlySpan<byte> Trimmed(ReadOnlySpan<byte> number) =>
        number.IndexOfAnyExcept((byte)0) is var at and >= 0 ? number[at..] : number[^1..];
}
