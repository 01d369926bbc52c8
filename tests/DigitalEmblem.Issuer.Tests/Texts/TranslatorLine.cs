using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Tests.Texts;

/// <summary>A line of a translator's file (JSON): what is asked for, and what comes back.</summary>
internal sealed record TranslatorLine
{
    private static readonly JsonSerializerOptions Form = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The English.</summary>
    public required string Code { get; init; }

    /// <summary>Where it stands.</summary>
    public string? Context { get; init; }

    /// <summary>The translation.</summary>
    public string? Text { get; init; }

    /// <summary>The translations of a sentence that counts, by form; empty texts where they are asked for.</summary>
    public Dictionary<string, string>? Forms { get; init; }

    /// <summary>What a language lacks.</summary>
    public static IEnumerable<string> Missing(
        IEnumerable<CatalogueEntry> catalogue, CultureInfo culture, IReadOnlyDictionary<string, string> there) => catalogue
        .Where(e => Translation.KeysOf(e, culture).Any(k => !there.ContainsKey(k)))
        .Select(e => JsonSerializer.Serialize(
            new TranslatorLine
            {
                Code = e.Code,
                Context = e.Context,
                Forms = e.IsCounting ? PluralRules.FormsOf(culture).ToDictionary(f => f.ToString(), _ => "") : null,
            },
            Form));

    /// <summary>
    /// Puts the lines of a translator among the translations of a language. Those of sentences that are gone are taken out.
    /// </summary>
    /// <exception cref="FormatException">A line is of no sentence, or does not fit it; all of these are named.</exception>
    public static Dictionary<string, string> Merge(
        IReadOnlyList<CatalogueEntry> catalogue, CultureInfo culture, IReadOnlyDictionary<string, string> there, IEnumerable<string> lines)
    {
        Dictionary<string, CatalogueEntry> entries = catalogue.ToDictionary(e => e.Code, StringComparer.Ordinal);
        HashSet<string> keys = [.. catalogue.SelectMany(e => Translation.KeysOf(e, culture))];
        var merged = there.Where(t => keys.Contains(t.Key)).ToDictionary(StringComparer.Ordinal);
        var faults = new List<string>();
        foreach (string json in lines.Where(l => l.Trim().Length > 0))
        {
            TranslatorLine line = JsonSerializer.Deserialize<TranslatorLine>(json, Form)!;
            if (!entries.TryGetValue(line.Code, out CatalogueEntry? entry))
            {
                faults.Add($"unknown: {line.Code}");
                continue;
            }

            foreach ((string key, string text) in line.Texts())
            {
                if (!keys.Contains(key))
                {
                    faults.Add($"no form of this language: {key}");
                }
                else if (Translation.FaultOf(entry, key, text) is { } fault)
                {
                    faults.Add($"{fault}: {key}");
                }
                else
                {
                    merged[key] = text;
                }
            }
        }

        return faults.Count == 0 ? merged : throw new FormatException(string.Join('\n', faults));
    }

    private IEnumerable<(string Key, string Text)> Texts() => Forms is null
        ? [(Code, Text ?? "")]
        : Forms.Select(f => ($"{Code}{Translations.Form}{f.Key}", f.Value));
}
