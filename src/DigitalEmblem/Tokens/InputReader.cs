using System.Formats.Cbor;
using System.Text;
using System.Text.Unicode;

namespace DigitalEmblem;

/// <summary>Finds out which form an input has, by parsing, and reads its items one by one.</summary>
internal static class InputReader
{
    private const int ArrayMajor = 4, MapMajor = 5;

    /// <summary>Reads the items of an input; the caller stops when a limit is reached.</summary>
    public static IEnumerable<InputItem> Read(ReadOnlyMemory<byte> input, string source, TokenLimits limits, VerificationCache cache) =>
        AsText(input.Span) is { } text && !IsCborOfOurs(input)
            ? TextInput.Read(text, source, limits, cache)
            : ReadCbor(input, source, 1, limits, cache);

    /// <summary>One CBOR item: a bundle, a token or a key.</summary>
    public static InputItem[] ReadCbor(ReadOnlyMemory<byte> data, string where, int firstNumber, TokenLimits limits, VerificationCache cache)
    {
        if (!StartsWith(data.Span, ArrayMajor))
        {
            return [ReadItem(data, new InputItem(firstNumber, where), limits, cache)];
        }

        try
        {
            ReadOnlyMemory<byte>[] parts = TokenBundle.Split(data, limits);
            var items = new InputItem[parts.Length];
            for (int i = 0; i < parts.Length; i++)
            {
                items[i] = ReadItem(parts[i], new InputItem(firstNumber + i, where, ", item", i + 1), limits, cache);
            }

            return items;
        }
        catch (TokenFormatException e)
        {
            return [new InputItem(firstNumber, where) { Fault = e.Within("bundle"), Profile = TokenProfile.Cwt }];
        }
    }

    /// <summary>A token or a key, put into its item. A map is a key; everything else is or should be a token.</summary>
    public static InputItem ReadItem(ReadOnlyMemory<byte> data, InputItem item, TokenLimits limits, VerificationCache cache)
    {
        try
        {
            if (data.Length > limits.MaxItemBytes)
            {
                item.Fault = new TokenFormatException($"an item of {data.Length} bytes, where {limits.MaxItemBytes} are the limit", fault: FormatFault.LimitExceeded);
            }
            else if (StartsWith(data.Span, MapMajor))
            {
                item.IsKeyItem = true;
                item.Key = cache.Key(ItemForm.CoseKey, data, VerificationKey.FromCoseKey);
            }
            else
            {
                item.Profile = TokenProfile.Cwt;
                item.Token = cache.Token(ItemForm.Cwt, data, limits, CwtReader.Read);
            }
        }
        catch (TokenFormatException e)
        {
            item.Fault = e;
        }

        return item;
    }

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

    private static bool StartsWith(ReadOnlySpan<byte> data, int major) => data.Length > 0 && data[0] >> 5 == major && (data[0] & 0x1f) is not (28 or 29 or 30);

    /// <summary>The text of the input, or null if it is not UTF-8 or holds control characters that no text has.</summary>
    private static string? AsText(ReadOnlySpan<byte> input)
    {
        if (!Utf8.IsValid(input))
        {
            return null;
        }

        string text = Encoding.UTF8.GetString(input);
        return text.Any(c => char.IsControl(c) && c is not ('\r' or '\n' or '\t' or '\f')) ? null : text.TrimStart('\ufeff');
    }
}
