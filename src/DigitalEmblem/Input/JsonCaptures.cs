using System.Text;
using System.Text.Json;

namespace DigitalEmblem;

/// <summary>
/// Texts that are JSON: of DNS services, of <c>kdig</c>, of PowerShell. JSON of another kind is named as such, for it says nothing of
/// emblems.
/// </summary>
internal static class JsonCaptures
{
    /// <summary>The most answers in one text. A DNS answer of one name needs a few; each costs memory before it is judged.</summary>
    public const int MaxAnswers = 1024;

    private const int MaxMembersNamed = 3, MaxNameLength = 40;

    /// <inheritdoc cref="CaptureForms.Reader"/>
    public static bool TryRead(string text, out IReadOnlyList<Capture> captures)
    {
        captures = [];
        if (!BeginsLikeJson(text))
        {
            return false;
        }

        // Tools print warnings between their answers as comments; no line inside JSON can begin so.
        byte[] utf8 = Encoding.UTF8.GetBytes(WithoutComments(text, out Capture? toolFailed));
        List<(int Start, int Length)> values = JsonValues.Find(utf8, MaxAnswers, out TokenFormatException? fault);
        if (values.Count == 0 ? utf8.AsSpan().IndexOf("\"kty\""u8) >= 0 : values.Exists(v => IsKey(utf8.AsMemory(v.Start, v.Length))))
        {
            // Leave the text to the reader of lines, which reads keys and answers one by one.
            return false;
        }

        var read = new List<Capture>();
        foreach ((int start, int length) in values)
        {
            ReadValue(utf8.AsMemory(start, length), JsonValues.LineOf(utf8, start), read);
        }

        if (fault is not null)
        {
            int end = values.Count == 0 ? 0 : values[^1].Start + values[^1].Length;
            read.Add(new Capture { Tool = "JSON", Line = JsonValues.LineOf(utf8, end), Fault = fault });
        }

        captures = toolFailed is null ? read : [.. read, toolFailed];
        return true;
    }

    /// <summary>Whether a text is JSON by how it begins, after comments of a tool; labels of names may begin with brackets, too.</summary>
    public static bool BeginsLikeJson(ReadOnlySpan<char> text)
    {
        foreach (ReadOnlySpan<char> line in text.EnumerateLines())
        {
            ReadOnlySpan<char> trimmed = line.Trim();
            if (!trimmed.IsEmpty && trimmed[0] != ';')
            {
                return trimmed is ['{' or '[']
                    || (trimmed[0] == '{' && trimmed[1..].TrimStart() is ['"' or '}', ..])
                    || (trimmed[0] == '[' && trimmed[1..].TrimStart() is ['{' or '[' or '"' or ']', ..]);
            }
        }

        return false;
    }

    private static string WithoutComments(string text, out Capture? toolFailed)
    {
        toolFailed = null;
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            ReadOnlySpan<char> line = lines[i].AsSpan().Trim();
            if (line.StartsWith(";"))
            {
                if (AnswerLines.IsFailure(line))
                {
                    toolFailed = new Capture { Tool = "the output of kdig", Line = i + 1, Status = line.TrimStart("; ").ToString() };
                }

                lines[i] = "";
            }
        }

        return string.Join('\n', lines);
    }

    private static bool IsKey(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            return StrictJson.Read(utf8, value =>
                value.ValueKind == JsonValueKind.Object && (JsonMembers.Has(value, "kty") || JsonMembers.Has(value, "keys")));
        }
        catch (TokenFormatException)
        {
            return false;
        }
    }

    private static void ReadValue(ReadOnlyMemory<byte> utf8, int line, List<Capture> read)
    {
        try
        {
            StrictJson.Read(utf8, value =>
            {
                JsonElement[] values = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];
                if (values.Length > 0 && Array.TrueForAll(values, PowerShellJson.IsForm))
                {
                    read.AddRange(PowerShellJson.Read(values, line));
                    return true;
                }

                foreach (JsonElement answer in values.Length == 0 ? [value] : values)
                {
                    if (read.Count >= MaxAnswers)
                    {
                        read.Add(new Capture { Tool = "JSON", Line = line, Fault = CaptureFaults.TooMany(MaxAnswers) });
                        break;
                    }

                    read.Add(ReadAnswer(answer, line));
                }

                return true;
            });
        }
        catch (TokenFormatException e)
        {
            read.Add(new Capture { Tool = "JSON", Line = line, Fault = e });
        }
    }

    private static Capture ReadAnswer(JsonElement value, int line)
    {
        try
        {
            return value.ValueKind != JsonValueKind.Object ? NotRead(value, line)
                : DohJson.IsForm(value) ? DohJson.Read(value, line)
                : MessageJson.IsForm(value) ? MessageJson.Read(value, line)
                : NotRead(value, line);
        }
        catch (TokenFormatException e)
        {
            return new Capture { Tool = "JSON of a DNS answer", Line = line, Fault = e };
        }
    }

    private static Capture NotRead(JsonElement value, int line)
    {
        string[] members = value.ValueKind != JsonValueKind.Object ? []
            : [.. value.EnumerateObject().Take(MaxMembersNamed).Select(m => Shortened(m.Name))];
        string seen = members.Length == 0 ? "no object" : $"an object with the members {Printable.Text(string.Join(", ", members))}";
        return new Capture
        {
            Tool = "JSON",
            Line = line,
            Fault = new TokenFormatException(
                $"{seen}, which is neither a key nor a DNS answer in a form that is read here. Ask with dig or kdig, or a DoH service that "
                + "answers application/dns-json"),
        };
    }

    private static string Shortened(string name) => name.Length <= MaxNameLength ? name : name[..MaxNameLength] + "…";
}
