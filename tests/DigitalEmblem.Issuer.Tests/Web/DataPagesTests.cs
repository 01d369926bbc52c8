using System.Net;
using DigitalEmblem.Data;
using DigitalEmblem.Issuer.Domain;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Web;

/// <summary>
/// The pages of marked data. When these fail, data get a sign that nobody declared, or a person believes that a withdrawal calls copies
/// back.
/// </summary>
[Trait("Category", "Servers")]
public sealed class DataPagesTests
{
    private static readonly DataRoot Root = DataRoot.FromBytes([.. Enumerable.Repeat((byte)7, DataRoot.Length)]);

    [Fact]
    public async Task None_SaysWhatToDoFirst_ToEveryReader()
    {
        await using WebService web = await WebService.StartAsync();

        await web.EachReadsAsync("/data", "No data yet.");
        Assert.Equal(HttpStatusCode.NotFound, (await web.GetAsync($"/data/{Root}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await web.GetAsync("/data/none")).StatusCode);
    }

    [Fact]
    public async Task Data_FromTheRootToTheSign_AndWithdrawn()
    {
        await using WebService web = await WebService.StartAsync();
        await web.EnterAsync("otto", AccessRoles.Officer);
        string refused = await web.RefusedAsync(
            HttpStatusCode.BadRequest, "/data/add", new() { ["root"] = Visits.Hostile, ["label"] = "archive" });
        Assert.Contains("value=\"archive\"", refused, StringComparison.Ordinal);

        var form = new Dictionary<string, string>
        {
            ["root"] = $" {Root} ",
            ["purposes"] = "protective",
            ["label"] = Visits.Hostile.Replace("\u202E", "", StringComparison.Ordinal),
        };
        string path = await web.DoneAsync("/data/add", form);
        Assert.Equal($"/data/{Root}", path);
        Assert.Equal($"otto {Root}", await web.LastLineAsync("data.listed"));
        Assert.DoesNotContain("<script>alert", await web.ShownAsync(path) + await web.ShownAsync("/data"), StringComparison.Ordinal);
        await web.RefusedAsync(HttpStatusCode.Conflict, "/data/add", new(form) { ["purposes"] = "indicative" });

        await web.RefusedAsync(HttpStatusCode.Conflict, path, await SeenAsync(web), "Mark");
        await web.RefusedAsync(HttpStatusCode.Conflict, path, new() { ["seen"] = Guid.NewGuid().ToString() }, "Declare");
        await web.DoneAsync(path, await SeenAsync(web), "Declare");
        Assert.Equal($"otto {Root}", await web.LastLineAsync("data.declared"));
        await web.DoneAsync(path, await SeenAsync(web), "Mark");
        await web.Scene.IssueEmblems.RunAsync(default);

        await web.EachReadsAsync(path, "A sign is in force until");
        using (HttpResponseMessage sign = await web.GetAsync($"{path}?handler=Sign"))
        {
            Assert.Equal(TokenBundle.MediaType, sign.Content.Headers.ContentType!.MediaType);
            Assert.Equal(Root, DataSign.Read(await sign.Content.ReadAsByteArrayAsync()).Root);
        }

        await web.EnterAsync("olga", AccessRoles.Officer);
        Assert.Contains("Copies cannot be called back", await web.ShownAsync(path), StringComparison.Ordinal);
        // When this fails, a renewal meanwhile holds a withdrawal up.
        await web.DoneAsync(path, new() { ["seen"] = Guid.NewGuid().ToString() }, "Withdraw");

        Assert.Equal($"olga {Root}", await web.LastLineAsync("data.withdrawn"));
        Assert.Contains("Copies cannot be called back", await web.ShownAsync(path), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Gone, (await web.GetAsync($"{path}?handler=Sign")).StatusCode);
        Assert.Contains(Root.ToString(), await web.ShownAsync("/data?state=Withdrawn"), StringComparison.Ordinal);
        Assert.Contains("No data match this filter", await web.ShownAsync("/data?state=Marked"), StringComparison.Ordinal);
    }

    private static async Task<Dictionary<string, string>> SeenAsync(WebService web) =>
        new() { ["seen"] = (await web.Scene.DataAsync(Root)).DecisionVersion.ToString() };
}
