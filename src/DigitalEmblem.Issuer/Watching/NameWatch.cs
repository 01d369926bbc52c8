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
    private const ushort Txt = 16;

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
        var ihle = (ushort)_publishing.IhleType;
        string resolver = $"the resolver {_resolver.Name}";
        IReadOnlyList<PublicationTarget> holding = PublicationTarget.AllFor(asset.Name, targets);
        PublicationTarget[] places = [.. targets.Where(t => holding.Contains(t) || publications.Any(p => p.TargetId == t.Id))];
        Task<PlaceFacts>[] held =
            [.. places.Select(t => PlaceAsync(asset, publications.FirstOrDefault(p => p.TargetId == t.Id), t, ihle, cancellationToken))];
        Task<LookupAnswer> records = Tally.AskAsync(resolver, () => _resolver.LookUpAsync(asset.Name, ihle, cancellationToken));
        Task<LookupAnswer> texts = Tally.AskAsync(resolver, () => _resolver.LookUpAsync(asset.Name, Txt, cancellationToken));
        LookupAnswer world = await records, worldTexts = await texts;
        PlaceFacts[] facts = await Task.WhenAll(held);
        var answers = new GivenAnswers(new Dictionary<ushort, LookupAnswer> { [ihle] = world, [Txt] = worldTexts });
        var checker = new EmblemChecker(
            [new DnsEmblemSource(answers, ihle)], _verifier, TrustPolicy.Default, HeldEvidence.AssumeCommittedUnsafe, _clock);
        return new NameFacts
        {
            Asset = asset,
            Places = facts,
            Ours = sets.TryOf(asset),
            IsEndorsed = sets.IsEndorsed(asset),
            World = world,
            WorldTxt = worldTexts,
            Verdict = await checker.CheckAsync(asset.Name, cancellationToken),
            IssuedHere = await IssuedHereAsync(
                asset, sets, [world, .. facts.Select(f => f.Authoritative).OfType<LookupAnswer>()], cancellationToken),
            At = _clock.GetUtcNow(),
        };
    }

    private async Task<PlaceFacts> PlaceAsync(
        Asset asset, Publication? publication, PublicationTarget target, ushort ihle, CancellationToken cancellationToken) => new(
            publication,
            target.Kind == TargetKind.ByHand
                ? null
                : await Tally.AskAsync(
                    $"the name server {target.Server} of {target.Zone}",
                    () => Server(target).LookUpAsync(asset.Name, ihle, cancellationToken)));

    private async Task<IReadOnlySet<string>> IssuedHereAsync(
        Asset asset, EmblemSets sets, IReadOnlyList<LookupAnswer> answers, CancellationToken cancellationToken)
    {
        var here = new HashSet<string>();
        if (sets.EmblemOf(asset) is { } current)
        {
            here.Add(Convert.ToHexString(current.Token));
        }

        byte[][] strange = [.. answers.SelectMany(a => a.Data).DistinctBy(d => Convert.ToHexString(d.Span)).Select(d => d.ToArray())];
        if (answers.All(a => a.Data.Count == 0 || a.Data.Any(d => here.Contains(Convert.ToHexString(d.Span)))))
        {
            return here;
        }

        List<byte[]> issued = await _store.ReadAsync(d => d.Emblems.Where(e => e.AssetId == asset.Id).OrderByDescending(e => e.Expires)
            .Select(e => e.Token).Take(1000).ToListAsync(cancellationToken));
        here.UnionWith(issued.Select(Convert.ToHexString).Intersect(strange.Select(Convert.ToHexString)));
        return here;
    }

    private DnsExchange Server(PublicationTarget target)
    {
        lock (_servers)
        {
            if (!_servers.TryGetValue(target.Id, out DnsExchange? server))
            {
                _servers[target.Id] = server = new DnsExchange(new DnsExchangeOptions
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
