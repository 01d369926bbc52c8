using System.Text.Json;
using System.Text.RegularExpressions;

namespace DigitalEmblem.TestSupport.AdemJs;

/// <summary>The tokens and keys in the TXT records of one name (rules 1 to 5).</summary>
internal sealed partial class AdemJsRecords
{
    /// <summary>The tokens, not read yet.</summary>
    public List<string> Tokens { get; } = [];

    /// <summary>The keys by their identifiers; of two equal ones the last.</summary>
    public Dictionary<string, AdemJsKey> Keys { get; } = [];

    /// <summary>Reads the data of TXT records, each as one text or as a row of quoted strings.</summary>
    public static AdemJsRecords Read(IEnumerable<string> texts)
    {
        var records = new AdemJsRecords();
        var keys = new List<JsonElement>();
        foreach (string text in texts.Select(Joined))
        {
            if (Form().Match(text) is not { Success: true } match)
            {
                continue;
            }

            if (match.Groups[1].Value == "token")
            {
                records.Tokens.Add(match.Groups[2].Value);
            }
            else
            {
                keys.Add(Json(match.Groups[2].Value, rule: 3));
            }
        }

        foreach (JsonElement jwk in keys)
        {
            AdemJsKey key = AdemJsKey.Read(jwk) ?? throw new AdemJsFaultException(4);
            records.Keys[key.Identifier] = key;
        }

        return records;
    }

    private static string Joined(string text) => text.StartsWith('"')
        ? string.Concat(Json($"[{Gap().Replace(text, "\",\"")}]", rule: 2).EnumerateArray().Select(s => s.ToString()))
        : text;

    private static JsonElement Json(string text, int rule)
    {
        try
        {
            return JsonDocument.Parse(text).RootElement;
        }
        catch (JsonException)
        {
            throw new AdemJsFaultException(rule);
        }
    }

    [GeneratedRegex(@"\A(?:adem-)(token|key)(?:-[^\r\n]+)?=([^\r\n]+)\z")]
    private static partial Regex Form();

    [GeneratedRegex("\"\\s+\"")]
    private static partial Regex Gap();
}
