using System.Text.Json.Nodes;
using DigitalEmblem.Data;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Work;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Api;

/// <summary>The state of the service over HTTP. When this fails, people are told of the wrong end, and renew nothing in time.</summary>
[Trait("Category", "Servers")]
public class StatusApiTests
{
    [Fact]
    public async Task NextExpiry_IsThatOfTheFirstEmblemOrSignInForce()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient auditor = await service.ClientAsync(AccessRoles.Auditor);
        Assert.Null((await auditor.GetNodeAsync("status"))["nextExpiry"]);

        Asset first = await scene.MarkedAsync("www.society.example");
        await IssueAsync(scene);
        scene.Clock.Now += TimeSpan.FromHours(1);
        await scene.MarkedAsync("mail.society.example");
        await scene.MarkedDataAsync(DataRoot.Parse($"adem-data:1:{new string('a', 52)}"));
        await IssueAsync(scene);
        DateTimeOffset[] ends = await scene.ReadAsync(d => d.Emblems.OrderBy(e => e.Expires).Select(e => e.Expires).ToArrayAsync());
        Assert.Equal(ends[0], await NextAsync(auditor));

        await scene.WithdrawAssets.RunAsync(IssuerScene.Officer, [first.Id], default);
        DateTimeOffset sign = await scene.ReadAsync(d => d.Signs.Select(s => s.Expires).SingleAsync());
        Assert.Equal(ends[1] < sign ? ends[1] : sign, await NextAsync(auditor));
    }

    private static async Task<DateTimeOffset> NextAsync(HttpClient auditor) =>
        DateTimeOffset.Parse((string)(await auditor.GetNodeAsync("status"))["nextExpiry"]!, null);

    private static async Task IssueAsync(IssuerScene scene)
    {
        while (await scene.IssueEmblems.RunAsync(default) > 0)
        {
        }
    }
}
