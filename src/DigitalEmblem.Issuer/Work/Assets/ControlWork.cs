using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Commands;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Publishing;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>
/// Shows that the zone of a name is ours (decisions.md, 32): the asset's challenge stands in a TXT record at its control name, where only who controls the zone can put it. It counts when the resolver shows it, and not when only the target's server
/// does: a server that takes our updates may be anybody's, and one can be set up for any zone; the resolver follows the delegation that the world follows. Where it does, it makes no difference whether a person or the service put the record there: to
/// change at will what the world resolves is what control of a zone means (as with the DNS challenge of RFC 8555). Each name is shown by itself, since a name below a zone can be delegated to somebody else.
/// </summary>
internal sealed class ControlWork(IssuerStore store, PublishingOptions options, Resolver resolver, TimeProvider clock)
{
    private const ushort Txt = 16;

    // Short, so that a record put right is seen soon.
    private const int ChallengeTtl = 30;

    // What was shown shortly before a declaration was shown for it.
    private static readonly TimeSpan ShownHolds = TimeSpan.FromDays(30);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);

    /// <summary>Looks for the challenges of assets, and notes which are there.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="ids">The assets.</param>
    /// <param name="publish">Whether the service first puts each challenge into its zone by itself, through a target that takes updates, and takes it away afterwards.</param>
    /// <param name="cancellation">Ends it; what was shown by then is not noted.</param>
    public async Task<IReadOnlyList<ControlFinding>> CheckAsync(string actor, IReadOnlyCollection<Guid> ids, bool publish, CancellationToken cancellation)
    {
        (List<Asset> assets, List<PublicationTarget> targets) = await store.ReadAsync(async d =>
            (await d.Assets.Where(a => ids.Contains(a.Id)).ToListAsync(cancellation), await d.Targets.ToListAsync(cancellation)));
        if (ids.Except(assets.Select(a => a.Id)).FirstOrDefault() is var missing && missing != Guid.Empty)
        {
            throw new RefusedException(Refusal.NotFound, $"There is no asset {missing}.");
        }

        var findings = new ControlFinding[assets.Count];
        await using (var zones = new Zones(options, resolver, clock))
        {
            await Parallel.ForAsync(0, assets.Count, new ParallelOptions { MaxDegreeOfParallelism = options.Concurrency, CancellationToken = cancellation }, async (i, token) =>
            {
                PublicationTarget? target = PublicationTarget.For(assets[i].Name, targets);
                findings[i] = await CheckAsync(assets[i], target, zones, publish, token);
            });
        }

        await NoteAsync(actor, findings, publish, cancellation);
        return findings;
    }

    /// <summary>An asset, with its challenge.</summary>
    public Task<Asset> AssetAsync(Guid id, CancellationToken cancellation) => store.ReadAsync(async d =>
        await d.Assets.SingleOrDefaultAsync(a => a.Id == id, cancellation) ?? throw new RefusedException(Refusal.NotFound, $"There is no asset {id}."));

    /// <summary>The assets of a target whose zone is not shown to be ours yet, so many at most.</summary>
    public Task<IReadOnlyList<Guid>> OpenAsync(Guid targetId, int limit, CancellationToken cancellation) => store.ReadAsync<IReadOnlyList<Guid>>(async d =>
    {
        List<PublicationTarget> targets = await d.Targets.ToListAsync(cancellation);
        if (targets.All(t => t.Id != targetId))
        {
            throw new RefusedException(Refusal.NotFound, $"There is no PublicationTarget {targetId}.");
        }

        var open = await d.Assets.Where(a => a.ControlProvenAt == null).OrderBy(a => a.Id).Select(a => new { a.Id, a.Name }).ToListAsync(cancellation);
        return [.. open.Where(a => PublicationTarget.For(a.Name, targets)?.Id == targetId).Select(a => a.Id).Take(limit)];
    });

    /// <summary>The marked assets that were declared anew, and whose control was last shown long before that (decisions.md, 32: at re-confirmation as well).</summary>
    public Task<IReadOnlyList<Guid>> ToConfirmAsync(CancellationToken cancellation) => store.ReadAsync<IReadOnlyList<Guid>>(async d =>
    {
        var older = await d.Assets.Where(a => a.State == AssetState.Marked && a.ControlProvenAt < a.DeclaredAt).OrderBy(a => a.Id).Select(a => new { a.Id, a.ControlProvenAt, a.DeclaredAt }).ToListAsync(cancellation);
        return [.. older.Where(a => a.DeclaredAt - a.ControlProvenAt > ShownHolds).Select(a => a.Id)];
    });

    private async Task<ControlFinding> CheckAsync(Asset asset, PublicationTarget? target, Zones zones, bool publish, CancellationToken cancellation)
    {
        ZoneServer? server;
        try
        {
            server = target is { Kind: TargetKind.DnsUpdate } ? (ZoneServer)zones.Of(target) : null;
        }
        catch (RefusedException e) when (publish)
        {
            return new ControlFinding(asset, false, e.Message);
        }
        catch (RefusedException)
        {
            // A person has put it there, or says so: that our own key is not at hand is no reason not to look.
            server = null;
        }

        DomainName name = DomainName.Parse(asset.ControlName);
        if (!publish)
        {
            return await LookAsync(asset, name, server, cancellation);
        }

        if (server is null)
        {
            // Where it cannot put the record in, somebody may have.
            return await LookAsync(asset, name, null, cancellation) is { IsShown: true } there ? there : new ControlFinding(asset, false, target is null
                ? $"No publication target holds {asset.Name}: name its zone and server first, or put TXT \"{asset.ControlChallenge}\" at {name} by hand."
                : $"The records of {target.Zone} are put in by hand, and so is this one: put TXT \"{asset.ControlChallenge}\" at {name}.");
        }

        ZoneOutcome put = await server.ChangeAsync(name, Txt, [CharacterString(asset.ControlChallenge)], ChallengeTtl, cancellation);
        if (!put.Seen)
        {
            return new ControlFinding(asset, false, put.Fault);
        }

        try
        {
            long start = clock.GetTimestamp();
            for (TimeSpan pause = FirstPause; ; pause *= 2)
            {
                ControlFinding finding = await LookAsync(asset, name, server, cancellation);
                if (finding.IsShown || clock.GetElapsedTime(start) + pause > options.ReadBack)
                {
                    return finding;
                }

                await Task.Delay(pause, clock, cancellation);
            }
        }
        finally
        {
            // It has shown what it was for. That it stays there if the server is gone now does no harm: it is no secret.
            await server.ChangeAsync(name, Txt, [], ChallengeTtl, CancellationToken.None);
        }
    }

    private async Task<ControlFinding> LookAsync(Asset asset, DomainName name, ZoneServer? server, CancellationToken cancellation)
    {
        LookupAnswer world = await resolver.LookUpAsync(name, Txt, cancellation);
        if (Texts(world).Contains(asset.ControlChallenge))
        {
            return new ControlFinding(asset, true, null);
        }

        if (!world.IsAnswer)
        {
            return new ControlFinding(asset, false, $"It could not be found out what stands at {name}: {string.Join(" ", world.Attempts)} Try again.");
        }

        if (server is not null && Texts(await server.ReadAsync(name, Txt, cancellation)).Contains(asset.ControlChallenge))
        {
            return new ControlFinding(asset, false, $"The name server of the target has the record, and the resolver {resolver.Name} does not show it: it may still remember that there was none (wait some minutes and try again), or the zone is delegated to other servers than the target's.");
        }

        string[] there = [.. Texts(world)];
        return new ControlFinding(asset, false, there.Length == 0
            ? $"There is no TXT record at {name}. Put \"{asset.ControlChallenge}\" there; if you just did, wait some minutes and try again."
            : $"At {name} stands {string.Join(", ", there.Take(3).Select(t => $"\"{Printable.Text(t.Length > 100 ? t[..100] : t)}\""))}, and not \"{asset.ControlChallenge}\": is it the challenge of another name?");
    }

    private Task NoteAsync(string actor, ControlFinding[] findings, bool publish, CancellationToken cancellation) => store.ChangeAsync(
        actor,
        async change =>
        {
            List<Guid> shown = [.. findings.Where(f => f.IsShown).Select(f => f.Asset.Id)];
            foreach (Asset asset in await change.Database.Assets.Where(a => shown.Contains(a.Id)).ToListAsync(cancellation))
            {
                asset.ProveControl(change.Now);
                change.Journal("asset.controlShown", asset.Name.ToString(), new JsonObject { ["by"] = publish ? "our own update" : "a record that was there", ["resolver"] = resolver.Name });
            }
        },
        cancellation);

    private static IEnumerable<string> Texts(LookupAnswer answer) => answer.Data.Select(Text).OfType<string>();

    /// <summary>The character strings of a TXT record, joined; null if they are not well formed.</summary>
    private static string? Text(ReadOnlyMemory<byte> data)
    {
        var text = new System.Text.StringBuilder();
        for (ReadOnlySpan<byte> rest = data.Span; rest.Length > 0; rest = rest[(rest[0] + 1)..])
        {
            if (rest.Length < rest[0] + 1)
            {
                return null;
            }

            text.Append(System.Text.Encoding.UTF8.GetString(rest[1..(rest[0] + 1)]));
        }

        return text.ToString();
    }

    private static ReadOnlyMemory<byte> CharacterString(string text) => (byte[])[(byte)text.Length, .. System.Text.Encoding.ASCII.GetBytes(text)];
}
