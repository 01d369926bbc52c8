using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Work.Publishing;
using DigitalEmblem.Issuer.Work.Publishing.Writing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Publications;

/// <summary>
/// Several ways into one zone. When these fail, two targets write the same records, and what one of them withdraws the other puts back.
/// </summary>
public sealed class SamePlaceTests : IAsyncLifetime
{
    private const string One = "127.0.0.1:5301", Other = "127.0.0.1:5302";

    private static readonly DomainName Zone = DomainName.Parse("society.example");

    private readonly PublishingOptions _options = new() { Unsigned = ["127.0.0.0/8:*"] };
    private IssuerScene _scene = null!;

    private SetTarget Set => new(_scene.Store, _options);

    public async Task InitializeAsync()
    {
        _options.PowerDns["main"] = new PowerDnsOptions();
        _options.PowerDns["second"] = new PowerDnsOptions();
        _options.Programs["main"] = new ProgramOptions();
        _scene = await IssuerScene.ReadyAsync();
    }

    public async Task DisposeAsync() => await _scene.DisposeAsync();

    /// <summary>It would be at the first one's place: the same server, or the same API or program behind another server.</summary>
    [Theory]
    [InlineData("DnsUpdate", One, null, "PowerDns", One, "main")]
    [InlineData("PowerDns", One, "main", "DnsUpdate", One, null)]
    [InlineData("PowerDns", One, "main", "PowerDns", Other, "main")]
    [InlineData("Program", One, "main", "Program", Other, "main")]
    [InlineData("Program", One, "main", "PowerDns", One, "main")]
    public async Task SamePlace_IsRefused(string kind, string server, string? access, string next, string nextServer, string? nextAccess)
    {
        await AddAsync(kind, server, access);

        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(() => AddAsync(next, nextServer, nextAccess));

        Assert.Equal(Refusal.AlreadyThere, refused.Refusal);
        Assert.Contains(server, refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, await _scene.ReadAsync(d => d.Targets.CountAsync()));
    }

    [Theory]
    [InlineData("PowerDns", One, "main", "PowerDns", Other, "second")]
    [InlineData("PowerDns", One, "main", "Program", Other, "main")]
    [InlineData("DnsUpdate", One, null, "Program", Other, "main")]
    public async Task OtherPlace_IsTaken(string kind, string server, string? access, string next, string nextServer, string? nextAccess)
    {
        await AddAsync(kind, server, access);
        await AddAsync(next, nextServer, nextAccess);

        Assert.Equal(2, await _scene.ReadAsync(d => d.Targets.CountAsync(t => t.LeavingSince == null)));
    }

    /// <summary>The other server is another target's, in use or still being emptied: both would write one zone.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task OtherServerOfTheSameApi_ThatIsAnotherTargets_IsRefused(bool isLeaving)
    {
        PublicationTarget target = await AddAsync("PowerDns", One, "main");
        PublicationTarget there = await AddAsync("DnsUpdate", Other, null);
        await LeaveAsync(isLeaving ? [there] : []);

        await Assert.ThrowsAsync<RefusedException>(() => Set.ChangeAsync("ada", target.Id, null, Other, "main", 60, default));

        // Another time to live is no other place.
        await Set.ChangeAsync("ada", target.Id, null, One, "main", 300, default);
    }

    /// <summary>Two that are being emptied lead to the new one's place: one of them would take its records away again.</summary>
    [Fact]
    public async Task PlaceThatTwoLeavingTargetsHave_IsRefused_UntilOneIsGone()
    {
        PublicationTarget one = await AddAsync("PowerDns", One, "main"), second = await AddAsync("PowerDns", Other, "second");
        await LeaveAsync(one, second);

        await Assert.ThrowsAsync<RefusedException>(() => AddAsync("PowerDns", Other, "main"));
        await Set.RemoveAsync("ada", second.Id, null, abandon: true, default);

        Assert.Equal(one.Id, (await AddAsync("PowerDns", Other, "main")).Id);
    }

    /// <summary>PowerDNS is shown by another server now: nothing has moved, and nothing is to be removed.</summary>
    [Fact]
    public async Task OtherServerOfTheSameApi_IsNoMove()
    {
        PublicationTarget target = await AddAsync("PowerDns", One, "main");

        PublicationTarget changed = await Set.ChangeAsync("ada", target.Id, null, Other, "main", 60, default);

        Assert.Equal((Other, target.Place), (changed.Server, changed.Place));
        Assert.Equal(1, await _scene.ReadAsync(d => d.Targets.CountAsync()));
    }

    /// <summary>The same server is reached by another way from now on: its records stay, and are this target's.</summary>
    [Fact]
    public async Task ServerGivenUp_AndTakenAgainByAnotherWay_IsTheSamePlace()
    {
        PublicationTarget target = await AddAsync("DnsUpdate", One, null);
        await _scene.MarkedAsync("www.society.example");
        await _scene.IssueEmblems.RunAsync(default);
        await Set.RemoveAsync("ada", target.Id, null, abandon: false, default);

        PublicationTarget again = await AddAsync("PowerDns", One, "main");

        Assert.Equal((target.Id, target.Place, TargetKind.PowerDns), (again.Id, again.Place, again.Kind));
        Assert.False(again.IsLeaving);
    }

    [Theory]
    [InlineData("PowerDns", "main2", "Publishing:PowerDns:NAME")]
    [InlineData("Program", "second", "Publishing:Programs:NAME")]
    [InlineData("DnsUpdate", "main", "Publishing:TsigKeys:NAME")]
    [InlineData("PowerDns", null, "Publishing:PowerDns:NAME")]
    [InlineData("Program", null, "Publishing:Programs:NAME")]
    public async Task AccessThatTheSettingsDoNotName_IsRefused_WithTheSetting(string kind, string? access, string setting)
    {
        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(() => AddAsync(kind, One, access));

        Assert.Contains(setting, refused.Message, StringComparison.Ordinal);
    }

    // As one that still has records of ours.
    private Task LeaveAsync(params PublicationTarget[] targets) => _scene.Store.ChangeAsync(
        "ada",
        async change =>
        {
            foreach (PublicationTarget target in targets)
            {
                (await change.Database.Targets.SingleAsync(t => t.Id == target.Id)).Leave(change.Now);
            }
        },
        default);

    private Task<PublicationTarget> AddAsync(string kind, string server, string? access) =>
        Set.AddAsync("ada", Enum.Parse<TargetKind>(kind), Zone, server, access, 60, default);
}
