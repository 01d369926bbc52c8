using System.Net;
using DigitalEmblem.Data;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Work.Marking;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Web;

/// <summary>
/// The pages of marks that need two officers. When these fail, an officer believes that a name is marked that is only proposed, or the
/// second one does not see what is to be confirmed.
/// </summary>
[Trait("Category", "Servers")]
public sealed class MarkProposalPagesTests
{
    private static readonly DataRoot Root = DataRoot.FromBytes([.. Enumerable.Repeat((byte)7, DataRoot.Length)]);

    [Fact]
    public async Task None_SaysWhatItIs_ToEveryReader()
    {
        await using WebService web = await WebService.StartAsync();

        await web.EachReadsAsync("/mark-proposals", "No proposal yet.");
        Assert.Equal(HttpStatusCode.NotFound, (await web.GetAsync($"/mark-proposals/{Guid.NewGuid()}")).StatusCode);
    }

    [Fact]
    public async Task Names_AreProposed_AndConfirmedByAnotherOfficer()
    {
        await using WebService web = await WebService.StartAsync(o => o.Marking.FourEyes = true);
        Asset one = await web.Scene.ListedAsync("one.society.example"), two = await web.Scene.ListedAsync("two.society.example");
        await web.EnterAsync("otto", AccessRoles.Officer);
        Assert.Contains("Propose to mark it", await web.ShownAsync($"/assets/{one.Id}"), StringComparison.Ordinal);
        string many = $"/assets/confirm?act=mark&id={one.Id}&id={two.Id}";
        string page = await web.ShownAsync(many);
        Assert.Contains("Marking needs two officers here", page, StringComparison.Ordinal);

        string path = await web.DoneAsync(many, ManyNamesPagesTests.Seen(page));

        Assert.StartsWith("/mark-proposals/", path, StringComparison.Ordinal);
        Assert.Contains("You proposed it", await web.ShownAsync(path), StringComparison.Ordinal);
        Dictionary<string, string> seen = await SeenAsync(web);
        await web.RefusedAsync(HttpStatusCode.Forbidden, path, seen, "Confirm");
        await web.EachReadsAsync(path, "one.society.example");
        await web.EachReadsAsync("/mark-proposals", path);
        await web.EachReadsAsync($"/assets/{one.Id}", path);
        await web.EachReadsAsync("/assets", "proposed to be marked");
        await web.EnterAsync("olga", AccessRoles.Officer);
        Assert.Contains("waits for you", await web.ShownAsync("/"), StringComparison.Ordinal);
        await web.RefusedAsync(HttpStatusCode.Conflict, path, new() { ["seen"] = Guid.NewGuid().ToString() }, "Confirm");

        Assert.Equal(path, await web.DoneAsync(path, seen, "Confirm"));

        Assert.Equal(2, await web.Scene.ReadAsync(d => d.Assets.CountAsync(a => a.State == AssetState.Marked)));
        Assert.StartsWith("olga ", await web.LastLineAsync("mark.confirmed"), StringComparison.Ordinal);
        await web.EachReadsAsync(path, "What was marked stands in the lists");
    }

    [Fact]
    public async Task Data_AreProposed_AndTakenBack()
    {
        await using WebService web = await WebService.StartAsync(o => o.Marking.FourEyes = true);
        await web.Scene.ListedDataAsync(Root);
        await web.EnterAsync("otto", AccessRoles.Officer);
        string data = $"/data/{Root}";
        Assert.Contains("Propose to mark the data", await web.ShownAsync(data), StringComparison.Ordinal);

        string path = await web.DoneAsync(
            data, new() { ["seen"] = (await web.Scene.DataAsync(Root)).DecisionVersion.ToString() }, "Mark");

        Assert.Contains(path, await web.ShownAsync(data), StringComparison.Ordinal);
        Assert.Contains(path, await web.ShownAsync("/data"), StringComparison.Ordinal);
        await web.EachReadsAsync(path, Root.ToString());
        await web.EnterAsync("otto", AccessRoles.Officer);
        Assert.Equal(path, await web.DoneAsync(path, await SeenAsync(web), "Refuse"));
        Assert.StartsWith("otto ", await web.LastLineAsync("mark.takenBack"), StringComparison.Ordinal);
        Assert.DoesNotContain(path, await web.ShownAsync(data), StringComparison.Ordinal);
    }

    private static async Task<Dictionary<string, string>> SeenAsync(WebService web)
    {
        MarkProposal proposal = await web.Scene.ReadAsync(d => d.MarkProposals.WhereOpenAt(web.Scene.Clock.Now).SingleAsync());
        return new() { ["seen"] = proposal.Version.ToString() };
    }
}
