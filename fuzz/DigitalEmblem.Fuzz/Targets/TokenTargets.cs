using System.Formats.Cbor;
using System.Security.Cryptography.Cose;
using DigitalEmblem.Fuzz.Running;
using DigitalEmblem.TestSupport;

namespace DigitalEmblem.Fuzz.Targets;

/// <summary>Tokens, one by one: the decoders, and claims that are well signed.</summary>
internal static class TokenTargets
{
    private static readonly IReadOnlyList<byte[]> CborWords =
    [
        [0xd2, 0x84], [0xd8, 0x3d], [0xa0], [0xbf], [0x9f], [0xff], [0x5f], [0x7f], [0xf9, 0x7e, 0x00],
        [0xfb, 0x7f, 0xf0, 0, 0, 0, 0, 0, 0],
        [0x63, (byte)'p', (byte)'r', (byte)'p'], [0x63, (byte)'v', (byte)'e', (byte)'r'], [0x63, (byte)'l', (byte)'o', (byte)'g'],
        [0x63, (byte)'k', (byte)'e', (byte)'y'], [0x63, (byte)'e', (byte)'n', (byte)'d'], [0x66, .. "assets"u8],
        [0x3b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
    ];

    private static readonly IReadOnlyList<byte[]> JsonWords = Text.Words(
        "\"alg\":\"none\"", "\"crit\":[\"b64\"]", "\"ver\":\"v1\"", "\"prp\":", "\"assets\":[", "\"log\":[", "{\"", "null", "1e999",
        "\\ud800", ".", "ey");

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("cwt", ReadCwt) { Words = CborWords },
        new("jws", ReadJws) { Words = JsonWords },
        new("cbor", ReadCbor) { Words = CborWords },
        new("claims", ReadClaims) { Words = CborWords },
        new("bundle", ReadBundle) { Words = CborWords },
    ];

    private static void ReadCwt(ReadOnlyMemory<byte> input)
    {
        if (Invariant.Read(() => Cwt.Read(input)) is not { } token)
        {
            Invariant.Holds(!Cwt.TryRead(input, out _), "TryRead reads what Read refuses");
            return;
        }

        Notes(token);

        // A message that we read must also be a COSE_Sign1 for the platform's own decoder.
        ReadOnlySpan<byte> message = input.Span is [0xd8, 0x3d, ..] ? input.Span[2..] : input.Span;
        CoseSign1Message second;
        try
        {
            second = CoseMessage.DecodeSign1(message);
        }
        catch (OverflowException)
        {
            // The platform's decoder supports labels of 32 bits only, and throws this for larger ones. CBOR allows 64 bits.
            return;
        }

        Invariant.Holds(
            second.Content is { } content && content.Span.SequenceEqual(CoseSign1.Read(input).Payload!.Value.Span),
            "the platform sees another payload");
    }

    private static void ReadJws(ReadOnlyMemory<byte> input)
    {
        string text = Text.Of(input);
        if (Invariant.Read(() => Jws.Read(text)) is { } token)
        {
            Notes(token);
            Invariant.Holds(text.Count(c => c == '.') == 2, "a JWS that has not three parts");
        }
    }

    private static void ReadCbor(ReadOnlyMemory<byte> input)
    {
        if (Invariant.Read(() => CborCursor.ReadOne<object>(input, cursor =>
        {
            cursor.Skip();
            return cursor;
        })) is null)
        {
            return;
        }

        var second = new CborReader(input, CborConformanceMode.Lax);
        second.SkipValue();
        Invariant.Equal(0, second.BytesRemaining, "bytes that the platform's reader leaves over");
    }

    /// <summary>
    /// Signs the input as the payload of a token. If the verifier sees a valid emblem in it, the naive reader must see one too.
    /// </summary>
    private static void ReadClaims(ReadOnlyMemory<byte> input)
    {
        SoftwareSigningKey key = TestKeys.Of(SignatureAlgorithm.Ed25519);
        byte[] header = CwtWriter.ProtectedHeader(key.PublicKey);
        byte[] token = CoseSign1.Write(header, input.Span, key.Sign(CoseSign1.SigStructure(header, [], input.Span)));
        byte[] bundle = BundleOf(token, key.PublicKey.ToCoseKey());
        Verifier.VerifiedTokens verified = new Verifier.EmblemVerifier()
            .Verify(UnverifiedTokens.Read(bundle), HeldEvidence.None, TestTokens.Now);
        foreach (Verifier.VerifiedSet set in verified.Sets.Where(s => s.Emblem is not null))
        {
            Invariant.Holds(
                NaiveClaims.MayBeAnEmblem(input, TestTokens.Now),
                $"an emblem of level {set.Level}, where a naive reader sees none that is valid now");
        }
    }

    private static void ReadBundle(ReadOnlyMemory<byte> input)
    {
        if (Invariant.Read(() => TokenBundle.Split(input, TokenLimits.Default)) is not { } parts)
        {
            return;
        }

        UnverifiedTokens read = UnverifiedTokens.Read(input);
        Invariant.Holds(
            read.ExceededLimit is not null || read.Items.Count == parts.Length,
            "the items of a bundle are not those that it was split into");
    }

    private static byte[] BundleOf(params byte[][] items)
    {
        var writer = new CborWriter();
        writer.WriteStartArray(items.Length);
        foreach (byte[] item in items)
        {
            writer.WriteByteString(item);
        }

        writer.WriteEndArray();
        return writer.Encode();
    }

    private static void Notes(UnverifiedToken token)
    {
        foreach (Finding note in token.Notes)
        {
            Invariant.Harmless(note.Message, "a note");
        }
    }
}
