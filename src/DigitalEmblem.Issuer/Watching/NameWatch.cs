using System.Net;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Publishing;
using DigitalEmblem.Verifier;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Watching;

/// <summary>
/// Looks at names for one round: through the resolver, as validators do, through the servers of their zones if known, and with our own
/// verifier. It counts unanswered questions.
/// </summary>
internal sealed class NameWatch : IAsyncDisposable
{
    private readonly IssuerStore _store;
    private readonly PublishingOptions _publishing;
    private readonly WatchingOptions _options;
    private readonly TimeProvider _clock;
    private readonly Resolver _resolver;
    private readonly Dictionary<Guid, DnsExchange> _servers = [];

    // Endorsements repeat across all names: they are verified once.
    private readonly EmblemVerifier _verifier = new(new VerifierOptions());

    public NameWatch(IssuerStore store, PublishingOptions publishing, WatchingOptions options, TimeProvider clock)
    {
        (_store, _publishing, _options, _clock) = (store, publishing, options, clock);
        _resolver = new Resolver(publishing, options.QuestionsPerSecond);
    }

    /// <summary>The resolver, for a person: it is the vantage of what is seen.</summary>
    public string Vantage => _resolver.Name;

    /// <summary>The questions and unanswered questions so far, by server.</summary>
    public AnswerTally Tally { get; } = new();

    /// <summary>
    /// Looks at some names. A name with findings is looked at a second time, with the database read anew, because its records may just have
    /// been replaced.
    /// </summary>
    public async Task<IReadOnlyList<(NameFacts Facts, NameJudgement Judgement)>> LookAsync(
        IReadOnlyList<Guid> assets, CancellationToken cancellationToken)
    {
        Dictionary<Guid, (NameFacts Facts, NameJudgement Judgement)> seen = await LookOnceAsync(assets, cancellationToken);
        List<Guid> doubtful = [.. seen.Values.Where(s => s.Judgement.Findings.Count > 0).Select(s => s.Facts.Asset.Id)];
        if (doubtful.Count > 0)
        {
            foreach ((Guid id, (NameFacts, NameJudgement) again) in await LookOnceAsync(doubtful, cancellationToken))
            {
                seen[id] = again;
            }
        }

        return [.. seen.Values];
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _resolver.DisposeAsync();
        foreach (DnsExchange server in _servers.Values)
        {
            await server.DisposeAsync();
        }
    }

    private async Task<Dictionary<Guid, (NameFacts Facts, NameJudgement Judgement)>> LookOnceAsync(
        IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        (List<Asset> assets, ILookup<Guid, Publication> publications, List<PublicationTarget> targets, EmblemSets sets) =
            await _store.ReadAsync(async d =>
            {
                List<Guid> asked = [.. ids];
                List<Asset> found = await d.Assets.Where(a => asked.Contains(a.Id)).ToListAsync(cancellationToken);
                return (
                    found,
                    (await d.Publications.Where(p => asked.Contains(p.AssetId)).ToListAsync(cancellationToken)).ToLookup(p => p.AssetId),
                    await d.Targets.ToListAsync(cancellationToken),
                    await EmblemSets.LoadAsync(d, found, _clock.GetUtcNow(), cancellationToken));
            });
        var all = new (NameFacts Facts, NameJudgement Judgement)[assets.Count];
        await Parallel.ForAsync(
            0,
            assets.Count,
            new ParallelOptions { MaxDegreeOfParallelism = _publishing.Concurrency, CancellationToken = cancellationToken },
            async (i, token) =>
            {
                NameFacts facts = await FactsAsync(assets[i], [.. publications[assets[i].Id]], targets, sets, token);
                all[i] = (facts, NameJudgement.Of(facts));
            });
        return all.ToDictionary(f => f.Facts.Asset.Id);
    }

    private async Task<NameFacts> FactsAsync(
        Asset asset, Publication[] publications, List<PublicationTarget> targets, EmblemSets sets, CancellationToken cancellationToken)
    {
        IReadOnlyList<PublicationTarget> holding = PublicationTarget.AllFor(asset.Name, targets);
        PublicationTarget[] places = [.. targets.Where(t => holding.Contains(t) || publications.Any(p => p.Place == t.Place))];
        Task<PlaceFacts>[] held =
            [.. places.Select(t => PlaceAsync(asset, publications.FirstOrDefault(p => p.Place == t.Place), t, cancellationToken))];
        NameStanding world = await LookAsync(asset.Name, $"the resolver {_resolver.Name}", _resolver, cancellationToken);
        PlaceFacts[] facts = await Task.WhenAll(held);
        var answers = new GivenAnswers(world.Records.ToDictionary(r => r.Type, r => r.Answer));
        var checker = new EmblemChecker(
            [new DnsEmblemSource(answers, (ushort)_publishing.IhleType)],
            _verifier,
            TrustPolicy.Default,
            HeldEvidence.AssumeCommittedUnsafe,
            _clock);
        return new NameFacts
        {
            Asset = asset,
            Places = facts,
            Ours = sets.TryOf(asset),
            // Validators report the better of the profiles.
            IsEndorsed = sets.IsEndorsed(asset) || sets.IsEndorsed(asset, TokenProfile.Jws),
            World = world,
            Verdict = await checker.CheckAsync(asset.Name, cancellationToken),
            IssuedHere = await IssuedHereAsync(
                asset, sets, [world, .. facts.Select(f => f.Authoritative).OfType<NameStanding>()], cancellationToken),
            At = _clock.GetUtcNow(),
        };
    }

    private async Task<PlaceFacts> PlaceAsync(
        Asset asset, Publication? publication, PublicationTarget target, CancellationToken cancellationToken) => new(
            publication,
            target.Kind == TargetKind.ByHand
                ? null
                : await LookAsync(
                    asset.Name, $"the name server {target.Server} of {target.Zone}", Server(target), cancellationToken));

    private Task<NameStanding> LookAsync(DomainName name, string server, IDnsLookup lookup, CancellationToken cancellationToken) =>
        NameStanding.LookAsync(
            name, [(ushort)_publishing.IhleType, StandingRecords.Txt], Tally.Counting(server, lookup), cancellationToken);

    private async Task<IReadOnlySet<string>> IssuedHereAsync(
        Asset asset, EmblemSets sets, IReadOnlyList<NameStanding> shown, CancellationToken cancellationToken)
    {
        HashSet<string> here = [.. sets.EmblemOf(asset) is { } current ? RecordsOf(current) : []];
        HashSet<string>[] types = [.. shown.SelectMany(s => s.Records.Select(r => r.OfEmblems.Select(r.Key).ToHashSet()))];
        if (types.All(t => t.Count == 0 || t.Overlaps(here)))
        {
            return here;
        }

        List<IssuedEmblem> issued = await _store.ReadAsync(d => d.Emblems.Where(e => e.AssetId == asset.Id)
            .OrderByDescending(e => e.Expires).Take(1000).ToListAsync(cancellationToken));
        here.UnionWith(issued.SelectMany(RecordsOf).Intersect(types.SelectMany(t => t)));

        // Of emblems that are reduced, the whole set is known by its digest.
        HashSet<string> known = [.. issued.Select(e => OwnRecords.Hex(e.SetDigest))];
        here.UnionWith(shown.Where(s => known.Contains(OwnRecords.Hex(SetDigest.Of(s.Records.SelectMany(r => r.OfEmblems)))))
            .SelectMany(s => s.Records.SelectMany(r => r.OfEmblems.Select(r.Key))));
        return here;
    }

    private static IEnumerable<string> RecordsOf(IssuedEmblem emblem) =>
        emblem.Tokens.SelectMany(t => new IssuedSet(t.Profile, [t.Token]).ToData()).Select(OwnRecords.Hex);

    private DnsExchange Server(PublicationTarget target)
    {
        lock (_servers)
        {
            if (!_servers.TryGetValue(target.Place, out DnsExchange? server))
            {
                _servers[target.Place] = server = new DnsExchange(new DnsExchangeOptions
                {
                    Servers = [DnsServer.At(IPEndPoint.Parse(target.Server!), tcpOnly: true)],
                    Authoritative = true,
                    Timeout = _publishing.Timeout,
                    QuestionsPerSecond = _options.QuestionsPerSecond,
                });
            }

            return server;
        }
    }
}
