using System.Buffers;
using System.Formats.Cbor;

namespace DigitalEmblem;

/// <summary>Finds out which form an input has, by parsing, and reads its items one by one.</summary>
internal static class InputReader
{
    private const int ArrayMajor = 4, MapMajor = 5;

    // Includes the Ctrl-Z at the end of old text files.
    private static readonly SearchValues<byte> WhiteSpace =
        SearchValues.Create([(byte)' ', (byte)'\t', (byte)'\r', (byte)'\n', (byte)'\f', 0x1a]);

    /// <summary>Adds what an input holds.</summary>
    public static void Read(ReadOnlyMemory<byte> input, InputContent content)
    {
        if (input.Span.IndexOfAnyExcept(WhiteSpace) < 0)
        {
            return;
        }

        if (IsCborOfOurs(input))
        {
            ReadCbor(input, content.Source, content);
        }
        else if (InputText.Decode(input.Span) is { } text)
        {
            TextInput.Read(text, content);
        }
        else if (RecordItems.ClaimsToBeCwt(input.Span))
        {
            content.Add(ReadItem(input, content.First(), content.Limits, content.Cache));
        }
        else
        {
            content.AddUnread(content.Source, $"{NameOf(input, content.Limits)}. Bring what dig prints as a text, or a bundle");
        }
    }

    /// <summary>One CBOR item: a bundle, a token or a key.</summary>
    public static void ReadCbor(ReadOnlyMemory<byte> data, string where, InputContent content)
    {
        InputItem first = content.At(where);
        if (!StartsWith(data.Span, ArrayMajor))
        {
            content.Add(Recognized(ReadItem(data, first, content.Limits, content.Cache), data));
            return;
        }

        try
        {
            ReadOnlyMemory<byte>[] parts = TokenBundle.Split(data, content.Limits);
            for (int i = 0; i < parts.Length && !content.IsFull; i++)
            {
                var item = new InputItem(first.Number + i, where, ", item", i + 1);
                content.Add(Recognized(ReadItem(parts[i], item, content.Limits, content.Cache), parts[i]));
            }

            if (parts.Length == 0)
            {
                content.Empty(where);
            }
        }
        catch (TokenFormatException e)
        {
            content.Add(first with { Fault = e.Within("bundle"), Unrecognized = e.Fault != FormatFault.LimitExceeded });
        }
    }

    /// <summary>A token or a key, put into its item. A map is a key; everything else is or should be a token.</summary>
    public static InputItem ReadItem(ReadOnlyMemory<byte> data, InputItem item, TokenLimits limits, VerificationCache cache) =>
        ReadItem(data, item, limits, cache, ItemForm.Cwt, CwtReader.Read);

    /// <summary>An item of a sign of data (data-emblem, token): an emblem of data, an endorsement or a key.</summary>
    public static InputItem ReadItemOfData(ReadOnlyMemory<byte> data, InputItem item, TokenLimits limits, VerificationCache cache) =>
        ReadItem(data, item, limits, cache, ItemForm.CwtOfData, CwtReader.ReadOfData);

    private static InputItem ReadItem(
        ReadOnlyMemory<byte> data,
        InputItem item,
        TokenLimits limits,
        VerificationCache cache,
        ItemForm form,
        Func<ReadOnlyMemory<byte>, TokenLimits, UnverifiedToken> read)
    {
        try
        {
            if (data.Length > limits.MaxItemBytes)
            {
                item.Fault = new TokenFormatException(
                    $"an item of {data.Length} bytes, where {limits.MaxItemBytes} are the limit", fault: FormatFault.LimitExceeded);
            }
            else if (StartsWith(data.Span, MapMajor))
            {
                item.IsKeyItem = true;
                item.Key = cache.Key(ItemForm.CoseKey, data, VerificationKey.FromCoseKey);
            }
            else
            {
                item.Profile = TokenProfile.Cwt;
                item.Token = cache.Token(form, data, limits, read);
            }
        }
        catch (TokenFormatException e)
        {
            item.Fault = e;
        }

        return item;
    }

    /// <summary>Whether all bytes are one CBOR item of a kind that tokens, keys and bundles are.</summary>
    public static bool IsCborOfOurs(ReadOnlyMemory<byte> data)
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

    /// <summary>What cannot be read counts as a token only if it claims to be one (decisions.md, 11).</summary>
    private static InputItem Recognized(InputItem item, ReadOnlyMemory<byte> data) =>
        item.Fault is { Fault: not FormatFault.LimitExceeded } && !RecordItems.ClaimsToBeCwt(data.Span)
            ? item with { Unrecognized = true }
            : item;

    /// <summary>Names what the bytes seem to be. A bundle that was cut does not parse as a bundle, but still begins as one.</summary>
    private static string NameOf(ReadOnlyMemory<byte> input, TokenLimits limits)
    {
        if (ForeignForm.KnownStart(input.Span) is { } known)
        {
            return known;
        }

        try
        {
            TokenBundle.Split(input, limits);
        }
        catch (TokenFormatException e) when (StartsWith(input.Span, ArrayMajor) && e.Offset > 1)
        {
            return $"a bundle that was cut or altered ({e.Message})";
        }
        catch (TokenFormatException)
        {
            // The bytes are no bundle, so their form is named below.
        }

        return ForeignForm.NameOf(input.Span);
    }

    private static bool StartsWith(ReadOnlySpan<byte> data, int major) =>
        data.Length > 0 && data[0] >> 5 == major && (data[0] & 0x1f) is not (28 or 29 or 30);
}
