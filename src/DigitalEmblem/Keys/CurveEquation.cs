using System.Globalization;
using System.Numerics;

namespace DigitalEmblem;

/// <summary>
/// y² = x³ − 3x + b modulo p, for the three NIST curves (SP 800-186, 3.2.1). They have cofactor 1: every point except infinity, which
/// coordinates cannot express, has the order of the group. So a public key need only be on the curve. The inputs are public, so nothing
/// here needs constant time.
/// </summary>
internal static class CurveEquation
{
    private static readonly (BigInteger P, BigInteger B) P256 = (
        Hex("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff"),
        Hex("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b"));

    private static readonly (BigInteger P, BigInteger B) P384 = (
        Hex("fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffff"),
        Hex("b3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aef"));

    private static readonly (BigInteger P, BigInteger B) P521 = (
        (BigInteger.One << 521) - 1,
        Hex("51953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652c0bd3bb1bf073573df88"
            + "3d2c34f1ef451fd46b503f00"));

    /// <summary>Whether these are the coordinates of a point, both below the prime.</summary>
    public static bool Holds(SignatureAlgorithm algorithm, byte[] x, byte[] y)
    {
        (BigInteger p, BigInteger b) = Of(algorithm);
        BigInteger xValue = Number(x);
        BigInteger yValue = Number(y);
        return xValue < p && yValue < p && ((yValue * yValue) - RightSide(xValue, b)) % p == 0;
    }

    /// <summary>
    /// y of a compressed point (SEC 1, 2.3.4), odd or even as asked; null if x is no coordinate of a point. All three
    /// primes are 3 modulo 4, so a root is one power.
    /// </summary>
    public static byte[]? Y(SignatureAlgorithm algorithm, byte[] x, bool odd)
    {
        (BigInteger p, BigInteger b) = Of(algorithm);
        BigInteger xValue = Number(x);
        if (xValue >= p)
        {
            return null;
        }

        BigInteger square = RightSide(xValue, b) % p;
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

    private static (BigInteger P, BigInteger B) Of(SignatureAlgorithm algorithm) =>
        algorithm == SignatureAlgorithm.ES256 ? P256 : algorithm == SignatureAlgorithm.ES384 ? P384 : P521;

    private static BigInteger RightSide(BigInteger x, BigInteger b) => (((x * x) - 3) * x) + b;

    private static BigInteger Number(byte[] bigEndian) => new(bigEndian, isUnsigned: true, isBigEndian: true);

    private static BigInteger Hex(string digits) =>
        BigInteger.Parse("0" + digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
