using System.Globalization;
using System.Numerics;

namespace DigitalEmblem;

/// <summary>The y coordinate of a compressed point (SEC 1, 2.3.4). All three NIST primes are 3 modulo 4, so a root is one power. Public values only: nothing here needs constant time.</summary>
internal static class PointDecompression
{
    private static readonly (BigInteger P, BigInteger B) P256 = Curve(
        "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff",
        "5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b");

    private static readonly (BigInteger P, BigInteger B) P384 = Curve(
        "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffff",
        "b3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aef");

    private static readonly (BigInteger P, BigInteger B) P521 = (
        (BigInteger.One << 521) - 1,
        Hex("51953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00"));

    /// <summary>y for x, odd or even as asked; null if x is no coordinate of a point.</summary>
    public static byte[]? Y(SignatureAlgorithm algorithm, byte[] x, bool odd)
    {
        (BigInteger p, BigInteger b) = algorithm == SignatureAlgorithm.ES256 ? P256 : algorithm == SignatureAlgorithm.ES384 ? P384 : P521;
        var xValue = new BigInteger(x, isUnsigned: true, isBigEndian: true);
        if (xValue >= p)
        {
            return null;
        }

        BigInteger square = (BigInteger.ModPow(xValue, 3, p) - (3 * xValue) + b) % p;
        square = square.Sign < 0 ? square + p : square;
        BigInteger y = BigInteger.ModPow(square, (p + 1) / 4, p);
        if (y * y % p != square)
        {
            return null;
        }

        y = y.IsEven == odd ? p - y : y;
        byte[] bytes = y.ToByteArray(isUnsigned: true, isBigEndian: true);
        return bytes.Length > algorithm.CoordinateLength
            ? null
            : [.. new byte[algorithm.CoordinateLength - bytes.Length], .. bytes];
    }

    private static (BigInteger P, BigInteger B) Curve(string p, string b) => (Hex(p), Hex(b));

    private static BigInteger Hex(string digits) => BigInteger.Parse("0" + digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
