using System.Text.Json;
using System.Text.Json.Nodes;
using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Tests.Law;

/// <summary>
/// The files that every sentence about law comes from. If one fails, a soldier or a judge reads a limit that no treaty has, or an
/// article that does not exist, and nobody can see where it was taken from.
/// </summary>
public class LawTextFilesTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "spec", "law");

    /// <summary>One fault each, made in a real file: where it is, how it is made, and what the refusal says.</summary>
    private static readonly Dictionary<string, Mutation> Mutations = new()
    {
        ["source missing"] = new("protective", "P12", s => s.Remove("sources"), "missing member: sources"),
        ["sources empty"] = new("protective", "P12", s => s["sources"] = new JsonArray(), "no source"),
        ["article 999"] = new("protective", "P12", s => Source(s)["article"] = "999", "GC I has no article 999"),
        ["article 0"] = new("protective", "P12", s => Source(s)["article"] = "0", "GC I has no article 0"),
        ["article no number"] = new("protective", "P12", s => Source(s)["article"] = "21-22", "GC I has no article 21-22"),
        ["article missing"] = new("protective", "P12", s => Source(s).Remove("article"), "missing member: article"),
        ["annex article 99"] = new("dangerous-forces", "D8", s => Source(s)["article"] = "99", "AP I Annex I has no article 99"),
        ["article 17 of 1977"] = new("dangerous-forces", "D8", s => Source(s)["annex"] = "I (1977)", "Annex I of 1977 has no article 17"),
        ["annex unknown"] = new("dangerous-forces", "D8", s => Source(s)["annex"] = "II", "unknown treaty or annex: AP I II"),
        ["treaty unknown"] = new("protective", "P12", s => Source(s)["treaty"] = "GC V", "unknown treaty or annex: GC V"),
        ["paragraph ill-formed"] = new("protective", "P12", s => Source(s)["paragraph"] = "(1", "no paragraph: (1"),
        ["place missing"] = new("protective", "P20", s => Source(s).Remove("place"), "missing member: place"),
        ["preamble of an annex"] = new("all-signs", "A3", s => Source(s)["article"] = "preamble", "has no article preamble"),
        ["status missing"] = new("protective", "P12", s => s.Remove("status"), "missing member: status"),
        ["status unknown"] = new("protective", "P12", s => s["status"] = "certain", "unknown status: certain"),
        ["kind missing"] = new("protective", "P12", s => s.Remove("kind"), "missing member: kind"),
        ["kind of data"] = new("protective", "P12", s => s["kind"] = "settled", "unknown kind: settled"),
        ["kind of a sign"] = new("data", "X4", s => s["kind"] = "limits", "unknown kind: limits"),
        ["says protected"] = new("protective", "P5", s => s["text"] = "The unit is protected.", "says that something is protected"),
        ["says not protected"] = new("protective", "P5", s => s["text"] = "They are NOT protected.", "says that something is protected"),
        ["says unprotected"] = new("indicative", "I6", s => s["text"] = "It remains unprotected.", "says that something is protected"),
        ["exception used to hide"] = new(
            "indicative", "I6", s => s["text"] = "It is no statement. That is unprotected.", "says that something is protected"),
        ["text without full stop"] = new("protective", "P5", s => s["text"] = "No attack", "without a full stop"),
        ["text empty"] = new("protective", "P5", s => s["text"] = " ", "no text"),
        ["26 words"] = new(
            "protective", "P12", s => Entry(s)["words"] = string.Join(' ', Enumerable.Repeat("word", 26)), "more than 25 words"),
        ["no words"] = new("protective", "P12", s => Entry(s)["words"] = "", "missing member: words"),
        ["words missing"] = new("protective", "P12", s => Entry(s).Remove("words"), "missing member: words"),
        ["nothing compared"] = new("protective", "P12", s => s.Remove("compared"), "nothing that was compared"),
        ["dispute without words"] = new("data", "X10", s => s.Remove("compared"), "nothing that was compared"),
        ["day that is none"] = new("protective", "P12", s => Entry(s)["on"] = "2026-02-30", "no day: 2026-02-30"),
        ["reading unknown"] = new("protective", "P12", s => Entry(s)["reading"] = "WIKI", "the reading WIKI is unknown"),
        ["member unknown"] = new("protective", "P12", s => s["note"] = "x", "unknown member: note"),
        ["entry with a member more"] = new("protective", "P12", s => Entry(s)["searched"] = "x", "unknown member: searched"),
        ["id twice"] = new("protective", "P12", s => s["id"] = "P13", "P13: the id is ill-formed or used twice"),
        ["id of another file"] = new("protective", "P12", s => s["id"] = "A1", "A1: the id is ill-formed or used twice"),
        ["id ill-formed"] = new("protective", "P12", s => s["id"] = "12", "12: the id is ill-formed or used twice"),
        ["treaty's words missing"] = new("indicative", "I7b", s => s["text"] = "The Regulations detail it.", "(see the treaty)."),
        ["treaty's words too many"] = new("protective", "P5", s => s["text"] = "No attack (see the treaty).", "and only then"),
        ["not compared, with words"] = new(
            "indicative", "I7b", s => s["compared"] = new JsonArray(new JsonObject()), "see-the-treaty with words"),
        ["absent with words"] = new("civil-defence", "C11b", s => Entry(s)["words"] = "no such rule", "unknown member: words"),
        ["absent, not searched"] = new("civil-defence", "C11b", s => Entry(s).Remove("searched"), "missing member: searched"),
        ["reader unknown"] = new("protective", "P12", s => s["for"] = new JsonArray("everybody"), "unknown reader"),
        ["reader none"] = new("protective", "P12", s => s["for"] = new JsonArray(), "unknown reader"),
        ["regime unknown"] = new("cultural-property", "H3", s => s["regime"] = "extra", "unknown regime"),
        ["regime of a red sign"] = new("protective", "P12", s => s["regime"] = "general", "unknown regime"),
        ["short not compared"] = new("protective", "P5", s => s["status"] = "disputed", "short.from: P5 is not compared"),
        ["short of nothing"] = new("protective", null, r => Short(r)["from"] = new JsonArray("P99"), "short.from: P99 is no statement"),
        ["short article 999"] = new("protective", null, r => Short(r)["sources"] = "GC I 999", "short.sources: GC I has no article 999"),
        ["short article of none"] = new("protective", null, r => Short(r)["sources"] = "GC I 1", "short.sources: GC I 1 is cited by no"),
        ["short treaty unknown"] = new("protective", null, r => Short(r)["sources"] = "Geneva 19", "short.sources: unknown treaty"),
        ["short says protected"] = new("protective", null, r => Short(r)["limits"] = "It is not protected.", "short.limits: says that"),
        ["short line says protected"] = new("protective", null, r => Short(r)["line"] = "sign for what is protected", "short.line: says"),
        ["short line of another form"] = new("protective", null, r => Short(r)["line"] = "a red cross", "short.line: is not one line"),
        ["short limits missing"] = new("protective", null, r => Short(r).Remove("limits"), "short: missing member: limits"),
        ["short missing"] = new("protective", null, r => r.Remove("short"), "-: missing member: short"),
        ["short of data"] = new("data", null, r => r["short"] = new JsonObject(), "-: unknown member: short"),
        ["indicative line shortened"] = new(
            "indicative", null, r => Short(r)["line"] = "indicative use: gives no protection", "short.line: is not one line"),
        ["caveat missing"] = new("all-signs", null, r => r.Remove("caveat"), "-: missing member: caveat"),
        ["caveat says protected"] = new("all-signs", null, r => r["caveat"] = "It is protected.", "caveat: says that something"),
        ["purpose of another"] = new("protective", null, r => r["purpose"] = 2, "-: the purpose is not the bit of the sign"),
        ["sign of another"] = new("protective", null, r => r["sign"] = "indicative", "-: unknown sign, or not that of the file"),
        ["language unknown"] = new("protective", null, r => r["language"] = "xx", "-: unknown language"),
        ["version 13"] = new("texts", null, r => r["lawTexts"] = "2026-13", "-: lawTexts is no year and month"),
        ["file not listed"] = new("texts", null, r => r["files"]!.AsArray().RemoveAt(0), "all-signs.json: is there and not listed"),
        ["file not there"] = new("texts", null, r => r["files"]!.AsArray().Add("more.json"), "more.json: is listed and not there"),
        ["address cut"] = new(
            "readings",
            null,
            r => Reading(r, "NLG1")["address"] = "https://github.com/…/README.md",
            "protective.json: P12: the reading NLG1"),
        ["address of no web page"] = new(
            "readings", null, r => Reading(r, "NLG1")["address"] = "my shelf", "NLG1: the address is cut short and said to be whole"),
        ["address said to be cut"] = new(
            "readings", null, r => Reading(r, "NLG1")["whole"] = false, "protective.json: P12: the reading NLG1"),
        ["reading of unknown kind"] = new("readings", null, r => Reading(r, "NLG1")["kind"] = "blog", "NLG1: unknown kind of reading"),
        ["reading twice"] = new("readings", null, r => Reading(r, "NLG1")["key"] = "CA", "CA: the key is used twice"),
        ["treaty twice"] = new("treaties", null, r => r["treaties"]![1]!["short"] = "GC I", "GC I: is there twice"),
    };

    public static TheoryData<string> Faults => [.. Mutations.Keys];

    [Fact]
    public void Folder_AsItIs_HasNoFault() => Assert.Empty(LawTextChecker.FaultsOf(Files()));

    [Theory]
    [MemberData(nameof(Faults))]
    public void Folder_WithOneFault_IsRefusedByName(string fault)
    {
        Mutation mutation = Mutations[fault];
        Dictionary<string, string> files = Files();
        JsonObject root = JsonNode.Parse(files[mutation.File + ".json"])!.AsObject();
        mutation.Make(mutation.Id is null
            ? root
            : root["statements"]!.AsArray().Single(s => s!["id"]!.GetValue<string>() == mutation.Id)!.AsObject());
        files[mutation.File + ".json"] = root.ToJsonString();

        IReadOnlyList<string> faults = LawTextChecker.FaultsOf(files);

        Assert.Contains(
            faults,
            f => f.StartsWith(mutation.Where, StringComparison.Ordinal) && f.Contains(mutation.Says, StringComparison.Ordinal));
    }

    [Fact]
    public void Folder_WithAMemberTwice_IsRefused()
    {
        Dictionary<string, string> files = Files();
        files["protective.json"] = files["protective.json"].Replace("\"id\": \"P12\",", "\"id\": \"P12\", \"id\": \"P12\",");
        Assert.StartsWith("protective.json: -: no strict JSON", Assert.Single(LawTextChecker.FaultsOf(files)));
    }

    /// <summary>Other tools read the schema. If it lags behind, they refuse a good file or take a bad one.</summary>
    [Fact]
    public void Schema_KindsAndStatuses_AreThoseOfTheChecker()
    {
        JsonNode statement = JsonNode.Parse(Files()["schema.json"])!["$defs"]!["statement"]!["properties"]!;
        Assert.Equal(LawTextChecker.SignKinds.Concat(LawTextChecker.DataKinds), Values(statement["kind"]!));
        Assert.Equal(LawTextChecker.Statuses, Values(statement["status"]!));

        static IEnumerable<string> Values(JsonNode property) => property["enum"]!.AsArray().Select(v => v!.GetValue<string>());
    }

    [Fact]
    public void Review_NamesEveryStatement()
    {
        string review = File.ReadAllText(Path.Combine(Folder, "review.md"));
        string[] ids = [.. Statements().Select(s => s.GetProperty("id").GetString()!)];
        Assert.True(ids.Length > 100);
        Assert.All(ids, id => Assert.Matches($@"\b{id}\b", review));
    }

    /// <summary>The sentence on when protection ends is the one that people act on: each sign has one, and it was compared.</summary>
    [Theory]
    [InlineData("protective")]
    [InlineData("dangerous-forces")]
    [InlineData("civil-defence")]
    [InlineData("cultural-property")]
    public void Limits_OfEachSign_WereComparedWithAStatesCopy(string sign)
    {
        string[] official = [.. Parsed("readings").GetProperty("readings").EnumerateArray()
            .Where(r => r.GetProperty("kind").GetString() != "third-party")
            .Select(r => r.GetProperty("key").GetString()!)];
        JsonElement[] limits = [.. Statements(sign).Where(s => s.GetProperty("kind").GetString() == "limits")];
        Assert.NotEmpty(limits);
        Assert.All(limits, s =>
        {
            Assert.Equal("compared", s.GetProperty("status").GetString());
            Assert.Contains(
                s.GetProperty("compared").EnumerateArray(), c => official.Contains(c.GetProperty("reading").GetString()));
        });
    }

    private static Dictionary<string, string> Files() =>
        Directory.EnumerateFiles(Folder, "*.json").ToDictionary(path => Path.GetFileName(path), File.ReadAllText);

    private static JsonElement Parsed(string name) => JsonSerializer.Deserialize<JsonElement>(Files()[name + ".json"]);

    private static IEnumerable<JsonElement> Statements(params string[] signs) =>
        (signs.Length > 0 ? signs : Files().Keys.Except(LawTextChecker.Tables).Select(f => Path.GetFileNameWithoutExtension(f)))
            .SelectMany(sign => Parsed(sign).GetProperty("statements").EnumerateArray());

    private static JsonObject Source(JsonObject statement) => statement["sources"]![0]!.AsObject();

    private static JsonObject Entry(JsonObject statement) => statement["compared"]![0]!.AsObject();

    private static JsonObject Short(JsonObject root) => root["short"]!.AsObject();

    private static JsonObject Reading(JsonObject root, string key) =>
        root["readings"]!.AsArray().Single(r => r!["key"]!.GetValue<string>() == key)!.AsObject();

    /// <param name="File">The file, without its ending.</param>
    /// <param name="Id">The statement that <paramref name="Make"/> gets, or null for the whole file.</param>
    /// <param name="Make">Makes the fault.</param>
    /// <param name="Says">What one line of the refusal says.</param>
    private sealed record Mutation(string File, string? Id, Action<JsonObject> Make, string Says)
    {
        /// <summary>How the line begins: with the id, unless the fault is in the id, or is seen in what rests on the statement.</summary>
        public string Where =>
            Id is null || Says.Contains("the id is", StringComparison.Ordinal) || Says.StartsWith("short.", StringComparison.Ordinal)
                ? ""
                : $"{File}.json: {Id}: ";
    }
}
