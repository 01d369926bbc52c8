using System.Formats.Cbor;

namespace DigitalEmblem;

/// <summary>
/// Tokens and keys of the CWT profile in one file or one HTTP response: a CBOR array of byte strings, each a token or a
/// COSE_Key (spec/cwt-profile.md).
/// </summary>
public static class TokenBundle
{
    /// <summary>The media type of a bundle.</summary>
    public const string MediaType = "application/cbor";

    /// <summary>Joins tokens and keys, in the order given.</summary>
    /// <param name="items">Encoded tokens (<see cref="Cwt.Sign"/>) and keys (<see cref="VerificationKey.ToCoseKey"/>).</param>
    /// <returns>The bundle in deterministic CBOR.</returns>
    /// <exception cref="TokenFormatException">An item is neither.</exception>
    public static byte[] Write(IEnumerable<ReadOnlyMemory<byte>> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        ReadOnlyMemory<byte>[] all = [.. items];
        for (int i = 0; i < all.Length; i++)
        {
            if (InputReader.ReadItem(
                all[i], new InputItem(i + 1, $"item {i + 1}"), TokenLimits.Default, VerificationCache.None).Fault is { } fault)
            {
                throw fault.Within($"[{i}]");
            }
        }

        return WriteUnchecked(all);
    }

    /// <summary>Joins items that the caller read or made, also those of a sign of data.</summary>
    internal static byte[] WriteUnchecked(IReadOnlyList<ReadOnlyMemory<byte>> items)
    {
        var writer = new CborWriter(CborConformanceMode.Strict);
        writer.WriteStartArray(items.Count);
        foreach (ReadOnlyMemory<byte> item in items)
        {
            writer.WriteByteString(item.Span);
        }

        writer.WriteEndArray();
        return writer.Encode();
    }

    /// <summary>The items of a bundle, undecoded.</summary>
    internal static ReadOnlyMemory<byte>[] Split(ReadOnlyMemory<byte> bundle, TokenLimits limits)
    {
        var cursor = new CborCursor(bundle);
        int count = cursor.StartArray();
        if (count > limits.MaxTokens + limits.MaxKeys)
        {
            throw cursor.Fault($"{count} items, where {limits.MaxTokens + limits.MaxKeys} are the limit", FormatFault.LimitExceeded);
        }

        var items = new ReadOnlyMemory<byte>[count];
        for (int i = 0; i < count; i++)
        {
            items[i] = cursor.Peek() == CborReaderState.ByteString ? cursor.Bytes() : throw cursor.At($"[{i}]").Fault("not a byte string");
        }

        cursor.End();
        return items;
    }
}
