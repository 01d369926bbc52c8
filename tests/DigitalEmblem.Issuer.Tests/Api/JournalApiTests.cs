using System.Formats.Cbor;
using System.Net;
using System.Security.Cryptography;
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

    [Fact]
    public async Task Export_HasAllLines_AndTheirHashesCanBeComputed()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient auditor = await service.ClientAsync(AccessRoles.Auditor, "anna");
        await scene.ListedAsync("www.society.example");
        JsonNode head = await auditor.GetNodeAsync("journal/head");

        (JsonNode first, JsonNode[] lines) = await ExportAsync(auditor, "journal/export");
        (JsonNode of, JsonNode[] some) = await ExportAsync(auditor, "journal/export?from=3&to=4");

        Assert.Equal(head.ToJsonString(), first["head"]!.ToJsonString());
        Assert.Equal(Enumerable.Range(1, lines.Length), lines.Select(l => l["sequence"]!.GetValue<int>()));
        Assert.Equal(first["to"]!.GetValue<int>(), lines.Length);
        Assert.Equal(head["hash"]!.GetValue<string>(), HashOf(first["before"]!.GetValue<string>(), lines));
        Assert.Equal(lines[1]["hash"]!.GetValue<string>(), of["before"]!.GetValue<string>());
        Assert.Equal(lines[3]["hash"]!.GetValue<string>(), HashOf(of["before"]!.GetValue<string>(), some));
        Assert.DoesNotContain(lines, l => l.ToJsonString().Contains("anna", StringComparison.Ordinal));
        Assert.Empty((await ExportAsync(auditor, $"journal/export?from={lines.Length + 1}")).Lines);
        await auditor.GetAsync("journal/export?from=0").ProblemAsync("malformed");
        await auditor.GetAsync("journal/export?from=4&to=3").ProblemAsync("malformed");
        await auditor.GetAsync("journal/export?from=4000").ProblemAsync("malformed");
    }

    [Fact]
    public async Task LinesBetweenTwoHeads_LeadFromOneToTheOther_OrTheFirstThatDoesNotIsNamed()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient auditor = await service.ClientAsync(AccessRoles.Auditor);
        await scene.ListedAsync("www.society.example");
        long last = (await auditor.GetNodeAsync("journal/head"))["sequence"]!.GetValue<long>();

        JsonNode whole = await auditor.GetNodeAsync($"journal/consistency?first=0&second={last}");
        JsonNode none = await auditor.GetNodeAsync($"journal/consistency?first={last}&second={last}");
        await scene.Store.ChangeAsync(
            "test",
            change => change.Database.Journal.Where(e => e.Sequence == 3).ExecuteUpdateAsync(s => s.SetProperty(e => e.Action, "other")),
            default);
        JsonNode broken = await auditor.GetNodeAsync($"journal/consistency?first=1&second={last}");

        Assert.Equal((true, last), (whole["isChain"]!.GetValue<bool>(), whole["lines"]!.GetValue<long>()));
        Assert.Equal(last, (await ExportAsync(auditor, whole["proof"]!.GetValue<string>())).Lines.Length);
        Assert.Equal((true, null), (none["isChain"]!.GetValue<bool>(), none["proof"]));
        Assert.Equal((false, 3), (broken["isChain"]!.GetValue<bool>(), broken["brokenAt"]!.GetValue<int>()));
        await auditor.GetAsync($"journal/consistency?first=2&second=1").ProblemAsync("malformed");
        await auditor.GetAsync($"journal/consistency?first=0&second={last + 1}").ProblemAsync("malformed");
    }

    private static async Task<(JsonNode Head, JsonNode[] Lines)> ExportAsync(HttpClient client, string path)
    {
        HttpResponseMessage answer = await client.GetAsync(path);
        Assert.Equal("application/x-ndjson", answer.Content.Headers.ContentType?.MediaType);
        JsonNode[] lines = [.. (await answer.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => JsonNode.Parse(l)!)];
        return (lines[0], lines[1..]);
    }

    /// <summary>The hash over lines, as an auditor's own program computes it.</summary>
    private static string HashOf(string before, IEnumerable<JsonNode> lines) => lines.Aggregate(before, (hash, l) =>
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartArray(8);
        writer.WriteByteString(Convert.FromHexString(hash));
        writer.WriteInt64(l["sequence"]!.GetValue<long>());
        writer.WriteInt64(l["atMilliseconds"]!.GetValue<long>());
        writer.WriteTextString(l["actor"]!.GetValue<string>());
        if (l["credential"]?.GetValue<string>() is { } credential)
        {
            writer.WriteTextString(credential);
        }
        else
        {
            writer.WriteNull();
        }

        writer.WriteTextString(l["action"]!.GetValue<string>());
        writer.WriteTextString(l["subject"]!.GetValue<string>());
        writer.WriteTextString(l["details"]!.GetValue<string>());
        writer.WriteEndArray();
        string computed = Convert.ToHexStringLower(SHA256.HashData(writer.Encode()));
        Assert.Equal(l["hash"]!.GetValue<string>(), computed);
        return computed;
    });
}
