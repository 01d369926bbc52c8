using System.Text;
using System.Text.Json;

namespace DigitalEmblem;

/// <summary>
/// A text of one or more JSON values, one after another: a line each, or as tools print them when they are asked several questions.
/// It only finds where each value ends. <see cref="StrictJson"/> cannot do that, because it reads one value that fills its bytes; it then
/// reads each value found here.
/// </summary>
internal static class JsonValues
{
    private static readonly JsonReaderOptions Options = new()
    {
        AllowMultipleValues = true,
        AllowTrailingCommas = false,
        CommentHandling = JsonCommentHandling.Disallow,
        MaxDepth = TokenLimits.MaxNesting,
    };

    /// <summary>Finds where each value begins and ends.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="most">The most values that are looked for.</param>
    /// <param name="fault">Why what follows the last value is no further one; null if nothing follows.</param>
    /// <returns>Where each value begins, and how many bytes it has.</returns>
    public static List<(int Start, int Length)> Find(ReadOnlySpan<byte> utf8, int most, out TokenFormatException? fault)
    {
        var values = new List<(int, int)>();
        fault = null;

        // isFinalBlock is false, so that JSON that ends too early can be told from JSON that is wrong.
        var reader = new Utf8JsonReader(utf8, isFinalBlock: false, new JsonReaderState(Options));
        try
        {
            while (reader.Read())
            {
                int start = (int)reader.TokenStartIndex;
                if (values.Count == most)
                {
                    fault = CaptureFaults.TooMany(most);
                    return values;
                }

                if (!reader.TrySkip())
                {
                    break;
                }

                values.Add((start, (int)reader.BytesConsumed - start));
            }
        }
        catch (JsonException)
        {
            fault = new("text that begins like JSON, and is not valid JSON or is nested too deep", offset: reader.BytesConsumed);
            return values;
        }

        int end = values.Count == 0 ? 0 : values[^1].Item1 + values[^1].Item2;
        if (utf8[end..].ContainsAnyExcept(" \t\r\n"u8))
        {
            fault = new TokenFormatException("JSON that ends too early: it was cut");
        }

        return values;
    }

    /// <summary>The line, from 1, on which a byte stands.</summary>
    public static int LineOf(ReadOnlySpan<byte> utf8, int offset) => 1 + utf8[..offset].Count((byte)'\n');
}
