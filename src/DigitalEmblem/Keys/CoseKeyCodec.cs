using System.Formats.Cbor;

namespace DigitalEmblem;

/// <summary>COSE_Key, both ways (RFC 9052, 7 and RFC 9053, 7), and the COSE Key Thumbprint (RFC 9679).</summary>
internal static class CoseKeyCodec
{
    private const int KtyLabel = 1, AlgLabel = 3, KeyOpsLabel = 4;
    private const int CrvLabel = -1, XLabel = -2, YLabel = -3, DLabel = -4;
    private const int Okp = 1, Ec2 = 2;
    private const int VerifyOperation = 2;

    /// <summary>
    /// The most bytes that <see cref="WriteThumbprintInput"/> writes: two coordinates of P-521, and eleven bytes around them.
    /// </summary>
    internal const int MaxThumbprintInput = 8 + 66 + 3 + 66;

    public static VerificationKey Read(ReadOnlyMemory<byte> data)
    {
        var cursor = new CborCursor(data, "key");
        long? kty = null, alg = null, crv = null;
        ReadOnlyMemory<byte>? x = null, y = null;
        bool? yIsOdd = null;
        bool mayVerify = true;
        var seen = default(CborKeys);
        int count = cursor.StartMap();
        for (int i = 0; i < count; i++)
        {
            switch (cursor.At("key").Key(ref seen).Number)
            {
                case KtyLabel:
                    kty = cursor.At("key.kty").Integer();
                    break;
                case AlgLabel:
                    alg = cursor.At("key.alg").Integer();
                    break;
                case KeyOpsLabel:
                    mayVerify = ReadOperations(cursor.At("key.key_ops"));
                    break;
                case CrvLabel:
                    crv = cursor.At("key.crv").Integer();
                    break;
                case XLabel:
                    x = cursor.At("key.x").Bytes();
                    break;
                case YLabel when cursor.At("key.y").Peek() == CborReaderState.Boolean:
                    yIsOdd = cursor.Boolean();
                    break;
                case YLabel:
                    y = cursor.Bytes();
                    break;
                case DLabel:
                    throw cursor.At("key.d").Fault("a private key: never publish it, and never pass it on as a public one");
                default:
                    // kid (2) is skipped too: an asserted identifier is never believed.
                    cursor.Skip();
                    break;
            }
        }

        cursor.At(null).End();
        SignatureAlgorithm algorithm = crv is { } curve && SignatureAlgorithm.FromCoseCurve(curve) is { } ofCurve
            ? ofCurve
            : throw Unsupported("crv", "no curve of a supported algorithm (P-256, P-384, P-521, Ed25519)");
        if (kty != (algorithm.IsEcdsa ? Ec2 : Okp))
        {
            throw Unsupported("kty", "not the key type of its curve");
        }

        if (alg is { } stated && SignatureAlgorithm.FromCose(stated) != algorithm)
        {
            throw Unsupported("alg", "not the algorithm of its curve");
        }

        if (!mayVerify)
        {
            throw Unsupported("key_ops", "the key is not meant for verifying signatures");
        }

        byte[] xBytes = Coordinate(x, "x", algorithm);
        if (!algorithm.IsEcdsa)
        {
            return VerificationKey.Create(algorithm, xBytes, []);
        }

        byte[] yBytes = yIsOdd is { } odd
            ? CurveEquation.Y(algorithm, xBytes, odd)
                ?? throw new TokenFormatException("no point of the curve has this coordinate", "key.x")
            : Coordinate(y, "y", algorithm);
        return VerificationKey.Create(algorithm, xBytes, yBytes);
    }

    private static bool ReadOperations(CborCursor cursor)
    {
        bool verify = false;
        int count = cursor.StartArray();
        for (int i = 0; i < count; i++)
        {
            if (cursor.IsInteger)
            {
                verify |= cursor.Integer() == VerifyOperation;
            }
            else
            {
                cursor.Text();
            }
        }

        return verify;
    }

    private static byte[] Coordinate(ReadOnlyMemory<byte>? value, string name, SignatureAlgorithm algorithm) =>
        value is not { } bytes ? throw new TokenFormatException("required, and missing", $"key.{name}")
        : bytes.Length != algorithm.CoordinateLength
            ? throw new TokenFormatException($"{algorithm.CoordinateLength} bytes are asked, and this has {bytes.Length}", $"key.{name}")
        : bytes.ToArray();

    private static TokenFormatException Unsupported(string name, string message) =>
        new(message, $"key.{name}", fault: FormatFault.Unsupported);

    public static byte[] Write(VerificationKey key)
    {
        // The labels must stand in the bytewise order of their encodings (RFC 8949, 4.2.1): 01, 03, 20, 21, 22.
        var writer = new CborWriter(CborConformanceMode.Strict);
        bool ecdsa = key.Algorithm.IsEcdsa;
        writer.WriteStartMap(ecdsa ? 5 : 4);
        writer.WriteInt32(KtyLabel);
        writer.WriteInt32(ecdsa ? Ec2 : Okp);
        writer.WriteInt32(AlgLabel);
        writer.WriteInt32(key.Algorithm.CoseAlgorithm);
        writer.WriteInt32(CrvLabel);
        writer.WriteInt32(key.Algorithm.CoseCurve);
        writer.WriteInt32(XLabel);
        writer.WriteByteString(key.X);
        if (ecdsa)
        {
            writer.WriteInt32(YLabel);
            writer.WriteByteString(key.Y);
        }

        writer.WriteEndMap();
        return writer.Encode();
    }

    /// <summary>
    /// The COSE Key Thumbprint: SHA-256 over the deterministic map of the required members (RFC 9679, 3 and 4). Written byte by byte, since
    /// it is computed for every key that is read.
    /// </summary>
    public static KeyIdentifier Thumbprint(SignatureAlgorithm algorithm, ReadOnlySpan<byte> x, ReadOnlySpan<byte> y)
    {
        Span<byte> map = stackalloc byte[MaxThumbprintInput];
        return KeyIdentifier.OfThumbprintInput(map[..WriteThumbprintInput(map, algorithm, x, y)]);
    }

    /// <summary>Writes what the thumbprint is the hash of, and returns its length, <see cref="MaxThumbprintInput"/> at most.</summary>
    internal static int WriteThumbprintInput(Span<byte> map, SignatureAlgorithm algorithm, ReadOnlySpan<byte> x, ReadOnlySpan<byte> y)
    {
        // The map is a4 01 02 20 crv 21 58 length x 22 58 length y; without y it is a3 01 01 20 crv 21 58 length x. Coordinates have 32 to
        // 66 bytes.
        bool ecdsa = algorithm.IsEcdsa;
        ReadOnlySpan<byte> head =
            [(byte)(ecdsa ? 0xa4 : 0xa3), 0x01, (byte)(ecdsa ? Ec2 : Okp), 0x20, (byte)algorithm.CoseCurve, 0x21, 0x58, (byte)x.Length];
        head.CopyTo(map);
        x.CopyTo(map[head.Length..]);
        int length = head.Length + x.Length;
        if (ecdsa)
        {
            ReadOnlySpan<byte> second = [0x22, 0x58, (byte)y.Length];
            second.CopyTo(map[length..]);
            y.CopyTo(map[(length + second.Length)..]);
            length += second.Length + y.Length;
        }

        return length;
    }
}
