using System.Formats.Cbor;
using System.Text;

namespace DigitalEmblem;

/// <summary>Finds out which form an input has, by parsing, and reads its items one by one.</summary>
internal static class InputReader
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads the items of an input; the caller stops when a limit is reached.</summary>
    public static IEnumerable<InputItem> Read(ReadOnlyMemory<byte> input, string source, TokenLimits limits) =>
        AsText(input.Span) is { } text && !IsCborOfOurs(input)
            ? TextInput.Read(text, source, limits)
            : ReadCbor(input, source, 1, limits);

    /// <summary>One CBOR item: a bundle, a token or a key.</summary>
    public static IEnumerable<InputItem> ReadCbor(ReadOnlyMemory<byte> data, string where, int firstNumber, TokenLimits limits)
    {
        if (FirstState(data) != CborReaderState.StartArray)
        {
            return [ReadItem(data, new InputItem(firstNumber, where), limits)];
        }

        try
        {
            return [.. TokenBundle.Split(data, limits).Select((item, i) => ReadItem(item, new InputItem(firstNumber + i, $"{where}, item {i + 1}"), limits))];
        }
        catch (TokenFormatException e)
        {
            return [new InputItem(firstNumber, where) { Fault = e.Within("bundle"), Profile = TokenProfile.Cwt }];
        }
    }

    /// <summary>A token or a key. A map is a key; everything else is or should be a token.</summary>
    public static InputItem ReadItem(ReadOnlyMemory<byte> data, InputItem item, TokenLimits limits) =>
        data.Length > limits.MaxItemBytes
            ? item with { Fault = new TokenFormatException($"an item of {data.Length} bytes, where {limits.MaxItemBytes} are the limit", fault: FormatFault.LimitExceeded) }
            : FirstState(data) == CborReaderState.StartMap
                ? item.WithKey(() => VerificationKey.FromCoseKey(data))
                : item.WithToken(TokenProfile.Cwt, () => Cwt.Read(data, limits));

    private static bool IsCborOfOurs(ReadOnlyMemory<byte> data)
    {
        try
        {
            return CborCursor.ReadOne(data, cursor =>
            {
                CborReaderState first = cursor.Peek();
                cursor.Skip();
                return first is CborReaderState.StartArray or CborReaderState.StartMap or CborReaderState.Tag;
            });
        }
        catch (TokenFormatException)
        {
            return false;
        }
    }

    private static CborReaderState? FirstState(ReadOnlyMemory<byte> data)
    {
        try
        {
            return new CborReader(data, CborConformanceMode.Lax).PeekState();
        }
        catch (CborContentException)
        {
            return null;
        }
    }

    /// <summary>The text of the input, or null if it is not UTF-8 or holds control characters that no text has.</summary>
    private static string? AsText(ReadOnlySpan<byte> input)
    {
        try
        {
            string text = StrictUtf8.GetString(input);
            return text.Any(c => char.IsControl(c) && c is not ('\r' or '\n' or '\t' or '\f')) ? null : text.TrimStart('\ufeff');
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
