using System.Net;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Secrets;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.Publishing;
using DigitalEmblem.Issuer.Work.Publishing.Writing;
using DigitalEmblem.Verifier;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Tests.Publications;

/// <summary>
/// A society that publishes to a real name server. Its clock starts at the true time, since name servers check it; a test moves it by less
/// than the five minutes that they allow.
/// </summary>
internal sealed class PublishingScene : IAsyncDisposable
{
    private readonly TestTrust _trust;

    private PublishingScene(TestTrust trust, IssuerScene issuer, PublishingOptions options)
    {
        _trust = trust;
        Issuer = issuer;
        Options = options;
        Resolver = new Resolver(options);
        PublishSets = NewInstance();
    }

    public IssuerScene Issuer { get; }

    /// <summary>The certificate authority and the log that all believe.</summary>
    public TestTrust Trust => _trust;

    public PublishingOptions Options { get; }

    public Resolver Resolver { get; }

    public PublishSets PublishSets { get; private set; }

    public CheckControl CheckControl => new(Issuer.Store, Options, Resolver, Issuer.Clock);

    public ControlToShow ToShow => new(Issuer.Store);

    public AdoptEmblems Adopt => new(Issuer.Store);

    public HastenPublication Hasten => new(Issuer.Store, Issuer.Clock);

    public SetTarget SetTarget => new(Issuer.Store, Options);

    public TakeOverName TakeOver => new(Issuer.Store);

    public LookAgain LookAgain => new(Issuer.Store, Options, Resolver, Issuer.Clock);

    public HandOutRecords Records => new(Issuer.Store, Options, Issuer.Clock);

    /// <summary>A society with one target.</summary>
    /// <param name="server">The name server; also what the world sees, unless another is named.</param>
    /// <param name="keyFile">The TSIG key for the targets.</param>
    /// <param name="resolver">What shows what the world sees.</param>
    /// <param name="organization">The society.</param>
    public static async Task<PublishingScene> StartAsync(
        IPEndPoint server, string? keyFile, IPEndPoint? resolver = null, string organization = "https://society.example")
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        var trust = new TestTrust(now);
        IssuerScene issuer = await IssuerScene.ReadyAsync(organization, trust: trust, clock: new SettableClock(now));
        var options = new PublishingOptions
        {
            Resolver = (resolver ?? server).ToString(),
            Timeout = TimeSpan.FromSeconds(2),
            ReadBack = TimeSpan.FromSeconds(2),
            Unsigned = ["127.0.0.0/8:*"],
        };
        if (keyFile is not null)
        {
            options.TsigKeys["key"] = keyFile;
        }

        return new PublishingScene(trust, issuer, options);
    }

    /// <summary>With BIND, and its zone as a target.</summary>
    public static async Task<PublishingScene> StartAsync(UpdatableServer bind, string zone = UpdatableServer.Zone)
    {
        PublishingScene scene = await StartAsync(bind.EndPoint, bind.KeyFile);
        await scene.TargetAsync(zone, bind.EndPoint, "key");
        return scene;
    }

    /// <summary>With PowerDNS, and its zone as a target.</summary>
    /// <param name="server">PowerDNS.</param>
    /// <param name="url">Where its API is called; null for where it is.</param>
    /// <param name="zone">The zone.</param>
    public static async Task<PublishingScene> StartAsync(PowerDnsServer server, string? url = null, string zone = PowerDnsServer.Zone)
    {
        PublishingScene scene = await StartAsync(server.EndPoint, null);
        scene.Options.PowerDns["dns"] = new PowerDnsOptions
        {
            Url = url ?? server.Url,
            Key = new SecretSource { File = server.KeyFile },
        };
        await scene.SetTarget.AddAsync(
            "administrator", TargetKind.PowerDns, DomainName.Parse(zone), server.EndPoint.ToString(), "dns", 60, default);
        return scene;
    }

    /// <summary>Another instance on the same database.</summary>
    public PublishSets NewInstance() => new(Issuer.Store, Options, Issuer.Issuing, Resolver, Instance.New(), Issuer.Clock);

    /// <summary>The service is started anew.</summary>
    public void Restart() => PublishSets = NewInstance();

    public Task<PublicationTarget> TargetAsync(string zone, IPEndPoint? server, string? key, int ttl = 60) => Issuer.Store.ChangeAsync(
        "administrator",
        change =>
        {
            var target = PublicationTarget.Create(
                server is null ? TargetKind.ByHand : TargetKind.DnsUpdate,
                DomainName.Parse(zone),
                server?.ToString(),
                key,
                ttl,
                change.Now);
            change.Database.Add(target);
            return Task.FromResult(target);
        },
        default);

    /// <summary>Marks assets, issues their emblems, and tries once to publish them.</summary>
    public async Task<Asset[]> PublishAsync(params string[] names)
    {
        var assets = new List<Asset>();
        foreach (string name in names)
        {
            assets.Add(await Issuer.MarkedAsync(name));
        }

        await IssueAsync();
        await PublishDueAsync();
        return [.. assets];
    }

    public async Task IssueAsync()
    {
        while (await Issuer.IssueEmblems.RunAsync(default) > 0)
        {
        }
    }

    public async Task PublishDueAsync()
    {
        while (await PublishSets.RunAsync(default) > 0)
        {
        }
    }

    /// <summary>Has a new emblem issued in the place of the one before, as at a renewal.</summary>
    public async Task RenewAsync(string name)
    {
        // Emblems of one second have the same text: one that is renewed is another.
        Issuer.Clock.Now += TimeSpan.FromSeconds(1);
        await Issuer.Store.ChangeAsync(
            "service", async c => (await c.Database.Assets.SingleAsync(a => a.Name == DomainName.Parse(name))).Refresh(c.Now), default);
        await IssueAsync();
    }

    public Task WithdrawAsync(Asset asset) => Issuer.WithdrawAssets.RunAsync(IssuerScene.Officer, [asset.Id], default);

    public async Task<Publication> PublicationAsync(string name)
    {
        Asset asset = await Issuer.AssetAsync(name);
        return await Issuer.ReadAsync(d => d.Publications.SingleAsync(p => p.AssetId == asset.Id));
    }

    /// <summary>The publication of a name at one of its targets.</summary>
    public async Task<Publication> PublicationAtAsync(string name, Guid target)
    {
        Asset asset = await Issuer.AssetAsync(name);
        return await Issuer.ReadAsync(d => d.Publications.SingleAsync(
            p => p.AssetId == asset.Id && p.Place == d.Targets.First(t => t.Id == target).Place));
    }

    /// <summary>The records that belong at a name now, as hexadecimal text in order.</summary>
    public async Task<string[]> OursAsync(string name)
    {
        UnverifiedTokens set = await Issuer.SetAsync(name);
        return [.. PublishedRecords.For(set, DomainName.Parse(name)).Data.Select(d => Convert.ToHexString(d.Span))
            .Order(StringComparer.Ordinal)];
    }

    /// <summary>The records that a server has at a name.</summary>
    public static async Task<string[]> HeldAsync(IPEndPoint server, string name)
    {
        await using var exchange = new DnsExchange(
            new DnsExchangeOptions { Servers = [DnsServer.At(server, tcpOnly: true)], Authoritative = true });
        LookupAnswer answer = await exchange.LookUpAsync(DomainName.Parse(name), DnsEmblemSource.DefaultIhleType);
        return answer.IsAnswer
            ? [.. answer.Data.Select(d => Convert.ToHexString(d.Span)).Order(StringComparer.Ordinal)]
            : throw new InvalidOperationException(string.Join(" ", answer.Attempts));
    }

    /// <summary>What anyone would say who looks a name up there.</summary>
    public async Task<Verdict> CheckAsync(IPEndPoint server, string name)
    {
        await using var exchange = new DnsExchange(new DnsExchangeOptions { Servers = [DnsServer.At(server)] });
        var checker = new EmblemChecker(
            [new DnsEmblemSource(exchange)],
            new EmblemVerifier(new VerifierOptions()),
            TrustPolicy.Default,
            HeldEvidence.AssumeCommittedUnsafe,
            Issuer.Clock);
        return await checker.CheckAsync(DomainName.Parse(name));
    }

    public Task<int> JournaledAsync(string action) => Issuer.ReadAsync(d => d.Journal.CountAsync(j => j.Action == action));

    public async ValueTask DisposeAsync()
    {
        await Resolver.DisposeAsync();
        await Issuer.DisposeAsync();
        _trust.Dispose();
    }
}
