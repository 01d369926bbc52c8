using System.Net;
using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Work;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Api;

/// <summary>
/// The journal over HTTP. When these fail, one auditor's call takes the memory of the service, or lines are left out.
/// </summary>
[Trait("Category", "Servers")]
public class JournalApiTests
{
    [Fact]
    public async Task ReasonOfACall_IsInItsLines()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient administrator = await service.ClientAsync(AccessRoles.Administrator);
        administrator.DefaultRequestHeaders.Add("Reason", "She joined the night shift.");
        await administrator.PostAsync("access", "{'name':'anna','roles':['Officer']}").NodeAsync(HttpStatusCode.Created);

        List<string> lines = await scene.ReadAsync(
            d => d.Journal.OrderByDescending(e => e.Sequence).Take(2).Select(e => e.Details).ToListAsync());
        Assert.All(lines, l => Assert.Equal("She joined the night shift.", JsonNode.Parse(l)!["reason"]!.GetValue<string>()));
        administrator.DefaultRequestHeaders.Remove("Reason");
        administrator.DefaultRequestHeaders.Add("Reason", new string('x', 201));
        await administrator.PostAsync("persons", "{'handle':'ben'}").ProblemAsync("malformed");
    }

    [Fact]
    public async Task PagesOfLongLines_EndAfterAMegabyte_AndNoLineIsLost()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient auditor = await service.ClientAsync(AccessRoles.Auditor);
        foreach (int length in new[] { 400_000, 400_000, 400_000, 1_500_000, 10, 10 })
        {
            await scene.Store.ChangeAsync(
                "test",
                change =>
                {
                    change.Journal("test.long", "x", new JsonObject { ["text"] = new string('x', length) });
                    return Task.CompletedTask;
                },
                default);
        }

        var read = new List<long>();
        int pages = 0;
        for (long? next = 0; next is { } after; pages++)
        {
            JsonNode page = await auditor.GetNodeAsync($"journal?limit=1000&after={after}");
            read.AddRange(page["items"]!.AsArray().Select(l => l!["sequence"]!.GetValue<long>()));
            next = page["next"]?.GetValue<long>();
        }

        Assert.Equal(await scene.ReadAsync(d => d.Journal.OrderBy(e => e.Sequence).Select(e => e.Sequence).ToListAsync()), read);
        Assert.Equal(4, pages);
    }
}
