using System.Globalization;
using System.Net;
using System.Text.Json;
using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Watching;
using DigitalEmblem.Texts;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Web;

/// <summary>
/// The pages that say how it stands: overview, alerts, journal, law. When these fail, people believe that all is well when it is not, or an
/// auditor does not find what was done.
/// </summary>
[Trait("Category", "Servers")]
public sealed class StandingPagesTests : IAsyncLifetime
{
    private static readonly string Hostile = "<script>alert(1)</script>\u202E" + new string('x', 1000);

    private WebService _web = null!;

    public async Task InitializeAsync() => _web = await WebService.StartAsync();

    public async Task DisposeAsync() => await _web.DisposeAsync();

    [Fact]
    public async Task Overview_SaysToEveryReader_WhetherEmblemsAreSeen_AndWhatNeedsThem()
    {
        await _web.EnterAsync("anna", AccessRoles.Auditor);
        string page = await PageAsync("/");
        Assert.Contains("No name is marked yet", page, StringComparison.Ordinal);
        Assert.Contains("Nothing needs you", page, StringComparison.Ordinal);

        await _web.Scene.MarkedAsync("www.society.example");
        await _web.Scene.IssueEmblems.RunAsync(default);
        await RaiseAsync(AlertKind.Missing, "www.society.example", $"It shows no emblem.");
        page = await PageAsync("/");
        // Nobody has looked: that is not "seen".
        Assert.DoesNotContain("the world sees it", page, StringComparison.Ordinal);
        Assert.Contains("One was not looked at yet", page, StringComparison.Ordinal);
        Assert.Contains("Nothing needs you", page, StringComparison.Ordinal);

        await _web.EnterAsync("otto", AccessRoles.Officer);
        await ClearAsync();
        page = await PageAsync("/");
        Assert.Contains("One thing needs you", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/alerts\"", page, StringComparison.Ordinal);
    }

    /// <summary>When this fails, a watch that stands still for days reads as if all emblems were seen now.</summary>
    [Fact]
    public async Task Overview_OfALookThatIsOld_IsNoGoodNews()
    {
        await _web.Scene.MarkedAsync("www.society.example");
        await _web.Scene.IssueEmblems.RunAsync(default);
        await _web.Scene.Store.ChangeAsync(
            "service",
            async change =>
            {
                await change.Database.Assets.ExecuteUpdateAsync(s => s.SetProperty(a => a.World, WorldSees.OurEmblem));
                Vantage vantage = Vantage.Create("192.0.2.53", change.Now);
                vantage.Finish();
                change.Database.Add(vantage);
            },
            default);
        await _web.EnterAsync("anna", AccessRoles.Auditor);
        Assert.Contains("<div class=\"note good\">", await PageAsync("/"), StringComparison.Ordinal);

        _web.Scene.Clock.Now += TimeSpan.FromHours(9);
        await _web.EnterAsync("vera", AccessRoles.Auditor);
        string page = await PageAsync("/");

        Assert.DoesNotContain("<div class=\"note good\">", page, StringComparison.Ordinal);
        Assert.Contains("No round has looked at all names since", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Alerts_TellWhatSinceWhenAndWhoWasTold()
    {
        await _web.EnterAsync("anna", AccessRoles.Approver);
        await ClearAsync();
        Assert.Contains("Nothing is open", await PageAsync("/alerts"), StringComparison.Ordinal);

        await RaiseAsync(AlertKind.NotPublished, Hostile, $"The records {Hostile} are missing. Add them.");
        string page = await PageAsync("/alerts");
        Assert.Contains("Records are not in the DNS as they should be", page, StringComparison.Ordinal);
        Assert.Contains("nobody yet", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/zones\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);

        await _web.Service.Act<NoticeWriter>().WriteAsync(default);
        Assert.Contains("the log of the service: not delivered yet", await PageAsync("/alerts"), StringComparison.Ordinal);
        Assert.True(await _web.Service.Act<NoticeDelivery>().DeliverOneAsync(default));
        Assert.DoesNotContain("not delivered yet", await PageAsync("/alerts"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Alert_IsTakenNoteOf_AndSaysByWhom_ButNotByAuditors()
    {
        await _web.EnterAsync("vera", AccessRoles.Auditor);
        await ClearAsync();
        await RaiseAsync(AlertKind.Missing, "www.society.example", $"It shows no emblem.");
        Assert.DoesNotContain("Take note of it", await PageAsync("/alerts"), StringComparison.Ordinal);

        await _web.EnterAsync("otto", AccessRoles.Officer);
        await ClearAsync();
        await RaiseAsync(AlertKind.Missing, "www.society.example", $"It shows no emblem.");
        Assert.Contains("Take note of it", await PageAsync("/alerts"), StringComparison.Ordinal);
        Guid id = await _web.Scene.ReadAsync(d => d.Alerts.Where(a => a.ClearedAt == null).Select(a => a.Id).SingleAsync());
        await _web.DoneAsync("/alerts", new() { ["id"] = id.ToString() }, "Acknowledge");

        string page = await _web.ShownAsync("/alerts");
        Assert.DoesNotContain("Take note of it", page, StringComparison.Ordinal);
        Assert.Contains("Taken note of by", page, StringComparison.Ordinal);
        Assert.Contains("otto", page, StringComparison.Ordinal);
        Assert.DoesNotContain("nobody yet", page, StringComparison.Ordinal);
        await _web.RefusedAsync(HttpStatusCode.Conflict, "/alerts", new() { ["id"] = id.ToString() }, "Acknowledge");
    }

    [Fact]
    public async Task Journal_IsFiltered_NewestFirst_AndRefusesToOtherRoles()
    {
        foreach (AccessRoles role in new[] { AccessRoles.Officer, AccessRoles.Approver })
        {
            await _web.EnterAsync($"a-{role}", role);
            await PageAsync("/journal", HttpStatusCode.Forbidden);
            await PageAsync("/journal?handler=Export", HttpStatusCode.Forbidden);
        }

        await _web.Scene.AddAsset.RunAsync("otto", DomainName.Parse("one.society.example"), Purposes.Protective, null, default);
        await _web.Scene.AddAsset.RunAsync("otto", DomainName.Parse("two.society.example"), Purposes.Protective, null, default);
        await _web.EnterAsync("anna", AccessRoles.Auditor);
        string page = await PageAsync("/journal?actor=otto&action=asset.listed");
        Assert.True(Place(page, "two.society.example") < Place(page, "one.society.example"));
        Assert.DoesNotContain("organization.created", page, StringComparison.Ordinal);
        page = await PageAsync("/journal?subject=one.society.example");
        Assert.DoesNotContain("two.society.example", page, StringComparison.Ordinal);
        Assert.Contains("It was not checked yet", page, StringComparison.Ordinal);
        page = await PageAsync($"/journal?actor={Uri.EscapeDataString(Hostile[..200])}");
        Assert.Contains("No line matches these filters", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        page = await PageAsync("/journal?from=yesterday&actor=%00", HttpStatusCode.BadRequest);
        Assert.Contains("href=\"#from\"", page, StringComparison.Ordinal);
        Assert.Contains("value=\"yesterday\"", page, StringComparison.Ordinal);
        await PageAsync("/journal?line=1");
        await PageAsync("/journal?line=1000000", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Journal_SaysWhetherItIsWhole_AndWhereItBreaks()
    {
        await _web.EnterAsync("anna", AccessRoles.Auditor);
        await VerifyAsync();
        Assert.Contains("Whole up to line", await PageAsync("/journal"), StringComparison.Ordinal);

        await _web.Scene.ReadAsync(
            d => d.Journal.Where(e => e.Sequence == 2).ExecuteUpdateAsync(s => s.SetProperty(e => e.Subject, "other")));
        await VerifyAsync();
        string page = await PageAsync("/journal");
        Assert.Contains("not as they were written", page, StringComparison.Ordinal);
        Assert.Contains("Line 2 is not as it was written", page, StringComparison.Ordinal);
    }

    /// <summary>Without the head and the lines outside, one who rewrites the database is not found out.</summary>
    [Fact]
    public async Task HeadAndExport_AreTheJournal_AsItIsHeld()
    {
        await _web.EnterAsync("anna", AccessRoles.Administrator);
        JournalHead head = await _web.Scene.ReadAsync(d => d.Heads.SingleAsync());

        string kept = await PageAsync("/journal?handler=Head");
        string[] lines = (await PageAsync("/journal?handler=Export")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal($"{head.Sequence} {Convert.ToHexStringLower(head.Hash)}\n", kept);
        Assert.Equal(head.Sequence, lines.Length);
        byte[] hash = JournalEntry.Origin;
        foreach (JournalFileLine line in lines.Select(l => JsonSerializer.Deserialize<JournalFileLine>(l, ApiJson.Options)!))
        {
            hash = JournalEntry.After(
                hash, line.Sequence, DateTimeOffset.FromUnixTimeMilliseconds(line.AtMilliseconds), line.Actor, line.Credential, line.Action,
                line.Subject, line.Details).Hash;
            Assert.Equal(line.Hash, Convert.ToHexStringLower(hash));
        }
    }

    [Fact]
    public async Task Law_ShowsEverySign_AndEveryStatementWithItsStatus()
    {
        await _web.EnterAsync("anna", AccessRoles.Officer);
        string page = await PageAsync("/law");
        Assert.All(LawTexts.For(Purposes.All), s => Assert.Contains($"sign={s.Name}", page, StringComparison.Ordinal));

        foreach (string sign in PurposeNames.All.Concat(["all-signs", "data"]))
        {
            page = await PageAsync($"/law?sign={sign}");
            Assert.True(page.Length < 60_000, $"{sign}: {page.Length}");
            Assert.Contains("class=\"state", page, StringComparison.Ordinal);
        }

        await PageAsync("/law?sign=other", HttpStatusCode.NotFound);
    }

    /// <summary>A person who reads no English reads what the sign means, and that a translation decides nothing.</summary>
    [Theory]
    [InlineData("fr", false)]
    [InlineData("ar", true)]
    public async Task Law_IsInTheLanguageOfThePerson_AndSaysThatItIsATranslation(string tag, bool isGenevaTranslated)
    {
        await _web.EnterAsync("anna", AccessRoles.Officer);
        using HttpResponseMessage chosen = await _web.PostAsync("/language", new() { ["tag"] = tag });
        Assert.Equal(HttpStatusCode.Redirect, chosen.StatusCode);
        CultureInfo culture = CultureInfo.GetCultureInfo(tag);
        LawSummary sign = LawTexts.For(Purposes.Protective).Single();

        string page = WebUtility.HtmlDecode(await PageAsync("/law"));
        Assert.Contains(Sentence.OfText(sign.Effect).In(culture), page, StringComparison.Ordinal);
        Assert.DoesNotContain(sign.Effect, page, StringComparison.Ordinal);
        Language language = Language.All.Single(l => l.Tag == tag);
        Assert.Contains(LawSentences.Translated(language)!.In(culture), page, StringComparison.Ordinal);

        page = WebUtility.HtmlDecode(await PageAsync("/law?sign=protective"));
        LawStatement statement = LawTexts.StatementsOn(Purposes.Protective).First(s => s.Sources.Any(l => l.Treaty == "GC I"));
        Assert.Contains(Sentence.OfText(statement.Text).In(culture), page, StringComparison.Ordinal);
        Assert.Equal(isGenevaTranslated, LawSentences.Of(statement, language) != LawSentences.Of(statement.Text));
        Assert.Equal(isGenevaTranslated, page.Contains("GC I</bdi>", StringComparison.Ordinal));
    }

    private static int Place(string page, string text) => page.IndexOf(text, StringComparison.Ordinal) is >= 0 and var at
        ? at
        : throw new InvalidOperationException($"{text} is not on the page:\n{page}");

    private async Task<string> PageAsync(string path, HttpStatusCode status = HttpStatusCode.OK)
    {
        using HttpResponseMessage answer = await _web.GetAsync(path);
        string page = await answer.Content.ReadAsStringAsync();
        Assert.True(status == answer.StatusCode, $"{path}: {answer.StatusCode}\n{page}");
        return page;
    }

    // That people joined is an alert, too.
    private Task ClearAsync() => _web.Scene.Store.ChangeAsync(
        "service",
        async c => (await c.Database.Alerts.Where(a => a.Kind == AlertKind.AccessChanged && a.ClearedAt == null).ToListAsync())
            .ForEach(a => a.Clear(c.Now)),
        default);

    private Task RaiseAsync(AlertKind kind, string subject, Sentence text) => _web.Scene.Store.ChangeAsync(
        "service", c => AlertBook.RaiseAsync(c, new AlertFinding(kind, subject, text), default), default);

    private async Task VerifyAsync()
    {
        JournalAuditResult audit = await _web.Scene.ReadAsync(d => JournalAudit.RunAsync(d, null, default));
        await new KeepCheck(_web.Scene.Store).RunAsync(Actor.OfCommand("journal"), audit, default);
    }
}
