namespace DigitalEmblem;

/// <summary>A public key as octets: a point of a curve, compressed or not (SEC 1, 2.3.3), or the 32 bytes of Ed25519 (RFC 8032).</summary>
internal static class PublicPoint
{
    private const byte Even = 2, Odd = 3, Uncompressed = 4;

    public static VerificationKey Read(SignatureAlgorithm algorithm, byte[] octets)
    {
        int width = algorithm.CoordinateLength;
        return octets switch
        {
            _ when !algorithm.IsEcdsa => octets.Length == width
                ? VerificationKey.Create(algorithm, octets, [])
                : throw new TokenFormatException($"{width} bytes are asked, and this key has {octets.Length}"),
            [Uncompressed, ..] when octets.Length == 1 + (2 * width) =>
                VerificationKey.Create(algorithm, octets[1..(1 + width)], octets[(1 + width)..]),
            [Even or Odd, ..] when octets.Length == 1 + width => VerificationKey.Create(
                algorithm,
                octets[1..],
                CurveEquation.Y(algorithm, octets[1..], octets[0] == Odd)
                    ?? throw new TokenFormatException("no point of the curve has this coordinate")),
            _ => throw new TokenFormatException($"neither a whole nor a compressed point of the curve of {algorithm}"),
        };
    }
}
