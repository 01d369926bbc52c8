using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.People;
using DigitalEmblem.Issuer.Work.People;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Web;

/// <summary>What an auditor finds of people. When these fail, an approver who was made up passes for one of long standing.</summary>
[Trait("Category", "Servers")]
public sealed class PeoplePagesTests : IAsyncLifetime
{
    private Desk _desk = null!;

    public async Task InitializeAsync() => _desk = await Desk.StartAsync();

    public async Task DisposeAsync() => await _desk.DisposeAsync();

    [Fact]
    public async Task MadeUpApprover_IsFound_WithSinceWhenAndByWhom()
    {
        WebService web = _desk.Web;
        await _desk.GivenAsync();
        OpenedSession ivy = await web.JoinAsync("ivy", AccessRoles.Auditor);
        var people = new Members(web.Scene);
        string link = (await people.Invite.RunAsync("ada", "mallory", AccessRoles.Approver, null, default)).Secret;
        await people.Decide().ConfirmAsync("first", (await people.OpenProposalAsync("mallory")).Id, null, default);
        await people.Accept.RunAsync(link, people.NewPasskey(), null, default);
        _desk.Be(ivy);

        string list = Visits.Isolates().Replace(await _desk.PageAsync("/people"), "");
        string made = Visits.Isolates().Replace(await _desk.PageAsync("/person/mallory"), "");
        string before = Visits.Isolates().Replace(await _desk.PageAsync("/person/first"), "");

        Assert.Contains("access to approve since", Row(list, "mallory"), StringComparison.Ordinal);
        Assert.Contains("access to approve since", Row(list, "first"), StringComparison.Ordinal);
        Assert.DoesNotContain("access to approve since", Row(list, "ivy"), StringComparison.Ordinal);
        Assert.Contains("given or reset last at", made, StringComparison.Ordinal);
        Assert.Matches("proposed by .*ada.*, confirmed by .*first", made);
        Assert.Contains("no approver confirmed it", before, StringComparison.Ordinal);
    }

    private static string Row(string page, string handle)
    {
        int at = page.IndexOf($"href=\"/person/{handle}\"", StringComparison.Ordinal);
        Assert.True(at > 0, page);
        return page[at..page.IndexOf("</tr>", at, StringComparison.Ordinal)];
    }
}
