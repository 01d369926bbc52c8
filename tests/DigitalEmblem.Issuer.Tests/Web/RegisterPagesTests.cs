using System.Net;
using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Work.Authority;
using DigitalEmblem.Issuer.Work.People;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Web;

/// <summary>
/// The pages of what this authority endorsed. When these fail, one person revokes alone, or people are told that a revoked endorsement is
/// void while every validator accepts it.
/// </summary>
[Trait("Category", "Servers")]
public sealed class RegisterPagesTests : IAsyncLifetime
{
    private Desk _desk = null!;

    public async Task InitializeAsync() => _desk = await Desk.StartAsync();

    public async Task DisposeAsync() => await _desk.DisposeAsync();

    [Fact]
    public async Task Register_IsShownToEveryReader_EmptyAtFirst()
    {
        await _desk.Web.EnterAsync("anna", AccessRoles.Auditor);
        Assert.Contains("has endorsed no issuer yet", await _desk.PageAsync("/register"), StringComparison.Ordinal);
        // Access to approve that is given after the first approval needs another approver's word.
        List<(AccessRoles Role, OpenedSession Session)> readers = [];
        foreach (AccessRoles role in Callers.Each.Where(r => r != AccessRoles.Applicant))
        {
            readers.Add((role, await _desk.Web.JoinAsync($"a-{role}", role)));
        }

        GivenEndorsement given = await _desk.GivenAsync();
        foreach ((AccessRoles role, OpenedSession session) in readers)
        {
            _desk.Be(session);
            Assert.Contains("https://hospital.example", await _desk.PageAsync("/register"), StringComparison.Ordinal);
            string page = await _desk.PageAsync($"/register/{given.Id}");
            Assert.Contains(given.KeyIdentifier, page, StringComparison.Ordinal);
            Assert.Contains("first", page, StringComparison.Ordinal);
            Assert.Equal(role == AccessRoles.Approver, page.Contains("Ask to revoke it", StringComparison.Ordinal));
        }

        await _desk.PageAsync($"/register/{Guid.NewGuid()}", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Revocation_TakesTwoPeople_AndSaysUntilWhenItStaysValid()
    {
        OpenedSession anna = await _desk.Web.JoinAsync("anna", AccessRoles.Approver);
        OpenedSession ben = await _desk.Web.JoinAsync("ben", AccessRoles.Approver);
        GivenEndorsement given = await _desk.GivenAsync();
        string path = $"/register/{given.Id}";

        _desk.Be(anna);
        string page = await _desk.SendAsync(path, "Revoke", HttpStatusCode.BadRequest, ("seen", await SeenAsync(given.Id)), ("why", " "));
        Assert.Contains("href=\"#why\"", page, StringComparison.Ordinal);
        page = await _desk.SendAsync(
            path, "Revoke", HttpStatusCode.Redirect, ("seen", await SeenAsync(given.Id)), ("why", "<b>closed</b>"));
        Assert.Contains("another approver is needed", page, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;closed&lt;/b&gt;", page, StringComparison.Ordinal);
        page = await _desk.SendAsync(path, "Revoke", HttpStatusCode.Forbidden, ("seen", await SeenAsync(given.Id)), ("why", "again"));
        Assert.Contains("the second is another person", page, StringComparison.Ordinal);
        Assert.Null((await _desk.EntryAsync(given.Id)).RevokedSince);

        _desk.Be(ben);
        // Else the second writes what the organization is to read, and it never does.
        page = await _desk.PageAsync(path);
        Assert.Contains("the organization sees the reason of the first approver", page, StringComparison.Ordinal);
        Assert.DoesNotContain("The organization reads it", page, StringComparison.Ordinal);
        page = await _desk.SendAsync(path, "Revoke", HttpStatusCode.Redirect, ("seen", await SeenAsync(given.Id)), ("why", "closed"));
        Assert.Contains("Stays valid until", page, StringComparison.Ordinal);
        Assert.Contains("Notice to the organization", page, StringComparison.Ordinal);
        Assert.NotNull((await _desk.EntryAsync(given.Id)).RevokedSince);
        Assert.Equal("ben", await _desk.ActorOfAsync("endorsement.revoked"));
    }

    [Fact]
    public async Task Lapse_IsDecidedByOne_AndChangedMeanwhileIsRefused()
    {
        await _desk.Web.EnterAsync("anna", AccessRoles.Approver);
        GivenEndorsement given = await _desk.GivenAsync();
        long before = await _desk.LinesAsync();
        await _desk.SendAsync($"/register/{given.Id}", "Lapse", HttpStatusCode.Conflict, ("seen", $"{Guid.NewGuid()}"));
        Assert.Equal(before, await _desk.LinesAsync());

        string page = await _desk.SendAsync(
            $"/register/{given.Id}", "Lapse", HttpStatusCode.Redirect, ("seen", $"{given.Version}"), ("RevokedSince", "2026-01-01"));

        Assert.Contains("It is not renewed any more", page, StringComparison.Ordinal);
        Assert.Null((await _desk.EntryAsync(given.Id)).RevokedSince);
        Assert.Equal("anna", await _desk.ActorOfAsync("endorsement.lapsing"));
    }

    /// <summary>A spreadsheet runs a cell that begins like a formula, on the machine of the person who opens the list.</summary>
    [Fact]
    public async Task List_HasEveryEntry_AndNoFormula()
    {
        GivenEndorsement given = await _desk.GivenAsync();
        await _desk.Web.EnterAsync("anna", AccessRoles.Auditor);

        using HttpResponseMessage answer = await _desk.Web.GetAsync("/register?handler=List");
        string list = await answer.Content.ReadAsStringAsync();

        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Contains($"{given.Id},https://hospital.example,{given.KeyIdentifier},protective,", list, StringComparison.Ordinal);
        Assert.Equal([0xEF, 0xBB, 0xBF], (await answer.Content.ReadAsByteArrayAsync())[..3]);
        Assert.Contains(",'-first second,", RegisterCsv.Line(new RegisterRow(given, ["-first", "second"])), StringComparison.Ordinal);
    }

    private async Task<string> SeenAsync(Guid id) => $"{(await _desk.EntryAsync(id)).Version}";
}
