using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DigitalEmblem.Texts;

/// <summary>
/// Sentences as they are stored: JSON of the code with its arguments, so that a page can say them in the language of its reader. A
/// text that is not of this form is shown as it stands.
/// </summary>
internal static class StoredSentence
{
    /// <summary>Sentences in sentences, at most: no real one comes near.</summary>
    public const int Deepest = 40;

    private const string Begin = "{\"say\":";

    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = (2 * Deepest) + 4 };

    /// <summary>Writes a sentence.</summary>
    public static string Write(Sentence sentence)
    {
        ArgumentNullException.ThrowIfNull(sentence);
        if (sentence is { Code: "{0}", Arguments: [string text] } && !text.StartsWith(Begin, StringComparison.Ordinal))
        {
            return text;
        }

        using var stream = new MemoryStream();
        bool isShallow;
        using (var json = new Utf8JsonWriter(stream, Writing))
        {
            isShallow = Write(json, sentence, 1);
        }

        return isShallow ? Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length) : sentence.ToString();
    }

    /// <summary>A sentence that takes so much room at most: itself, or one that says its English text, cut.</summary>
    /// <param name="sentence">The sentence.</param>
    /// <param name="longest">The most characters that are stored.</param>
    public static Sentence Bounded(Sentence sentence, int longest)
    {
        if (Write(sentence).Length <= longest)
        {
            return sentence;
        }

        string text = sentence.ToString();
        return Sentence.Of($"{(text.Length <= longest ? text : text[..longest])}");
    }

    /// <summary>Reads what was written. Never fails: a text that is of no known form is a sentence that says just this text.</summary>
    public static Sentence Read(string stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        if (stored.StartsWith(Begin, StringComparison.Ordinal))
        {
            try
            {
                using var json = JsonDocument.Parse(stored, Reading);
                if (Said(json.RootElement) is { } sentence)
                {
                    // A code whose holes do not fit its arguments would fail when a page is made.
                    _ = sentence.ToString();
                    return sentence;
                }
            }
            catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or KeyNotFoundException)
            {
            }
        }

        return Sentence.Of($"{stored}");
    }

    private static bool Write(Utf8JsonWriter json, Sentence sentence, int depth)
    {
        bool isShallow = depth <= Deepest;
        json.WriteStartObject();
        json.WriteString("say", sentence.Code);
        if (sentence.Count is { } count && sentence.ForOne is { } one)
        {
            json.WriteNumber("count", count);
            json.WriteString("one", one.Code);
        }

        json.WriteStartArray("with");
        foreach (object? argument in isShallow ? sentence.Arguments : [])
        {
            isShallow &= Write(json, argument, depth);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        return isShallow;
    }

    private static bool Write(Utf8JsonWriter json, object? argument, int depth)
    {
        switch (argument)
        {
            case null:
                json.WriteNullValue();
                return true;
            case Sentence inner:
                return Write(json, inner, depth + 1);
            case string text:
                json.WriteStringValue(text);
                return true;
            case sbyte or byte or short or ushort or int or uint or long:
                json.WriteNumberValue(Convert.ToInt64(argument, CultureInfo.InvariantCulture));
                return true;
            case float or double or decimal:
                Write(json, "real", Convert.ToDouble(argument, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture));
                return true;
            case DateTimeOffset at:
                Write(json, "at", at.ToString("O", CultureInfo.InvariantCulture));
                return true;
            case TimeSpan span:
                Write(json, "span", span.ToString("c", CultureInfo.InvariantCulture));
                return true;
            case Enum value:
                return Write(json, Word.Of(value), depth);
            case Word word:
                json.WriteStartObject();
                json.WriteString("word", word.Names);
                json.WriteString("of", word.Type);
                json.WriteEndObject();
                return true;
            default:
                Write(json, "name", Convert.ToString(argument, CultureInfo.InvariantCulture) ?? "");
                return true;
        }
    }

    private static void Write(Utf8JsonWriter json, string kind, string text)
    {
        json.WriteStartObject();
        json.WriteString(kind, text);
        json.WriteEndObject();
    }

    private static Sentence? Said(JsonElement json)
    {
        if (!json.TryGetProperty("say", out JsonElement say) || say.GetString() is not { } code
            || !json.TryGetProperty("with", out JsonElement with))
        {
            return null;
        }

        var sentence = Sentence.OfFormat(code, with.EnumerateArray().Select(Argument).ToArray());
        return json.TryGetProperty("count", out JsonElement count) && json.TryGetProperty("one", out JsonElement one)
            ? Sentence.Counting(count.GetInt64(), Sentence.OfFormat(one.GetString() ?? "", []), sentence)
            : sentence;
    }

    private static object? Argument(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number => json.GetInt64(),
        JsonValueKind.Object when json.TryGetProperty("say", out _) =>
            Said(json) ?? throw new JsonException("A sentence in a sentence has no arguments."),
        JsonValueKind.Object => Typed(json),
        _ => throw new JsonException($"{json.ValueKind} is no argument of a sentence."),
    };

    private static object Typed(JsonElement json)
    {
        JsonProperty first = json.EnumerateObject().First();
        string text = first.Value.GetString() ?? "";
        return first.Name switch
        {
            "at" => DateTimeOffset.ParseExact(text, "O", CultureInfo.InvariantCulture),
            "span" => TimeSpan.ParseExact(text, "c", CultureInfo.InvariantCulture),
            "real" => double.Parse(text, CultureInfo.InvariantCulture),
            "word" => new Word(json.GetProperty("of").GetString() ?? "", text),
            "name" => new Verbatim(text),
            _ => throw new JsonException($"'{first.Name}' is no kind of argument."),
        };
    }
}
