using System.Text.Json;
using System.Text.RegularExpressions;
using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Cli.Tests;

/// <summary>
/// What a verdict says of the law. A commander, an operator's tool or a judge reads it: if it claims that an asset is protected, or is not,
/// people act on what nobody checked.
/// </summary>
public sealed partial class LawInVerdictsTests : IDisposable
{
    private readonly Command _command = new();

    public void Dispose() => _command.Dispose();

    public static TheoryData<int> Combinations => [.. Enumerable.Range(1, (int)Purposes.All)];

    [Theory]
    [MemberData(nameof(Combinations))]
    public void Verify_EmblemOfTheseSigns_SaysOfEachWhatItMeans_AndNeverThatAnythingIsProtected(int bits)
    {
        string bundle = Bundle((Purposes)bits);
        (int code, string json, _) = _command.Run("verify", bundle, "--assume-committed", "--output", "json");
        Assert.Equal(0, code);
        JsonElement verdict = JsonDocument.Parse(json).RootElement;
        Assert.Equal(LawTexts.Version, verdict.GetProperty("lawTexts").GetString());
        JsonElement law = verdict.GetProperty("law");
        Assert.Equal(
            PurposeNames.Of((Purposes)bits), law.GetProperty("signs").EnumerateArray().Select(s => s.GetProperty("purpose").GetString()!));
        Assert.Contains("facts that no token shows", law.GetProperty("caveat").GetString(), StringComparison.Ordinal);
        string text = _command.Run("verify", bundle, "--assume-committed").Out;
        Assert.All(LawTexts.For((Purposes)bits), s =>
        {
            Assert.Contains($"{s.Name}: {s.Line}. {s.Effect}", text, StringComparison.Ordinal);
            string limits = s.Purpose == Purposes.CulturalProperty ? "see 'emblem explain cultural-property'" : s.Limits;
            Assert.Contains(limits, text, StringComparison.Ordinal);
        });
        Assert.DoesNotMatch(Overclaim(), Exceptions().Replace(json, ""));
        Assert.DoesNotMatch(Overclaim(), Exceptions().Replace(text, ""));
    }

    /// <summary>What shows no emblem has no law of its own, and still says by which texts it is worded.</summary>
    [Fact]
    public void Verify_NothingThere_HasTheVersionAndNoSign()
    {
        _command.Input = "www.society.example. 300 IN TXT \"nothing\"";
        JsonElement verdict = JsonDocument.Parse(_command.Run("verify", "--output", "json").Out).RootElement;
        Assert.Equal(LawTexts.Version, verdict.GetProperty("lawTexts").GetString());
        Assert.Empty(verdict.GetProperty("law").GetProperty("signs").EnumerateArray());
    }

    [Fact]
    public void Evidence_OfOtherLawTexts_SaysSo()
    {
        Assert.Equal(
            0, _command.Run("verify", Bundle(Purposes.Protective), "--assume-committed", "--save-evidence", "@evidence.json").Code);
        string path = Path.Combine(_command.Folder, "evidence.json");
        string file = File.ReadAllText(path);
        Assert.Contains($"\"lawTexts\": \"{LawTexts.Version}\"", file, StringComparison.Ordinal);
        Assert.DoesNotContain("law texts", _command.Run("verify", "--evidence", path, "--believe-anchors").Error, StringComparison.Ordinal);
        File.WriteAllText(
            path, file.Replace($"\"lawTexts\": \"{LawTexts.Version}\"", "\"lawTexts\": \"2031-01\"", StringComparison.Ordinal));
        Assert.Contains(
            "and its maker's by those of 2031-01",
            _command.Run("verify", "--evidence", path, "--believe-anchors").Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_Brief_SaysWhatWasShownByWhomWhatItMeansItsLimitsAndWhatWasNotChecked()
    {
        Assert.Equal(
            0, _command.Run("verify", Bundle(Purposes.All), "--assume-committed", "--save-evidence", "@evidence.json").Code);
        (int code, string brief, _) = _command.Run("explain", "--brief", "@evidence.json", "--believe-anchors");
        Assert.Equal(0, code);
        Assert.All(
            (string[])["What was shown", "By whom", "What the sign means", "Its limits", "What was not checked", LawTexts.Caveat],
            part => Assert.Contains(part, brief, StringComparison.Ordinal));
        Assert.Contains("Issuer: https://society.example", brief, StringComparison.Ordinal);
        Assert.Contains("All root key commitments are assumed", brief, StringComparison.Ordinal);
        Assert.DoesNotMatch(Overclaim(), Exceptions().Replace(brief, ""));
        // The file is verified again: without its own anchors, nothing proves the commitment.
        Assert.Equal(3, _command.Run("explain", "--brief", "@evidence.json").Code);
    }

    [Theory]
    [InlineData("--brief", "@none.json", "protective")]
    [InlineData("--brief", "@none.json", "--for", "lawyer")]
    [InlineData("--brief", "@none.json", "--online")]
    [InlineData("--trust-authority", "https://ministry.example")]
    [InlineData("--believe-anchors")]
    [InlineData("--for", "general")]
    public void Explain_OptionsThatDoNotGoTogether_AreAMistake(params string[] args) =>
        Assert.Equal(64, _command.Run(["explain", .. args]).Code);

    [Fact]
    public void Explain_EachReader_GetsTheSameWordsInAnOrderOfTheirOwn()
    {
        string[] readers = ["commander", "operator", "issuer", "lawyer"];
        string[] outputs = [.. readers.Select(r => _command.Run("explain", "protective", "--for", r).Out)];
        Assert.Equal(4, outputs.Distinct().Count());
        Assert.Single(outputs.Select(o => string.Join('\n', o.Split('\n').Order(StringComparer.Ordinal))).Distinct());
    }

    [Fact]
    public void Explain_Sources_GivesEachStatementItsArticlesStatusWordsAndAddress()
    {
        string text = _command.Run("explain", "--sources").Out;
        foreach (int bit in (int[])[1, 2, 4, 8, 16])
        {
            foreach (LawStatement statement in LawTexts.StatementsOn((Purposes)bit))
            {
                Assert.Contains(statement.Text, text, StringComparison.Ordinal);
                Assert.Contains($"{statement.Id}, ", text, StringComparison.Ordinal);
                Assert.All(statement.Sources, s => Assert.Contains(s.ToString(), text, StringComparison.Ordinal));
                Assert.All(
                    statement.Compared ?? [], c => Assert.Contains(LawTexts.Readings[c.Reading].Address, text, StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public void Explain_Json_HasEveryStatementWithItsSourceAndStatus()
    {
        JsonElement json = JsonDocument.Parse(_command.Run("explain", "--output", "json").Out).RootElement;
        Assert.Equal(LawTexts.Version, json.GetProperty("lawTexts").GetString());
        Assert.Equal(PurposeNames.All, json.GetProperty("signs").EnumerateArray().Select(s => s.GetProperty("purpose").GetString()!));
        Assert.All(
            json.GetProperty("signs").EnumerateArray().SelectMany(s => s.GetProperty("statements").EnumerateArray())
                .Concat(json.GetProperty("allSigns").EnumerateArray())
                .Concat(json.GetProperty("data").EnumerateArray()),
            s =>
            {
                Assert.NotEqual(0, s.GetProperty("sources").GetArrayLength());
                Assert.Contains(
                    s.GetProperty("status").GetString(), (string[])["compared", "disputed", "see-the-treaty", "absent"]);
            });
    }

    private string Bundle(Purposes purposes)
    {
        using SoftwareSigningKey emblem = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        using SoftwareSigningKey root = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        byte[][] items =
        [
            Cwt.Sign(TestTokens.Emblem() with { Purposes = purposes }, emblem),
            Cwt.Sign(
                TestTokens.Endorsement(emblem.PublicKey) with { Constraints = new EmblemConstraints { Purposes = purposes } }, root),
            emblem.PublicKey.ToCoseKey(),
            root.PublicKey.ToCoseKey(),
        ];
        string path = Path.Combine(_command.Folder, $"{(int)purposes}.cbor");
        File.WriteAllBytes(path, TokenBundle.Write(items.Select(i => new ReadOnlyMemory<byte>(i))));
        return path;
    }

    [GeneratedRegex("(is|are|remains) (un|not )?protected|guarantee", RegexOptions.IgnoreCase)]
    private static partial Regex Overclaim();

    // The one exception: "Not marked … That is no statement that … is unprotected."
    [GeneratedRegex("no statement that [^\".]*? is unprotected", RegexOptions.IgnoreCase)]
    private static partial Regex Exceptions();
}
