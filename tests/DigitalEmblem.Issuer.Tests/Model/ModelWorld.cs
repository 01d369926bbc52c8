using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Public;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Watching;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.Endorsements;
using DigitalEmblem.Issuer.Work.Keys;
using DigitalEmblem.Issuer.Work.Publishing;
using DigitalEmblem.Verifier;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Model;

/// <summary>
/// A society and a ministry that live through random months: all acts of officers, administrators and authorities, rounds of work,
/// restarts, and a clock that moves on. What must hold after each step is checked against what a validator sees in the zone.
/// </summary>
internal sealed class ModelWorld : IAsyncDisposable
{
    private const int MostAssets = 4;

    private static readonly Purposes[] SomePurposes =
        [Purposes.Protective, Purposes.Indicative, Purposes.Protective | Purposes.Indicative, Purposes.CivilDefence, Purposes.All];

    private readonly Pair _pair;
    private readonly Random _random;

    // The zone has two providers of three: both must show the same, and the third nothing.
    private readonly Dictionary<string, MemoryZone> _zones =
        new() { ["127.0.0.1:9"] = new(), ["127.0.0.2:9"] = new(), ["127.0.0.3:9"] = new() };

    private readonly PublishingOptions _publishing = new() { Unsigned = ["127.0.0.0/8:9"] };
    private readonly EmblemVerifier _validator = new();
    private readonly List<string> _steps = [];
    private readonly (string Name, int Weight, Func<Task> Run)[] _acts;
    private Resolver _resolver;
    private WorkRound _round;

    private ModelWorld(Pair pair, int seed)
    {
        _pair = pair;
        _random = new Random(seed);
        _resolver = new Resolver(_publishing);
        _round = NewRound();
        _acts =
        [
            ("list and mark an asset", 6, ListAsync),
            ("mark", 4, () => OnAssetAsync(id => Society.MarkAssets.RunAsync(IssuerScene.Officer, [id], default))),
            ("withdraw", 3, () => OnAssetAsync(id => Society.WithdrawAssets.RunAsync(IssuerScene.Officer, [id], default))),
            ("declare anew", 4, () => OnAssetAsync(id => Society.DeclareAssets.RunAsync(IssuerScene.Officer, [id], default))),
            ("renew", 2, () => OnAssetAsync(id => new RenewAssets(Society.Store).RunAsync(IssuerScene.Officer, [id], default))),
            ("change", 3, ChangeAsync),
            ("endorse an emblem key", 6, EndorseKeyAsync),
            ("make an emblem key", 2, MakeKeyAsync),
            ("retire a key", 2, RetireAsync),
            ("declare a key compromised", 1, CompromiseAsync),
            ("renew the binding certificate", 2, CertificateAsync),
            ("have the ministry endorse", 4, AuthorityAsync),
            ("prepare another root key", 2, PrepareRootAsync),
            ("roll the root key", 3, RollAsync),
            ("move to another provider", 2, MoveAsync),
            ("restart", 2, RestartAsync),
            ("a minute passes", 6, () => PassAsync(TimeSpan.FromMinutes(1))),
            ("some hours pass", 8, () => PassAsync(TimeSpan.FromHours(_random.Next(1, 20)))),
            ("days pass", 4, () => PassAsync(TimeSpan.FromDays(_random.Next(1, 25)))),
        ];
    }

    /// <summary>What was done, for a person who reads why it failed.</summary>
    public IReadOnlyList<string> Steps => _steps;

    /// <summary>How many acts the domain refused.</summary>
    public int Refused { get; private set; }

    /// <summary>How much time has passed in it.</summary>
    public TimeSpan Lived => Society.Clock.Now - TestTrust.Now;

    private IssuerScene Society => _pair.Society;

    private DateTimeOffset Now => Society.Clock.Now;

    private SetTarget SetTarget => new(Society.Store, _publishing);

    public static async Task<ModelWorld> StartAsync(int seed)
    {
        var world = new ModelWorld(await Pair.StartAsync(), seed);
        foreach (string server in world._zones.Keys.Take(2))
        {
            await world.SetTarget.AddAsync(
                "administrator", TargetKind.DnsUpdate, DomainName.Parse("society.example"), server, null, 300, default);
        }

        return world;
    }

    /// <summary>Does one random act, lets the service work, and checks what must hold.</summary>
    public async Task StepAsync()
    {
        (string name, _, Func<Task> run) = Pick();
        _steps.Add($"{Now:u} {name}");
        try
        {
            await run();
        }
        catch (RefusedException e)
        {
            Refused++;
            _steps[^1] += $": refused, {e.Message}";
        }

        await CheckSetsAsync("before the service worked");
        await _round.RunAsync(default);
        await CheckSetsAsync("after the service worked");
        var again = new LookAgain(Society.Store, _publishing, _resolver, Society.Clock, (target, _) => _zones[target.Server!]);
        Assert.Equal(0, (await again.RunAsync(default)).Changed);
        await CheckAllTellTheSameAsync();
        await CheckRenewedAsync();
    }

    /// <summary>The journal replays.</summary>
    public async Task CheckJournalAsync()
    {
        await using IssuerContext database = Society.Contexts.Open();
        JournalAuditResult audit = await JournalAudit.RunAsync(database, null, default);
        Assert.Empty(audit.Faults);
    }

    public async ValueTask DisposeAsync()
    {
        await _resolver.DisposeAsync();
        await _pair.DisposeAsync();
    }

    private (string Name, int Weight, Func<Task> Run) Pick()
    {
        int at = _random.Next(_acts.Sum(a => a.Weight));
        foreach ((string, int Weight, Func<Task>) act in _acts)
        {
            if ((at -= act.Weight) < 0)
            {
                return act;
            }
        }

        return _acts[^1];
    }

    /// <summary>A set that is published and whose emblem has not expired is Marked: no act of anyone may make it anything else.</summary>
    private async Task CheckSetsAsync(string when)
    {
        List<IssuedEmblem> emblems = await Society.ReadAsync(d => d.Emblems.ToListAsync());
        foreach ((DomainName name, IReadOnlyList<ReadOnlyMemory<byte>> there) in
            _zones.Values.SelectMany(z => z.Names.Select(n => (n, z.Of(n)))))
        {
            VerifiedTokens verified = _validator.Verify(
                UnverifiedTokens.Read(TokenBundle.Write(there)), HeldEvidence.AssumeCommittedUnsafe, Now);
            Verdict verdict = TrustPolicy.Default.Decide(verified, AssetIdentifier.ForName(name));
            string token = Convert.ToHexString(there[0].Span);
            // An emblem that is issued again at the same instant is the same token: Ed25519 signs without chance.
            IssuedEmblem emblem = emblems.First(e => Convert.ToHexString(e.Token) == token);
            Assert.True(
                verdict.Outcome == VerdictOutcome.Marked || emblem.Expires <= Now,
                $"{when}, {name} is {verdict.Outcome}: {verdict.Reason}");
        }
    }

    /// <summary>
    /// The zone at both providers, the well-known resource and the watch tell the same; no set that expired stays, and none at a provider
    /// from before.
    /// </summary>
    private async Task CheckAllTellTheSameAsync()
    {
        List<Asset> assets = await Society.ReadAsync(d => d.Assets.ToListAsync());
        string[] servers = [.. (await Society.ReadAsync(
            d => d.Targets.Where(t => t.LeavingSince == null).ToListAsync())).Select(t => t.Server!)];
        List<Publication> publications = await Society.ReadAsync(
            d => d.Publications.Where(p => d.Targets.Any(t => t.Id == p.TargetId && t.LeavingSince == null)).ToListAsync());
        EmblemSets sets = await Society.ReadAsync(d => EmblemSets.LoadAsync(d, assets, Now, default));
        foreach (Asset asset in assets)
        {
            // A new cache each time: the service's own keeps an answer for ten seconds.
            using var wellKnown = new WellKnownSets(Society.Store, Society.Clock);
            IReadOnlyList<ReadOnlyMemory<byte>> there = _zones[servers[0]].Of(asset.Name);
            Assert.All(_zones, z => Assert.Equal(
                servers.Contains(z.Key) ? there.Select(OwnRecords.Hex) : [], z.Value.Of(asset.Name).Select(OwnRecords.Hex)));
            WellKnownSet? told = await wellKnown.FindAsync(asset.Name, default);
            bool inForce = asset.State == AssetState.Marked && sets.EmblemOf(asset) is { } emblem && emblem.Expires > Now;
            Assert.True(
                inForce ? told is not null && told.Bundle.AsSpan().SequenceEqual(TokenBundle.Write(there)) : told is null,
                $"{asset.Name} is {asset.State}: the zone has {there.Count} records, and the well-known resource "
                    + $"{(told is null ? "nothing" : "another set")}");
            Assert.True(inForce || there.Count == 0, $"{asset.Name} is {asset.State}, has no emblem in force, and its records are there");
            Assert.Empty(Watched(asset, [.. publications.Where(p => p.AssetId == asset.Id)], sets, there)
                .Where(f => f.Kind is AlertKind.Altered or AlertKind.Missing or AlertKind.UnknownEmblem or AlertKind.WithdrawnIsThere)
                .Select(f => f.Text));
        }
    }

    private IReadOnlyList<AlertFinding> Watched(
        Asset asset, IReadOnlyList<Publication> publications, EmblemSets sets, IReadOnlyList<ReadOnlyMemory<byte>> there)
    {
        var answer = new LookupAnswer { Outcome = there.Count == 0 ? LookupOutcome.NoData : LookupOutcome.Found, Data = there };
        VerifiedTokens verified = _validator.Verify(
            UnverifiedTokens.Read(TokenBundle.Write(there)), HeldEvidence.AssumeCommittedUnsafe, Now);
        return NameJudgement.Of(new NameFacts
        {
            Asset = asset,
            Places = [.. publications.Select(p => new PlaceFacts(p, answer))],
            Ours = sets.TryOf(asset),
            IsEndorsed = sets.IsEndorsed(asset),
            World = answer,
            WorldTxt = new LookupAnswer { Outcome = LookupOutcome.NoData },
            Verdict = TrustPolicy.Default.Decide(verified, AssetIdentifier.ForName(asset.Name)),
            IssuedHere = there.Count == 0 ? new HashSet<string>() : new HashSet<string> { Convert.ToHexString(there[0].Span) },
            At = Now,
        }).Findings;
    }

    /// <summary>A marked asset has an emblem in force, unless the model knows why it cannot.</summary>
    private async Task CheckRenewedAsync()
    {
        List<Asset> assets = await Society.ReadAsync(d => d.Assets.Where(a => a.State == AssetState.Marked).ToListAsync());
        Purposes permitted = await PermittedAsync();
        foreach (Asset asset in assets)
        {
            IssuedEmblem? emblem = await Society.ReadAsync(d => d.Emblems.SingleOrDefaultAsync(e => e.Id == asset.EmblemId));
            bool cannot = asset.DeclaredUntil <= Now + TimeSpan.FromMinutes(1)
                || (asset.Purposes & permitted) != asset.Purposes
                || asset.RenewAt > Now;
            Assert.True(
                cannot || emblem?.Expires > Now,
                $"{asset.Name} is marked for {asset.Purposes}, the key is endorsed for {permitted}, and it has no emblem in force");
        }
    }

    /// <summary>What the emblem key in use is endorsed for now; none if there is no such key or endorsement.</summary>
    private Task<Purposes> PermittedAsync() => Society.ReadAsync(async d =>
    {
        OrganizationKey? key = await d.Keys.SingleOrDefaultAsync(k => k.Use == KeyUse.Emblem && k.State == KeyState.Active);
        HeldEndorsement? held = key is null
            ? null
            : await d.Endorsements.SingleOrDefaultAsync(
                e => e.KeyId == key.Id && e.State == EndorsementState.Current && e.SignerKeyId != null);
        return held is not null && held.IsCurrentAt(Now) && held.Expires > Now + TimeSpan.FromMinutes(1) ? held.Purposes : Purposes.None;
    });

    private Purposes APurpose() => SomePurposes[_random.Next(SomePurposes.Length)];

    private async Task ListAsync()
    {
        int count = await Society.ReadAsync(d => d.Assets.CountAsync());
        if (count < MostAssets)
        {
            await Society.MarkedAsync($"www{count}.society.example", SomePurposes[_random.Next(3)]);
        }
    }

    private async Task OnAssetAsync(Func<Guid, Task> act)
    {
        List<Guid> ids = await Society.ReadAsync(d => d.Assets.OrderBy(a => a.Name).Select(a => a.Id).ToListAsync());
        if (ids.Count > 0)
        {
            await act(ids[_random.Next(ids.Count)]);
        }
    }

    private Task ChangeAsync() => OnAssetAsync(id =>
    {
        TimeSpan? lifetime = _random.Next(3) switch { 0 => null, 1 => TimeSpan.FromHours(_random.Next(1, 48)), _ => TimeSpan.FromDays(31) };
        return new ChangeAsset(Society.Store).RunAsync(IssuerScene.Officer, id, null, APurpose(), lifetime, default);
    });

    private async Task EndorseKeyAsync()
    {
        List<Guid> keys = await Society.ReadAsync(d => d.Keys
            .Where(k => k.Use == KeyUse.Emblem && (k.State == KeyState.Active || k.State == KeyState.Pending))
            .OrderBy(k => k.CreatedAt).Select(k => k.Id).ToListAsync());
        if (keys.Count > 0)
        {
            await Society.EndorseKey.RunAsync("administrator", keys[_random.Next(keys.Count)], APurpose(), default);
        }
    }

    private Task MakeKeyAsync() =>
        Society.MakeKey.RunAsync("administrator", KeyUse.Emblem, SignatureAlgorithm.Ed25519, KeyCustody.File, default);

    private async Task RetireAsync()
    {
        List<Guid> keys = await Society.ReadAsync(d => d.Keys.Where(k => k.State != KeyState.Retired && k.State != KeyState.Compromised)
            .OrderBy(k => k.CreatedAt).Select(k => k.Id).ToListAsync());
        Guid chosen = keys[_random.Next(keys.Count)];
        await new RetireKey(Society.Store, Society.Ring).RunAsync("administrator", chosen, null, default);
    }

    private async Task CompromiseAsync()
    {
        List<Guid> keys = await Society.ReadAsync(d => d.Keys.Where(k => k.State == KeyState.Active).OrderBy(k => k.CreatedAt)
            .Select(k => k.Id).ToListAsync());
        if (keys.Count > 0)
        {
            await Society.DeclareCompromise.RunAsync("administrator", keys[_random.Next(keys.Count)], default);
        }
    }

    private async Task CertificateAsync()
    {
        List<OrganizationKey> roots = await Society.ReadAsync(d => d.Keys
            .Where(k => k.Use == KeyUse.Root && (k.State == KeyState.Active || k.State == KeyState.Pending)).ToListAsync());
        if (roots.Count > 0)
        {
            await Society.CommitAsync(roots[_random.Next(roots.Count)]);
        }
    }

    private async Task PrepareRootAsync()
    {
        OrganizationKey next = await Society.MakeKey.RunAsync(
            "administrator", KeyUse.Root, SignatureAlgorithm.ES384, KeyCustody.File, default);
        await Society.CommitAsync(next);
    }

    /// <summary>With the ministry's endorsement of the new root key, or without it.</summary>
    private async Task RollAsync()
    {
        Guid next = await Society.ReadAsync(d => d.Keys.Where(k => k.Use == KeyUse.Root && k.State == KeyState.Pending)
            .OrderByDescending(k => k.CreatedAt).Select(k => k.Id).FirstOrDefaultAsync());
        if (next != default)
        {
            bool left = _random.Next(2) == 0 && await Society.ReadAsync(d => d.Endorsements.AnyAsync(
                e => e.State == EndorsementState.Current && e.SignerKeyId == null
                    && d.Keys.Any(k => k.Id == e.KeyId && k.State == KeyState.Active)));
            await Society.RollRoot.RunAsync(
                "administrator", next, null, left ? [_pair.Ministry.Organization] : [], default);
        }
    }

    private async Task AuthorityAsync()
    {
        Purposes purposes = APurpose();
        var lifetime = TimeSpan.FromDays(_random.Next(1, 90));
        Application application = await _pair.AskAsync(purposes);
        application = await _pair.Ministry.DecideApplication.ApproveAsync("carla", application.Id, null, purposes, lifetime, default);
        application = await _pair.Ministry.DecideApplication.ApproveAsync("david", application.Id, null, purposes, lifetime, default);
        (GivenEndorsement? given, _) = await _pair.Ministry.EndorseApplicant.RunAsync("carla", application.Id, default);
        await Society.AcceptEndorsement.RunAsync("administrator", await _pair.BundleAsync(given!), await _pair.ChainAsync(), default);
    }

    /// <summary>One of the two providers is replaced by the third.</summary>
    private async Task MoveAsync()
    {
        List<PublicationTarget> targets = await Society.ReadAsync(
            d => d.Targets.Where(t => t.LeavingSince == null).OrderBy(t => t.Id).ToListAsync());
        string free = _zones.Keys.First(s => targets.All(t => t.Server != s));
        await SetTarget.ChangeAsync("administrator", targets[_random.Next(targets.Count)].Id, null, free, null, 300, default);
    }

    private async Task RestartAsync()
    {
        await _resolver.DisposeAsync();
        _resolver = new Resolver(_publishing);
        _round = NewRound();
    }

    private Task PassAsync(TimeSpan time)
    {
        Society.Clock.Now += time;
        return Task.CompletedTask;
    }

    private WorkRound NewRound()
    {
        var instance = Instance.New();
        var keys = new RingKeys(Society.Ring);
        var endorse = new EndorseKey(Society.Store, keys, Society.Issuing, Society.Clock);
        return new WorkRound(
            new IssueEmblems(Society.Store, keys, Society.Issuing, instance, Society.Clock),
            new PublishSets(
                Society.Store, _publishing, Society.Issuing, _resolver, instance, Society.Clock, (target, _) => _zones[target.Server!]),
            new RenewEndorsements(Society.Store, endorse, Society.Issuing, Society.Clock),
            new FollowUpCompromises(Society.Store, Society.MakeKey, endorse, Society.Ring, Society.Clock),
            new DueNames(Society.Store, Society.Clock));
    }
}
