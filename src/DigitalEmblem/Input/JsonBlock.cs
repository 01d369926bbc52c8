using System.Text;
using System.Text.Json;

namespace DigitalEmblem;

/// <summary>
/// Reads JSON in a text, on one line or several: keys (JWK), sets of keys (RFC 7517, 5), and answers in the JSON of tools and services.
/// </summary>
internal sealed class JsonBlock(TextLines lines, InputContent content)
{
    /// <summary>Reads the JSON that begins on a line.</summary>
    public void Read(TextLine line)
    {
        if (Take(line) is not { } json)
        {
            content.AddUnread(content.WhereOf(line.Number), "JSON that is never closed: it was cut");
        }
        else if (!TryReadKeys(json, line) && !TryReadCaptures(json, line))
        {
            content.AddUnread(content.WhereOf(line.Number), "JSON that is neither a key nor an answer of DNS");
        }
    }

    /// <summary>The text up to the bracket that closes the first one; null, and back after the first line, if there is none.</summary>
    private string? Take(TextLine first)
    {
        (int, int) place = lines.Place;
        var json = new StringBuilder();
        int depth = 0;
        TextLine line = first;
        do
        {
            ReadOnlySpan<char> text = lines[line];
            int end = EndIn(text, ref depth);
            if (end == text.Length || (end >= 0 && text[end..].IsWhiteSpace()))
            {
                return json.Append(text[..end]).ToString();
            }

            if (end >= 0 || depth > TokenLimits.MaxNesting)
            {
                break;
            }

            json.Append(text).Append('\n');
        }
        while (lines.TryRead(out line));

        lines.Place = place;
        return null;
    }

    /// <summary>Where the outermost bracket is closed; negative if it is not in this text.</summary>
    private static int EndIn(ReadOnlySpan<char> text, ref int depth)
    {
        bool quoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\\' when quoted:
                    i++;
                    break;
                case '"':
                    quoted = !quoted;
                    break;
                case '{' or '[' when !quoted:
                    depth++;
                    break;
                case '}' or ']' when !quoted && --depth == 0:
                    return i + 1;
            }
        }

        return -1;
    }

    private bool TryReadKeys(string json, TextLine line)
    {
        try
        {
            string[]? keys = StrictJson.Read(Encoding.UTF8.GetBytes(json), KeysIn);
            foreach (string key in keys ?? [])
            {
                content.AddKey(content.At(line.Number).WithKey(ItemForm.Jwk, key, content.Limits, content.Cache, VerificationKey.FromJwk));
            }

            return keys is { Length: > 0 };
        }
        catch (TokenFormatException)
        {
            // The text is not JSON, or a member is repeated in it, as in a key that was altered.
            return false;
        }
    }

    private static string[]? KeysIn(JsonElement root) => root switch
    {
        { ValueKind: JsonValueKind.Object } when root.TryGetProperty("kty", out _) => [root.GetRawText()],
        { ValueKind: JsonValueKind.Object } when root.TryGetProperty("keys", out JsonElement keys) && IsArrayOfObjects(keys) =>
            [.. keys.EnumerateArray().Select(k => k.GetRawText())],
        _ => null,
    };

    private static bool IsArrayOfObjects(JsonElement keys) =>
        keys.ValueKind == JsonValueKind.Array && keys.EnumerateArray().All(k => k.ValueKind == JsonValueKind.Object);

    private bool TryReadCaptures(string json, TextLine line)
    {
        foreach (CaptureForms.Reader reader in CaptureForms.All)
        {
            if (reader(json, out IReadOnlyList<Capture> captures))
            {
                foreach (Capture capture in captures)
                {
                    CaptureReader.Read(capture with { Line = capture.Line + line.Number - 1 }, content);
                }

                return true;
            }
        }

        return false;
    }
}
