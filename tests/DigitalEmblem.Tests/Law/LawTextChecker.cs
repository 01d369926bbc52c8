using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace DigitalEmblem.Tests.Law;

/// <summary>
/// Holds the files of spec/law to their rules (spec/law/README.md). It reads texts and opens no file, so that a test can show it
/// files with a fault.
/// </summary>
internal sealed partial class LawTextChecker
{
    private const string Texts = "texts.json";
    private const string IndicativeLine =
        "indicative use: a sign of affiliation, not itself a sign of protection; other rules may protect it";

    private const string SeeTheTreaty = "(see the treaty).";
    private const int MostWords = 25;

    /// <summary>The files that hold no statements.</summary>
    public static IReadOnlyList<string> Tables { get; } = [Texts, "treaties.json", "readings.json", "schema.json"];

    /// <summary>The kinds of statements about signs.</summary>
    public static IReadOnlyList<string> SignKinds { get; } =
    [
        "covers", "effect", "authorised", "limits", "conflict", "peacetime", "misuse", "crimes", "custom", "sign", "numbering", "regimes",
        "transport", "precautions", "not-said", "further-signals", "rules",
    ];

    /// <summary>The kinds of statements about data.</summary>
    public static IReadOnlyList<string> DataKinds { get; } = ["settled", "some", "open", "law-making"];

    /// <summary>How well a statement is known.</summary>
    public static IReadOnlyList<string> Statuses { get; } = ["compared", "disputed", "see-the-treaty", "absent"];

    private static readonly string[] Readers = ["commander", "operator", "issuer", "lawyer"];
    private static readonly string[] Regimes = ["general", "special", "enhanced"];
    private static readonly string[] Languages = ["ar", "zh", "en", "fr", "ru", "es"];

    private static readonly Dictionary<string, int?> Purposes = new()
    {
        ["all-signs"] = null,
        ["protective"] = 1,
        ["indicative"] = 2,
        ["dangerous-forces"] = 4,
        ["civil-defence"] = 8,
        ["cultural-property"] = 16,
        ["data"] = null,
    };

    private readonly List<string> _faults = [];
    private readonly LawCitations _citations;
    private readonly Dictionary<string, bool> _readings = [];
    private readonly HashSet<string> _ids = [];

    private LawTextChecker(JsonElement treaties, JsonElement readings)
    {
        _citations = new LawCitations(treaties, (id, what) => Fault("treaties.json", id, what));
        foreach (JsonElement reading in readings.GetProperty("readings").EnumerateArray())
        {
            AddReading(reading);
        }
    }

    /// <summary>The faults, one line each: file, id, what is wrong. None if the files keep the rules.</summary>
    /// <param name="files">The JSON files of the folder, by name.</param>
    public static IReadOnlyList<string> FaultsOf(IReadOnlyDictionary<string, string> files)
    {
        Dictionary<string, JsonElement> parsed = [];
        foreach ((string name, string text) in files)
        {
            try
            {
                using JsonDocument document = JsonDocument.Parse(text, new JsonDocumentOptions { AllowDuplicateProperties = false });
                parsed[name] = document.RootElement.Clone();
            }
            catch (JsonException e)
            {
                return [$"{name}: -: no strict JSON: {e.Message}"];
            }
        }

        LawTextChecker checker = new(parsed["treaties.json"], parsed["readings.json"]);
        foreach (string name in checker.Listed(parsed))
        {
            checker.CheckFile(name, parsed[name]);
        }

        return checker._faults;
    }

    private void Fault(string file, string id, string what) => _faults.Add($"{file}: {id}: {what}");

    private IEnumerable<string> Listed(Dictionary<string, JsonElement> files)
    {
        JsonElement texts = files[Texts];
        Members(texts, Texts, "-", ["lawTexts", "files"]);
        if (!Version().IsMatch(Word(texts, "lawTexts")))
        {
            Fault(Texts, "-", "lawTexts is no year and month");
        }

        string[] listed = Words(texts, "files");
        string[] there = [.. files.Keys.Except(Tables)];
        foreach (string name in listed.Except(there))
        {
            Fault(Texts, name, "is listed and not there");
        }

        foreach (string name in there.Except(listed))
        {
            Fault(Texts, name, "is there and not listed");
        }

        return listed.Intersect(there);
    }

    private void AddReading(JsonElement reading)
    {
        const string File = "readings.json";
        string key = Word(reading, "key");
        Members(reading, File, key, ["key", "what", "address", "kind", "whole"]);
        string address = Word(reading, "address");
        bool whole = Uri.TryCreate(address, UriKind.Absolute, out Uri? uri)
            && uri.Scheme is "https" or "http"
            && !address.Contains('…', StringComparison.Ordinal)
            && !address.Contains("...", StringComparison.Ordinal);
        bool said = reading.TryGetProperty("whole", out JsonElement flag) && flag.ValueKind == JsonValueKind.True;
        if (said != whole)
        {
            Fault(File, key, whole ? "the address is whole and said not to be" : "the address is cut short and said to be whole");
        }

        if (Word(reading, "kind") is not ("official" or "official-mirror" or "third-party"))
        {
            Fault(File, key, "unknown kind of reading");
        }

        if (!_readings.TryAdd(key, whole && said))
        {
            Fault(File, key, "the key is used twice");
        }
    }

    private void CheckFile(string file, JsonElement root)
    {
        string sign = Word(root, "sign");
        Members(root, file, "-", ["sign", "purpose", "language", .. Extra(sign), "statements"]);
        if (file != sign + ".json" || !Purposes.TryGetValue(sign, out int? purpose))
        {
            Fault(file, "-", $"unknown sign, or not that of the file: {sign}");
        }
        else if (Bit(root) != purpose)
        {
            Fault(file, "-", "the purpose is not the bit of the sign");
        }

        if (!Languages.Contains(Word(root, "language")))
        {
            Fault(file, "-", "unknown language");
        }

        Shown(file, "caveat", Word(root, "caveat"), needed: sign == "all-signs");
        Dictionary<string, JsonElement> statements = [];
        foreach (JsonElement statement in Items(root, "statements"))
        {
            CheckStatement(file, sign, statement);
            statements[Word(statement, "id")] = statement;
        }

        if (root.TryGetProperty("short", out JsonElement inShort))
        {
            CheckShort(file, sign, inShort, statements);
        }
    }

    private static string[] Extra(string sign) => sign switch
    {
        "all-signs" => ["caveat"],
        "data" => [],
        _ => ["short"],
    };

    private void CheckShort(string file, string sign, JsonElement inShort, Dictionary<string, JsonElement> statements)
    {
        Members(inShort, file, "short", ["line", "effect", "limits", "sources", "from"]);
        foreach (string name in (string[])["line", "effect", "limits"])
        {
            Shown(file, $"short.{name}", Word(inShort, name), needed: true);
        }

        string line = Word(inShort, "line");
        if (line.Contains('\n', StringComparison.Ordinal)
            || !line.StartsWith(sign == "indicative" ? IndicativeLine : "sign for ", StringComparison.Ordinal))
        {
            Fault(file, "short.line", "is not one line that says what the sign is for");
        }

        HashSet<string> cited = [];
        foreach (string id in Words(inShort, "from"))
        {
            if (!statements.TryGetValue(id, out JsonElement statement))
            {
                Fault(file, "short.from", $"{id} is no statement of the file");
            }
            else if (Word(statement, "status") != "compared")
            {
                Fault(file, "short.from", $"{id} is not compared");
            }
            else
            {
                cited.UnionWith(Items(statement, "sources").Select(_citations.ArticleOf));
            }
        }

        foreach (string article in _citations.ArticlesIn(Word(inShort, "sources"), what => Fault(file, "short.sources", what)))
        {
            if (!cited.Contains(article))
            {
                Fault(file, "short.sources", $"{article} is cited by no statement that it rests on");
            }
        }
    }

    private void CheckStatement(string file, string sign, JsonElement statement)
    {
        string id = Word(statement, "id");
        Members(statement, file, id, ["id", "kind", "for", "text", "sources", "status"], ["regime", "compared"]);
        if (!Id().IsMatch(id) || !_ids.Add(id))
        {
            Fault(file, id, "the id is ill-formed or used twice");
        }

        if (!(sign == "data" ? DataKinds : SignKinds).Contains(Word(statement, "kind")))
        {
            Fault(file, id, $"unknown kind: {Word(statement, "kind")}");
        }

        if (statement.TryGetProperty("regime", out _)
            && (sign != "cultural-property" || !Regimes.Contains(Word(statement, "regime"))))
        {
            Fault(file, id, "unknown regime, or a regime of something else than cultural property");
        }

        string[] readers = Words(statement, "for");
        if (readers.Length == 0 || readers.Distinct().Count() != readers.Length || readers.Except(Readers).Any())
        {
            Fault(file, id, "unknown reader, one named twice, or none");
        }

        string text = Word(statement, "text");
        Shown(file, id, text, needed: true);
        if (!text.EndsWith('.'))
        {
            Fault(file, id, "the text ends without a full stop");
        }

        JsonElement[] sources = Items(statement, "sources");
        if (sources.Length == 0)
        {
            Fault(file, id, "no source");
        }

        foreach (JsonElement source in sources)
        {
            CheckSource(file, id, source);
        }

        CheckStatus(file, id, statement, text);
    }

    private void CheckSource(string file, string id, JsonElement source)
    {
        if (source.TryGetProperty("document", out _))
        {
            Members(source, file, id, ["document", "place"]);
        }
        else
        {
            Members(source, file, id, ["treaty", "article"], ["annex", "paragraph"]);
            _citations.Check(source, what => Fault(file, id, what));
        }
    }

    private void CheckStatus(string file, string id, JsonElement statement, string text)
    {
        string status = Word(statement, "status");
        JsonElement[] entries = Items(statement, "compared");
        if (!Statuses.Contains(status))
        {
            Fault(file, id, $"unknown status: {status}");
        }

        if (status == "see-the-treaty" != text.EndsWith(SeeTheTreaty, StringComparison.Ordinal))
        {
            Fault(file, id, $"a text ends with \"{SeeTheTreaty}\" if the status is see-the-treaty, and only then");
        }

        if (status == "see-the-treaty" == entries.Length > 0)
        {
            Fault(file, id, status == "see-the-treaty" ? "see-the-treaty with words that were compared" : "nothing that was compared");
        }

        foreach (JsonElement entry in entries)
        {
            Members(entry, file, id, ["reading", "on", status == "absent" ? "searched" : "words"]);
            if (!_readings.TryGetValue(Word(entry, "reading"), out bool whole) || !whole)
            {
                Fault(file, id, $"the reading {Word(entry, "reading")} is unknown, or its address is not whole");
            }

            if (!DateOnly.TryParseExact(Word(entry, "on"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            {
                Fault(file, id, $"no day: {Word(entry, "on")}");
            }

            if (Word(entry, "words").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length > MostWords)
            {
                Fault(file, id, $"more than {MostWords} words are quoted");
            }
        }
    }

    private void Shown(string file, string id, string text, bool needed)
    {
        if (needed && string.IsNullOrWhiteSpace(text))
        {
            Fault(file, id, "no text");
        }

        if (Overclaim().IsMatch(NoStatement().Replace(text, "")))
        {
            Fault(file, id, "says that something is protected, or is not");
        }
    }

    private void Members(JsonElement element, string file, string id, string[] required, string[]? optional = null)
    {
        string[] there = [.. element.EnumerateObject().Select(m => m.Name)];
        foreach (string name in required.Where(n => !there.Contains(n) || IsEmpty(element.GetProperty(n))))
        {
            Fault(file, id, $"missing member: {name}");
        }

        foreach (string name in there.Except(required).Except(optional ?? []))
        {
            Fault(file, id, $"unknown member: {name}");
        }
    }

    private static bool IsEmpty(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => string.IsNullOrWhiteSpace(value.GetString()),
        JsonValueKind.Array => value.GetArrayLength() == 0,
        _ => false,
    };

    // What is missing or of another type reads as empty: Members has said so, and the other rules go on.
    private static string Word(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static JsonElement[] Items(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [];

    private static string[] Words(JsonElement element, string name) =>
        [.. Items(element, name).Select(i => i.ValueKind == JsonValueKind.String ? i.GetString()! : "")];

    private static int? Bit(JsonElement root) =>
        root.TryGetProperty("purpose", out JsonElement bit) && bit.ValueKind == JsonValueKind.Number ? bit.GetInt32() : null;

    [GeneratedRegex("^[0-9]{4}-(0[1-9]|1[0-2])$")]
    private static partial Regex Version();

    [GeneratedRegex("^[A-Z][0-9]{1,2}[a-z]?$")]
    private static partial Regex Id();

    [GeneratedRegex("(is|are|remains) (un|not )?protected", RegexOptions.IgnoreCase)]
    private static partial Regex Overclaim();

    // The one exception of the rule above.
    [GeneratedRegex("no statement that [^.;:]{1,80} is unprotected", RegexOptions.IgnoreCase)]
    private static partial Regex NoStatement();
}
