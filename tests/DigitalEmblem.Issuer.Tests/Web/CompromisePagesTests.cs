using System.Net;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.Acting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Web;

/// <summary>
/// The pages of compromises. When these fail, one person ends a key, or nobody can end a stolen one.
/// </summary>
[Trait("Category", "Servers")]
public sealed class CompromisePagesTests
{
    private const string Stolen = "the laptop was stolen";

    [Fact]
    public async Task NoneYet_SaysWhere_ToEveryReader()
    {
        await using WebService web = await WebService.StartAsync();

        await web.EachReadsAsync("/compromises", "No key was ever declared compromised");
        Assert.Equal(HttpStatusCode.NotFound, (await web.GetAsync($"/compromises/{Guid.NewGuid()}")).StatusCode);
    }

    [Fact]
    public async Task Declare_NeedsTheKeyTyped_AndAnotherPersonConfirms()
    {
        await using WebService web = await WebService.StartAsync();
        OrganizationKey key = await web.Scene.InUseAsync(KeyUse.Emblem);
        string path = $"/keys/{key.Id}/compromised";
        await web.EachReadsAsync(path, key.Identifier[..6]);
        await web.EnterAsync("otto", AccessRoles.Officer);
        var form = new Dictionary<string, string> { ["seen"] = key.Version.ToString(), ["typed"] = "qqqqqq", ["why"] = Stolen };

        Assert.Contains(Stolen, await web.RefusedAsync(HttpStatusCode.BadRequest, path, form), StringComparison.Ordinal);
        Assert.Null((await web.Scene.KeyAsync(key.Id)).SuspendedAt);
        form["typed"] = key.Identifier[..6].ToUpperInvariant();
        string at = await web.DoneAsync(path, form);

        Assert.NotNull((await web.Scene.KeyAsync(key.Id)).SuspendedAt);
        Assert.Equal($"otto {key.Identifier}", await web.LastLineAsync("compromise.declared"));
        Assert.DoesNotContain("handler=Confirm", await web.ShownAsync(at), StringComparison.Ordinal);
        var seen = new Dictionary<string, string> { ["seen"] = await VersionAsync(web) };
        Assert.Contains("another person confirms it", await web.RefusedAsync(
            HttpStatusCode.Forbidden, at, seen, "Confirm"), StringComparison.Ordinal);
        Assert.Equal(KeyState.Active, (await web.Scene.KeyAsync(key.Id)).State);

        await web.EnterAsync("ada", AccessRoles.Administrator);
        Assert.Contains("handler=Confirm", await web.ShownAsync(at), StringComparison.Ordinal);
        await web.DoneAsync(at, seen, "Confirm");

        Assert.Equal(KeyState.Compromised, (await web.Scene.KeyAsync(key.Id)).State);
        Assert.Equal($"ada {key.Identifier}", await web.LastLineAsync("compromise.confirmed"));
        await web.EachReadsAsync(at, "Confirmed: the key never signs again");
        await web.EachReadsAsync("/compromises", "under way");
    }

    [Fact]
    public async Task Declare_LongAfterTheSignIn_AsksWhoItIs_AndKeepsWhatWasTyped()
    {
        await using WebService web = await WebService.StartAsync();
        OrganizationKey key = await web.Scene.InUseAsync(KeyUse.Emblem);
        await web.EnterAsync("otto", AccessRoles.Officer);
        web.Scene.Clock.Now += StepUpAttribute.Fresh;

        using HttpResponseMessage answer = await web.PostAsync(
            $"/keys/{key.Id}/compromised",
            new() { ["seen"] = key.Version.ToString(), ["typed"] = key.Identifier[..6], ["why"] = Stolen });

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Null((await web.Scene.KeyAsync(key.Id)).SuspendedAt);
    }

    [Fact]
    public async Task TakenBack_TheKeyStaysSuspended()
    {
        await using WebService web = await WebService.StartAsync();
        OrganizationKey key = await web.Scene.InUseAsync(KeyUse.Emblem);
        KeyCompromise declared = await web.Scene.DeclareCompromise.RunAsync("otto", key.Id, null, Visits.Hostile, default);
        await web.EnterAsync("ada", AccessRoles.Administrator);
        string path = $"/compromises/{declared.Id}";
        Assert.DoesNotContain("<script>alert", await web.ShownAsync(path), StringComparison.Ordinal);
        var form = new Dictionary<string, string> { ["seen"] = declared.Version.ToString() };

        await web.RefusedAsync(HttpStatusCode.BadRequest, path, form, "TakeBack");
        form["why"] = "it lay in the safe";
        await web.DoneAsync(path, form, "TakeBack");
        await web.RefusedAsync(HttpStatusCode.Conflict, path, form, "TakeBack");

        Assert.Equal($"ada {key.Identifier}", await web.LastLineAsync("compromise.takenBack"));
        Assert.NotNull((await web.Scene.KeyAsync(key.Id)).SuspendedAt);
        Assert.Contains("taken back", await web.ShownAsync("/compromises"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithdrawAll_AboveTenNames_NeedsTheirNumberTyped_AndAnotherPerson()
    {
        await using WebService web = await WebService.StartAsync();
        await web.Scene.ManyMarkedAsync([.. Enumerable.Range(1, 11).Select(i => $"n{i}.society.example")]);
        await web.Scene.IssueEmblems.RunAsync(default);
        OrganizationKey key = await web.Scene.InUseAsync(KeyUse.Emblem);
        KeyCompromise lost = await web.Scene.CompromisedAsync(key.Id);
        string path = $"/compromises/{lost.Id}";
        await web.EnterAsync("officer", AccessRoles.Officer);
        var form = new Dictionary<string, string>
        {
            ["seen"] = await VersionAsync(web),
            ["all"] = "yes",
            ["whyDecided"] = "the new key takes too long",
        };

        Assert.Contains("All 11", await web.RefusedAsync(HttpStatusCode.BadRequest, path, form, "Withdraw"), StringComparison.Ordinal);
        form["typed"] = "11";
        // The officer of the scene declared it.
        Assert.Contains("another person decides", await web.RefusedAsync(
            HttpStatusCode.Forbidden, path, form, "Withdraw"), StringComparison.Ordinal);
        await web.EnterAsync("olga", AccessRoles.Officer);
        await web.DoneAsync(path, form, "Withdraw");

        Assert.Equal("olga", (await web.Scene.ReadAsync(d => d.Compromises.SingleAsync())).AllWithdrawnBy);
        Assert.Equal($"olga {key.Identifier}", await web.LastLineAsync("compromise.decided"));
    }

    [Fact]
    public async Task Leave_OfChosenNames_IsDecidedForThoseOnly()
    {
        await using WebService web = await WebService.StartAsync();
        Asset asset = await web.Scene.MarkedAsync("www.society.example");
        await web.Scene.MarkedAsync("mail.society.example");
        await web.Scene.IssueEmblems.RunAsync(default);
        KeyCompromise lost = await web.Scene.CompromisedAsync((await web.Scene.InUseAsync(KeyUse.Emblem)).Id);
        string path = $"/compromises/{lost.Id}";
        await web.EnterAsync("olga", AccessRoles.Officer);
        var form = new Dictionary<string, string> { ["seen"] = await VersionAsync(web), ["whyDecided"] = "it ends today" };

        await web.RefusedAsync(HttpStatusCode.BadRequest, path, form, "Leave");
        form["assets"] = asset.Id.ToString();
        await web.DoneAsync(path, form, "Leave");

        Assert.Equal([asset.Id], (await web.Scene.ReadAsync(d => d.Compromises.SingleAsync())).LeftAssets);
        Assert.Contains("1 marked name or data rests on it", await web.ShownAsync(path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RootKey_TellsTheCertificateToRevoke_AndNotesThatItWas()
    {
        await using WebService web = await WebService.StartAsync();
        OrganizationKey key = await web.Scene.InUseAsync(KeyUse.Root);
        KeyCompromise lost = await web.Scene.CompromisedAsync(key.Id);
        string path = $"/compromises/{lost.Id}";
        await web.EnterAsync("olga", AccessRoles.Officer);

        Assert.Contains("certbot revoke --reason keycompromise", await web.ShownAsync(path), StringComparison.Ordinal);
        await web.DoneAsync(path, new() { ["seen"] = await VersionAsync(web), ["revoked"] = "by the web team, today" }, "Revoked");

        Assert.Equal($"olga {key.Identifier}", await web.LastLineAsync("compromise.certificateRevoked"));
        Assert.Contains("Noted as revoked", await web.ShownAsync(path), StringComparison.Ordinal);
    }

    private static async Task<string> VersionAsync(WebService web) =>
        (await web.Scene.ReadAsync(d => d.Compromises.SingleAsync())).Version.ToString();
}
