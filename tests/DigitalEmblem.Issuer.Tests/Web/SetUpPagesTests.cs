using System.Net;
using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Web;

/// <summary>
/// The way from nothing to an emblem. When these fail, a society without engineers stands before a service and does not know what comes
/// next, or gives itself an identifier that it cannot keep.
/// </summary>
[Trait("Category", "Servers")]
public sealed class SetUpPagesTests : IAsyncLifetime
{
    private WebService _web = null!;

    public async Task InitializeAsync() => _web = await WebService.StartAsync();

    public async Task DisposeAsync() => await _web.DisposeAsync();

    [Fact]
    public async Task WithoutAnOrganization_TheOverviewLeadsHere_AndItIsSetHere()
    {
        await _web.EnterAsync("anna", AccessRoles.Administrator);
        await _web.Scene.Store.ChangeAsync("test", c => c.Database.Organizations.ExecuteDeleteAsync(), default);
        using HttpResponseMessage overview = await _web.GetAsync("/");
        Assert.Equal("/set-up", overview.Headers.Location!.OriginalString);

        using HttpResponseMessage wrong = await _web.PostAsync(
            "/set-up", new() { ["domain"] = "So<i>ciety", ["name"] = "Société & <b>Co</b>" });
        string page = await wrong.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Contains("href=\"#domain\"", page, StringComparison.Ordinal);
        Assert.Contains("href=\"#roles\"", page, StringComparison.Ordinal);
        Assert.Contains("So&lt;i&gt;ciety", page, StringComparison.Ordinal);
        Assert.False(await _web.Scene.ReadAsync(d => d.Organizations.AnyAsync()));

        using HttpResponseMessage set = await _web.PostAsync(
            "/set-up", new() { ["domain"] = "society.example", ["name"] = "Société & <b>Co</b>", ["roles"] = "Issuer", ["id"] = "1" });
        Assert.Equal(HttpStatusCode.Redirect, set.StatusCode);
        page = await PageAsync();
        Assert.Contains("<bdi dir=\"ltr\">https://society.example</bdi>", page, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;Co&lt;/b&gt;", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Steps_SayWhatIsDone_Yours_AndWaitsForWhom()
    {
        await _web.EnterAsync("otto", AccessRoles.Officer);
        string page = await PageAsync();
        Assert.DoesNotContain("<form method=\"post\" class=\"fields\"", page, StringComparison.Ordinal);
        Assert.Contains("Waits for: ", page, StringComparison.Ordinal);
        Assert.Contains("Comes later", page, StringComparison.Ordinal);
        Assert.Contains("aria-current=\"step\"", page, StringComparison.Ordinal);

        Asset marked = await _web.Scene.MarkedAsync("www.society.example");
        page = await PageAsync();
        Assert.Contains("<bdi dir=\"ltr\">www.society.example</bdi>", page, StringComparison.Ordinal);
        Assert.Contains($"/assets/{marked.Id}", page, StringComparison.Ordinal);
        Assert.Contains("Waits for others", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NameAndRoles_AreChangedByAnAdministrator_AndTheIdentifierByNobody()
    {
        foreach (AccessRoles role in Callers.Each.Where(r => r is not (AccessRoles.Applicant or AccessRoles.Administrator)))
        {
            await _web.EnterAsync($"a-{role}", role);
            using HttpResponseMessage refused = await _web.PostAsync("/set-up", new() { ["name"] = "Other" });
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        }

        await _web.EnterAsync("anna", AccessRoles.Administrator);
        Organization before = await OrganizationAsync();
        Dictionary<string, string> form = new()
        {
            ["seen"] = $"{before.Version}",
            ["domain"] = "other.example",
            ["name"] = "The society",
            ["roles"] = "Authority",
        };
        using HttpResponseMessage other = await _web.PostAsync("/set-up", form);
        Assert.Equal(HttpStatusCode.Conflict, other.StatusCode);
        form["domain"] = before.Identifier.ToString();
        using HttpResponseMessage stale = await _web.PostAsync("/set-up", new(form) { ["seen"] = $"{Guid.NewGuid()}" });
        Assert.Equal(HttpStatusCode.Conflict, stale.StatusCode);
        Assert.Equal(before.Version, (await OrganizationAsync()).Version);

        using HttpResponseMessage done = await _web.PostAsync("/set-up", form);
        Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
        Assert.Equal(OrganizationRoles.Authority, (await OrganizationAsync()).Roles);
        string page = await PageAsync();
        Assert.Contains("The desk", page, StringComparison.Ordinal);
        Assert.DoesNotContain("The first name", page, StringComparison.Ordinal);
    }

    /// <summary>When this fails, the form of a first run that another person has ended takes roles away that were set since.</summary>
    [Fact]
    public async Task FormOfTheFirstRun_ThatComesLate_ChangesNothing()
    {
        await _web.EnterAsync("anna", AccessRoles.Administrator);
        Organization before = await OrganizationAsync();

        using HttpResponseMessage late = await _web.PostAsync(
            "/set-up", new() { ["domain"] = before.Identifier.ToString(), ["name"] = "Typed before", ["roles"] = "Authority" });

        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        Assert.Equal(before.Version, (await OrganizationAsync()).Version);
    }

    private Task<Organization> OrganizationAsync() => _web.Scene.ReadAsync(d => d.Organizations.SingleAsync());

    private async Task<string> PageAsync() => await (await _web.GetAsync("/set-up")).Content.ReadAsStringAsync();
}
