using DigitalEmblem.Data;
using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Public;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Tests.Journal;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Watching;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.Endorsements;
using DigitalEmblem.Issuer.Work.Errands;
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
            ("ask for data and mark them", 4, RequestDataAsync),
            ("mark data", 1, () => OnDataAsync(r => Society.ActOnData.MarkAsync(IssuerScene.Officer, r, null, default))),
            ("withdraw data", 1, () => OnDataAsync(r => Society.ActOnData.WithdrawAsync(IssuerScene.Officer, r, null, default))),
            ("declare data anew", 2, () => OnDataAsync(r => Society.ActOnData.DeclareAsync(IssuerScene.Officer, r, null, default))),
            ("hand in a long list", 3, ErrandAsync),
            ("change", 3, ChangeAsync),
            ("endorse an emblem key", 6, EndorseKeyAsync),
            ("make an emblem key", 2, MakeKeyAsync),
            ("retire a key", 2, RetireAsync),
            ("declare a key compromised", 1, CompromiseAsync),
            ("suspend a key", 1, SuspendAsync),
            ("resume a key", 3, ResumeAsync),
            ("confirm a compromise", 2, ConfirmAsync),
            ("take a compromise back", 1, TakeBackAsync),
            ("decide about assets after a compromise", 1, DecideAsync),
            ("renew the binding certificate", 2, CertificateAsync),
            ("have the ministry endorse", 4, AuthorityAsync),
            ("choose the profiles of the zone", 3, ProfilesOfZoneAsync),
            ("choose the profiles of an asset", 3, ProfilesOfAssetAsync),
            ("prepare another root key", 2, PrepareRootAsync),
            ("roll the root key", 3, RollAsync),
            ("move to another provider", 2, MoveAsync),
            ("give a provider up and take it again", 1, ReturnAsync),
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
        await CheckDataAsync();
        await CheckNothingBySuspendedKeysAsync();
    }

    /// <summary>Every compromise has an act that ends it.</summary>
    public async Task CheckCompromisesEndAsync()
    {
        foreach (KeyCompromise open in await OpenCompromisesAsync())
        {
            if (open.Step == CompromiseStep.Declared)
            {
                await Society.ConfirmCompromise.RunAsync("second officer", open.Id, null, default);
            }

            await Society.DecideCompromise.RunAsync("third officer", open.Id, null, null, CompromiseDecision.Withdraw, "all", default);
        }

        for (int round = 0; round < 4; round++)
        {
            await _round.RunAsync(default);
        }

        Assert.Empty((await OpenCompromisesAsync()).Select(c => $"{c.Step}: {c.WaitsFor}"));
        await CheckSetsAsync("after all compromises were decided");
        await CheckAllTellTheSameAsync();
    }

    /// <summary>The journals replay: each row of both databases is as the lines tell it.</summary>
    public async Task CheckJournalAsync()
    {
        foreach (IssuerScene scene in new[] { Society, _pair.Ministry })
        {
            JournalAuditResult audit = await scene.ReadAsync(d => JournalAudit.RunAsync(d, null, default));
            Assert.Empty(audit.Faults);
            await NamesInLines.CheckAsync(scene);
        }
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

    /// <summary>
    /// A set that is published and whose emblem has not expired is Marked, in each profile in which it is there: no act of anyone may make
    /// it anything else.
    /// </summary>
    private async Task CheckSetsAsync(string when)
    {
        List<IssuedEmblem> emblems = await Society.ReadAsync(d => d.Emblems.ToListAsync());
        foreach ((DomainName name, NameStanding there) in _zones.Values.SelectMany(z => z.Names.Select(n => (n, Shown(z, n)))))
        {
            foreach (StandingRecords records in there.Records.Where(r => r.OfEmblems.Count > 0))
            {
                string[] keys = [.. records.OfEmblems.Select(records.Key)];
                // An emblem that is issued again at the same instant is the same token: Ed25519 signs without chance.
                IssuedEmblem emblem = emblems.First(e => e.Tokens.Select(RecordOf).Any(keys.Contains));
                Verdict verdict = await JudgeAsync(NameStanding.Of(name, [(records.Type, records.Answer)]), name);
                Assert.True(
                    verdict.Outcome == VerdictOutcome.Marked || emblem.Expires <= Now,
                    $"{when}, {name} is {verdict.Outcome} by records of type {records.Type}: {verdict.Reason}");
            }
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
            d => d.Publications.Where(p => d.Targets.Any(t => t.Place == p.Place && t.LeavingSince == null)).ToListAsync());
        EmblemSets sets = await Society.ReadAsync(d => EmblemSets.LoadAsync(d, assets, Now, default));
        foreach (Asset asset in assets)
        {
            // A new cache each time: the service's own keeps an answer for ten seconds.
            using var wellKnown = new WellKnownSets(Society.Store, Society.Clock);
            NameStanding there = Shown(_zones[servers[0]], asset.Name);
            Assert.All(_zones, z => Assert.Equal(
                servers.Contains(z.Key) ? there.OfEmblems.Select(OwnRecords.Hex) : [],
                Shown(z.Value, asset.Name).OfEmblems.Select(OwnRecords.Hex)));
            WellKnownSet? told = await wellKnown.FindAsync(asset.Name, default);
            bool inForce = asset.State == AssetState.Marked && sets.EmblemOf(asset) is { } emblem && emblem.Expires > Now;
            Assert.True(
                inForce ? told is not null && told.Bundle.AsSpan().SequenceEqual(FileOf(there)) : told is null,
                $"{asset.Name} is {asset.State}: the zone has {there.OfEmblems.Count} records, and the well-known resource "
                    + $"{(told is null ? "nothing" : "another set")}");
            Assert.True(
                inForce || there.OfEmblems.Count == 0, $"{asset.Name} is {asset.State}, has no emblem in force, and its records are there");
            Assert.Empty((await WatchedAsync(asset, [.. publications.Where(p => p.AssetId == asset.Id)], sets, there))
                .Where(f => f.Kind is AlertKind.Altered or AlertKind.Missing or AlertKind.UnknownEmblem or AlertKind.WithdrawnIsThere)
                .Select(f => f.Text));
        }
    }

    private async Task<IReadOnlyList<AlertFinding>> WatchedAsync(
        Asset asset, IReadOnlyList<Publication> publications, EmblemSets sets, NameStanding there) => NameJudgement.Of(new NameFacts
        {
            Asset = asset,
            Places = [.. publications.Select(p => new PlaceFacts(p, there))],
            Ours = sets.TryOf(asset),
            IsEndorsed = sets.IsEndorsed(asset),
            World = there,
            Verdict = await JudgeAsync(there, asset.Name),
            IssuedHere = (await Society.ReadAsync(d => d.Emblems.Where(e => e.AssetId == asset.Id).ToListAsync()))
                .SelectMany(e => e.Tokens).Select(RecordOf).ToHashSet(),
            At = Now,
        }).Findings;

    private NameStanding Shown(MemoryZone zone, DomainName name) => zone.Of(name, _publishing.IhleType);

    private Task<Verdict> JudgeAsync(NameStanding there, DomainName name)
    {
        var answers = new GivenAnswers(new[] { (ushort)_publishing.IhleType, StandingRecords.Txt }.ToDictionary(
            t => t,
            t => there.Records.FirstOrDefault(r => r.Type == t)?.Answer ?? new LookupAnswer { Outcome = LookupOutcome.NoData }));
        return new EmblemChecker(
            [new DnsEmblemSource(answers, (ushort)_publishing.IhleType)],
            _validator,
            TrustPolicy.Default,
            HeldEvidence.AssumeCommittedUnsafe,
            Society.Clock).CheckAsync(name);
    }

    /// <summary>The records as the well-known resource has them: those of the CWT profile if there are some.</summary>
    private static byte[] FileOf(NameStanding there)
    {
        if (there.Records.FirstOrDefault(r => r.Type != StandingRecords.Txt && r.OfEmblems.Count > 0) is { } ihle)
        {
            return TokenBundle.Write(ihle.OfEmblems);
        }

        IEnumerable<string> lines = there.OfEmblems.Select(d => CharacterStrings.Join(d.Span)!)
            .Select(t => t[(t.IndexOf('=', StringComparison.Ordinal) + 1)..] + "\n");
        return System.Text.Encoding.ASCII.GetBytes(string.Concat(lines));
    }

    private static string RecordOf((TokenProfile Profile, byte[] Token) token) =>
        OwnRecords.Hex(new IssuedSet(token.Profile, [token.Token]).ToData()[0]);

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

    /// <summary>
    /// Marked data have a sign in force, unless the model knows why they cannot; what is given out is valid, and what was withdrawn is not
    /// given out.
    /// </summary>
    private async Task CheckDataAsync()
    {
        Purposes permitted = await PermittedAsync();
        foreach (MarkedData data in await Society.ReadAsync(d => d.Data.ToListAsync()))
        {
            IssuedSign? sign = await Society.ReadAsync(d => d.Signs.SingleOrDefaultAsync(s => s.Id == data.EmblemId));
            bool inForce = data.State == AssetState.Marked && sign?.Expires > Now;
            bool cannot = data.State != AssetState.Marked
                || data.DeclaredUntil <= Now + TimeSpan.FromMinutes(1)
                || (data.Purposes & permitted) != data.Purposes
                || data.RenewAt > Now;
            Assert.True(
                cannot || inForce, $"{data.Root} is marked for {data.Purposes}, the key for {permitted}, and it has no sign in force");
            if (inForce)
            {
                Verdict verdict = await Society.JudgeAsync(data.Root);
                Assert.True(verdict.Outcome == VerdictOutcome.Marked, $"{data.Root} is {verdict.Outcome}: {verdict.Reason}");
            }
            else
            {
                await Assert.ThrowsAsync<RefusedException>(() => Society.SignsOfData.InForceAsync(data.Root, default));
            }
        }
    }

    /// <summary>What the emblem key in use is endorsed for now; none if there is no such key or endorsement.</summary>
    private Task<Purposes> PermittedAsync() => Society.ReadAsync(async d =>
    {
        OrganizationKey? key = await d.Keys.SingleOrDefaultAsync(
            k => k.Use == KeyUse.Emblem && k.State == KeyState.Active && k.SuspendedAt == null);
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

    private async Task RequestDataAsync()
    {
        int count = await Society.ReadAsync(d => d.Data.CountAsync());
        if (count < MostAssets)
        {
            TimeSpan? lifetime = _random.Next(2) == 0 ? null : TimeSpan.FromHours(_random.Next(1, 700));
            await Society.MarkedDataAsync(
                DataRoot.FromBytes([.. Enumerable.Repeat((byte)count, DataRoot.Length)]), SomePurposes[_random.Next(3)], lifetime);
        }
    }

    private async Task OnDataAsync(Func<DataRoot, Task> act)
    {
        List<DataRoot> roots = await Society.ReadAsync(d => d.Data.OrderBy(a => a.Id).Select(a => a.Root).ToListAsync());
        if (roots.Count > 0)
        {
            await act(roots[_random.Next(roots.Count)]);
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

    /// <summary>An act on some assets as an errand, which the service carries out.</summary>
    private async Task ErrandAsync()
    {
        AssetAct[] acts = [AssetActs.Declare, AssetActs.Mark, AssetActs.Renew, AssetActs.Withdraw];
        List<Guid> ids = await Society.ReadAsync(d => d.Assets.OrderBy(a => a.Name).Select(a => a.Id).ToListAsync());
        Guid[] some = [.. ids.Where(_ => _random.Next(3) == 0)];
        if (some.Length > 0)
        {
            await new StartErrand(Society.Store, Society.Clock).OnAssetsAsync(
                IssuerScene.Officer, acts[_random.Next(acts.Length)], some, default);
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
        if (keys.Count > 0)
        {
            await new RetireKey(Society.Store, Society.Ring).RunAsync("administrator", keys[_random.Next(keys.Count)], null, default);
        }
    }

    private async Task CompromiseAsync()
    {
        List<Guid> keys = await Society.ReadAsync(d => d.Keys.Where(k => k.State == KeyState.Active).OrderBy(k => k.CreatedAt)
            .Select(k => k.Id).ToListAsync());
        if (keys.Count > 0)
        {
            await Society.DeclareCompromise.RunAsync("administrator", keys[_random.Next(keys.Count)], null, "lost", default);
        }
    }

    private async Task SuspendAsync()
    {
        List<Guid> keys = await Society.ReadAsync(d => d.Keys
            .Where(k => k.State == KeyState.Active || k.State == KeyState.Pending)
            .OrderBy(k => k.CreatedAt).Select(k => k.Id).ToListAsync());
        if (keys.Count > 0)
        {
            await Society.SuspendKey.RunAsync("officer", keys[_random.Next(keys.Count)], null, "a doubt", default);
        }
    }

    private async Task ResumeAsync()
    {
        Guid suspended = await Society.ReadAsync(d => d.Keys.Where(k => k.SuspendedAt != null).OrderBy(k => k.CreatedAt)
            .Select(k => k.Id).FirstOrDefaultAsync());
        if (suspended != default)
        {
            await Society.ResumeKey.RunAsync("administrator", suspended, null, "no doubt any more", default);
        }
    }

    private Task ConfirmAsync() => OnCompromiseAsync(id => Society.ConfirmCompromise.RunAsync("second officer", id, null, default));

    private Task TakeBackAsync() => OnCompromiseAsync(id => Society.TakeBackCompromise.RunAsync("officer", id, null, "found", default));

    private async Task DecideAsync()
    {
        CompromiseDecision decision = _random.Next(2) == 0 ? CompromiseDecision.Leave : CompromiseDecision.Withdraw;
        List<Guid> assets = await Society.ReadAsync(d => d.Assets.OrderBy(a => a.Name).Select(a => a.Id).ToListAsync());
        Guid[]? some = _random.Next(2) == 0 || assets.Count == 0 ? null : [assets[_random.Next(assets.Count)]];
        await OnCompromiseAsync(id => Society.DecideCompromise.RunAsync("second officer", id, null, some, decision, "decided", default));
    }

    private async Task OnCompromiseAsync(Func<Guid, Task> act)
    {
        List<KeyCompromise> open = await OpenCompromisesAsync();
        if (open.Count > 0)
        {
            await act(open[_random.Next(open.Count)].Id);
        }
    }

    private Task<List<KeyCompromise>> OpenCompromisesAsync() => Society.ReadAsync(
        d => d.Compromises.Where(c => c.Step < CompromiseStep.Republished).OrderBy(c => c.StartedAt).ToListAsync());

    /// <summary>Nothing that a suspended key signs is recorded.</summary>
    private async Task CheckNothingBySuspendedKeysAsync()
    {
        foreach (OrganizationKey key in await Society.ReadAsync(d => d.Keys.Where(k => k.SuspendedAt != null).ToListAsync()))
        {
            List<IssuedEmblem> emblems = await Society.ReadAsync(d => d.Emblems.Where(e => e.KeyId == key.Id).ToListAsync());
            Assert.DoesNotContain(emblems, e => e.Token is { } token && ((Emblem)Cwt.Read(token).Claims).IssuedAt > key.SuspendedAt);
            Assert.DoesNotContain(
                await Society.ReadAsync(d => d.Signs.Where(s => s.KeyId == key.Id).ToListAsync()),
                s => DataSign.Read(TokenBundle.WriteUnchecked([s.Token])).Claims.IssuedAt > key.SuspendedAt);
            Assert.DoesNotContain(
                await Society.ReadAsync(d => d.Endorsements.Where(e => e.SignerKeyId == key.Id).ToListAsync()),
                e => e.ReceivedAt > key.SuspendedAt);
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
        await _pair.Ministry.ApproversAsync("carla", "david");
        application = await _pair.Ministry.DecideApplication.ApproveAsync("carla", application.Id, null, purposes, lifetime, default);
        application = await _pair.Ministry.DecideApplication.ApproveAsync("david", application.Id, null, purposes, lifetime, default);
        (GivenEndorsement? given, _) = await _pair.Ministry.EndorseApplicant.RunAsync("carla", application.Id, default);
        await _pair.TakeAsync(given!);
    }

    private async Task ProfilesOfZoneAsync()
    {
        List<PublicationTarget> targets = await Society.ReadAsync(
            d => d.Targets.Where(t => t.LeavingSince == null).OrderBy(t => t.Server).ToListAsync());
        await Society.SetProfiles.OfTargetAsync(
            IssuerScene.Officer, targets[_random.Next(targets.Count)].Id, null, (MarkProfiles)_random.Next(1, 4), default);
    }

    /// <summary>One of the two providers is replaced by the third.</summary>
    private async Task MoveAsync()
    {
        List<PublicationTarget> targets = await Society.ReadAsync(
            d => d.Targets.Where(t => t.LeavingSince == null).OrderBy(t => t.Id).ToListAsync());
        string free = _zones.Keys.First(s => targets.All(t => t.Server != s));
        await SetTarget.ChangeAsync("administrator", targets[_random.Next(targets.Count)].Id, null, free, null, 300, default);
    }

    /// <summary>What is removed from a provider is given to it again, before the removal or after it.</summary>
    private async Task ReturnAsync()
    {
        List<PublicationTarget> targets = await Society.ReadAsync(
            d => d.Targets.Where(t => t.LeavingSince == null).OrderBy(t => t.Id).ToListAsync());
        PublicationTarget target = targets[_random.Next(targets.Count)];
        await SetTarget.RemoveAsync("administrator", target.Id, null, abandon: false, default);
        if (_random.Next(2) == 0)
        {
            await _round.RunAsync(default);
        }

        await SetTarget.AddAsync("administrator", target.Kind, target.Zone, target.Server, null, 300, default);
    }

    private Task ProfilesOfAssetAsync() => OnAssetAsync(id => Society.SetProfiles.OfAssetAsync(
        IssuerScene.Officer, id, null, _random.Next(4) is var choice and > 0 ? (MarkProfiles)choice : null, default));

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
            new PublishSets(Society.Store, _publishing, Society.Issuing, _resolver, instance, Society.Clock,
                (target, _) => _zones[target.Server!]),
            new RenewEndorsements(Society.Store, endorse, Society.Issuing, Society.Clock),
            new FollowUpCompromises(Society.Store, Society.MakeKey, endorse, Society.Ring, Society.Clock),
            Society.LeaveProfiles,
            new CarryOutErrands(Society.Store),
            new WorkHealth(),
            Society.Clock);
    }
}
