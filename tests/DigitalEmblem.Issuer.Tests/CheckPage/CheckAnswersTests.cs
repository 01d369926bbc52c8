using System.Net;
using DigitalEmblem.Issuer.CheckPage;
using DigitalEmblem.Issuer.Tests.DataMarks;
using DigitalEmblem.Texts;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.CheckPage;

/// <summary>
/// What people read about a host, over real servers. When these fail, a person takes a failed look-up for a "no", an emblem that is wrong
/// for a good one, or cannot show another person what was seen.
/// </summary>
[Trait("Category", "Servers")]
public sealed class CheckAnswersTests(MarkedWorld world) : IClassFixture<MarkedWorld>
{
    private static readonly string[] Headings =
    [
        "An emblem is shown, and it holds", "No emblem was found. That does not mean unprotected", "Something is shown, and it is wrong",
        "It could not be found out. Do not read this as a no", "Valid, but less than this page asks for",
    ];

    [Theory]
    [InlineData(MarkedWorld.Endorsed, "Organizational", 0, 0)]
    [InlineData(MarkedWorld.Alone, "Organizational", 0, 0)]
    [InlineData(MarkedWorld.International, "Endorsed", 0, 0)]
    [InlineData(MarkedWorld.Plain, "Organizational", 1, 1)]
    [InlineData("missing.society.example", "Organizational", 1, 1)]
    [InlineData(MarkedWorld.OtherRecords, "Organizational", 1, 1)]
    [InlineData(MarkedWorld.Expired, "Organizational", 2, 2)]
    [InlineData(MarkedWorld.Dead, "Organizational", 3, 3)]
    [InlineData(MarkedWorld.Alone, "Endorsed", 4, 4)]
    public async Task Outcome_HasItsHeading_AndEvidenceThatIsJudgedTheSame(string name, string level, int heading, int code)
    {
        CheckOptions options = CheckPageService.Options(world);
        options.Level = Enum.Parse<AskedLevel>(level);
        await using CheckPageService service = await CheckPageService.StartAsync(options);

        string page = await service.PageAsync(name), text = CheckPageService.Text(page);

        Assert.Equal([Headings[heading]], Headings.Where(h => text.Contains(h, StringComparison.Ordinal)));
        Assert.Contains(name, text, StringComparison.Ordinal);
        Assert.Contains("The people who run this page could see what you asked; emblem check asks from your own machine.", text,
            StringComparison.Ordinal);
        Assert.DoesNotContain("certificate of", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(MarkedWorld.OtherContent, page, StringComparison.Ordinal);

        using HttpResponseMessage download = await service.EvidenceAsync(page);
        Assert.Equal(HttpStatusCode.OK, download.StatusCode);
        Assert.Equal("attachment", download.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("emblem-evidence.json", download.Content.Headers.ContentDisposition.FileName);
        string file = Path.GetTempFileName();
        try
        {
            byte[] evidence = await download.Content.ReadAsByteArrayAsync();
            Assert.DoesNotContain(
                Convert.ToHexString(System.Text.Encoding.ASCII.GetBytes(MarkedWorld.OtherContent)),
                string.Concat(EvidenceInputs(evidence)),
                StringComparison.OrdinalIgnoreCase);
            await File.WriteAllBytesAsync(file, evidence);
            (int judged, string said, string error) = await new EmblemCommandLine(TimeProvider.System).RunAsync(
                "verify", "--evidence", file, "--evidence-policy", "--log-list", world.LogList, "--ca", world.Roots);
            Assert.True(judged == code, $"{judged}, not {code}: {said}{error}");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task MarkedHost_SaysWhoPurposesLawUntilWhen_AndWhoCouldHaveLearned()
    {
        CheckOptions options = CheckPageService.Options(world);
        options.Authorities = ["https://ministry.example"];
        await using CheckPageService service = await CheckPageService.StartAsync(options);

        string text = CheckPageService.Text(await service.PageAsync("https://WWW.Society.example/a/path?q=1"));

        foreach (string told in new[]
        {
            "https://society.example", "https://ministry.example", "protective", "Until", "What the sign means in law",
            "This page vouches for nobody", $"The server 127.0.0.1:{world.ResolverPort} learns which name is looked up",
            "Record of this check", "Judged at", "issuer checkpage", "Log list of 2026-06-01 00:00 UTC", "Law texts",
        })
        {
            Assert.Contains(told, text, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("is protected", text, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>A person who reads no English reads the reason, the law and who could have learned of the question all the same.</summary>
    [Theory]
    [InlineData("fr")]
    [InlineData("zh")]
    public async Task Answer_IsInTheLanguageOfThePerson(string tag)
    {
        var culture = System.Globalization.CultureInfo.GetCultureInfo(tag);
        Language language = Language.All.Single(l => l.Tag == tag);
        LawSummary sign = LawTexts.For(Purposes.Protective).Single();
        CheckOptions options = CheckPageService.Options(world);
        await using CheckPageService service = await CheckPageService.StartAsync(options);

        string page = await service.PageAsync(MarkedWorld.Endorsed, tag), text = CheckPageService.Text(page);

        Assert.DoesNotContain("lang=\"en\" dir=\"ltr\"", page, StringComparison.Ordinal);
        foreach (string english in new[] { sign.Line, sign.Effect, sign.Limits, LawTexts.Caveat })
        {
            Assert.DoesNotContain(english, text, StringComparison.Ordinal);
            Assert.Contains(CheckPageService.Text(Sentence.OfText(english).In(culture)), text, StringComparison.Ordinal);
        }

        Assert.Contains(CheckPageService.Text(LawSentences.Translated(language)!.In(culture)), text, StringComparison.Ordinal);
        Assert.DoesNotContain("learns which name", text, StringComparison.Ordinal);
        Assert.DoesNotContain("someone at this address reads", text, StringComparison.Ordinal);
        Assert.Contains($"127.0.0.1:{world.ResolverPort}", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ResolverThatIsAway_IsNoNo()
    {
        CheckOptions options = CheckPageService.Options(world);
        options.Resolvers = [$"127.0.0.1:{LoopbackPorts.Free()}"];
        options.Patience = TimeSpan.FromSeconds(1);
        await using CheckPageService service = await CheckPageService.StartAsync(options);
        Assert.Contains(Headings[3], await service.PageAsync(MarkedWorld.Endorsed), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ResolverThatIsSilent_EndsWithThePatience_AndIsNoNo()
    {
        using var silent = new HostileServer((_, _) => []);
        CheckOptions options = CheckPageService.Options(world);
        options.Resolvers = [$"{silent.EndPoint}"];
        options.Patience = TimeSpan.FromSeconds(1);
        await using CheckPageService service = await CheckPageService.StartAsync(options);
        string page = await service.PageAsync(MarkedWorld.Endorsed);
        Assert.Contains(Headings[3], page, StringComparison.Ordinal);
        Assert.Contains("The time for the check ran out", CheckPageService.Text(page), StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"evidence\"", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("раураl.society.example", "mixes letters of several scripts")]
    [InlineData("ѕосо.society.example", "This name looks like soco.society.example, and is another name")]
    [InlineData("xn--80ac9aa9h.society.example", "In its own script:")]
    public async Task NameThatDeceives_IsShownInItsScriptAndAsALabel_AndToldOf(string name, string told)
    {
        await using CheckPageService service = await CheckPageService.StartAsync(CheckPageService.Options(world));
        string text = CheckPageService.Text(await service.PageAsync(name));
        Assert.Contains(told, text, StringComparison.Ordinal);
        Assert.Contains("xn--", text, StringComparison.Ordinal);
    }

    private static IEnumerable<string> EvidenceInputs(byte[] evidence) =>
        System.Text.Json.JsonDocument.Parse(evidence).RootElement.GetProperty("inputs").EnumerateArray()
            .Select(i => System.Text.Encoding.UTF8.GetString(i.GetProperty("bytes").GetBytesFromBase64()));
}
