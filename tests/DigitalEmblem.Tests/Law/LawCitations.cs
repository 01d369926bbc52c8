using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace DigitalEmblem.Tests.Law;

/// <summary>The treaties that may be cited and the articles that they have, from spec/law/treaties.json.</summary>
internal sealed partial class LawCitations
{
    private readonly Dictionary<(string Treaty, string Annex), Text> _texts = [];

    /// <param name="treaties">The table.</param>
    /// <param name="fault">Takes a treaty and what is wrong with its row.</param>
    public LawCitations(JsonElement treaties, Action<string, string> fault)
    {
        foreach (JsonElement treaty in treaties.GetProperty("treaties").EnumerateArray())
        {
            string name = treaty.GetProperty("short").GetString()!;
            Add(name, "", new(name, treaty.GetProperty("articles").GetInt32(), treaty.GetProperty("preamble").GetBoolean()), fault);
            foreach (JsonElement annex in treaty.GetProperty("annexes").EnumerateArray())
            {
                string cite = $"{name} {annex.GetProperty("cite").GetString()}";
                Add(name, annex.GetProperty("annex").GetString()!, new(cite, annex.GetProperty("articles").GetInt32(), false), fault);
            }
        }
    }

    /// <summary>The article of a source as people write it, without its paragraph: "AP I Annex I 17". Empty for a document.</summary>
    /// <param name="source">One of a statement's sources.</param>
    public string ArticleOf(JsonElement source) =>
        _texts.TryGetValue((Member(source, "treaty"), Member(source, "annex")), out Text? text)
            ? $"{text.Cite} {Member(source, "article")}"
            : "";

    /// <summary>Whether the treaty, its annex and the article exist.</summary>
    /// <param name="source">A source that names a treaty.</param>
    /// <param name="fault">Takes what is wrong.</param>
    public void Check(JsonElement source, Action<string> fault)
    {
        if (!_texts.TryGetValue((Member(source, "treaty"), Member(source, "annex")), out Text? text))
        {
            fault($"unknown treaty or annex: {Member(source, "treaty")} {Member(source, "annex")}");
        }
        else if (!text.Has(Member(source, "article")))
        {
            fault($"{text.Cite} has no article {Member(source, "article")}");
        }

        if (source.TryGetProperty("paragraph", out _) && !Paragraph().IsMatch(Member(source, "paragraph")))
        {
            fault($"no paragraph: {Member(source, "paragraph")}");
        }
    }

    /// <summary>Reads the compact form, "GC I 19, 21; AP I Annex I 17": each article as <see cref="ArticleOf"/> writes it.</summary>
    /// <param name="compact">The text.</param>
    /// <param name="fault">Takes what is wrong.</param>
    public IEnumerable<string> ArticlesIn(string compact, Action<string> fault)
    {
        foreach (string part in compact.Split("; "))
        {
            Text? text = _texts.Values.Where(t => part.StartsWith(t.Cite + " ", StringComparison.Ordinal)).MaxBy(t => t.Cite.Length);
            if (text is null)
            {
                fault($"unknown treaty or annex: {part}");
                continue;
            }

            foreach (string article in part[(text.Cite.Length + 1)..].Split(", "))
            {
                if (text.Has(article))
                {
                    yield return $"{text.Cite} {article}";
                }
                else
                {
                    fault($"{text.Cite} has no article {article}");
                }
            }
        }
    }

    private static string Member(JsonElement source, string name) =>
        source.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private void Add(string treaty, string annex, Text text, Action<string, string> fault)
    {
        if (!_texts.TryAdd((treaty, annex), text))
        {
            fault(text.Cite, "is there twice");
        }
    }

    [GeneratedRegex(@"^[0-9A-Za-z]+(\([0-9A-Za-z]+\))*$")]
    private static partial Regex Paragraph();

    private sealed record Text(string Cite, int Articles, bool Preamble)
    {
        public bool Has(string article) => article == "preamble"
            ? Preamble
            : int.TryParse(article, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1 && number <= Articles;
    }
}
