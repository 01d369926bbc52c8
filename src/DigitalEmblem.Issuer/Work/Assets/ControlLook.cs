using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Work.Publishing;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>Looks for the challenge of one name through the resolver. It first puts the challenge there if it may.</summary>
internal sealed class ControlLook(PublishingOptions options, Resolver resolver, TimeProvider clock)
{
    private const ushort Txt = 16;

    // Short, so that resolvers see a corrected record soon.
    private const int ChallengeTtl = 30;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);

    /// <summary>Looks for it, and says what was found.</summary>
    /// <param name="asset">The asset.</param>
    /// <param name="targets">The targets that hold its name.</param>
    /// <param name="zones">Opens them.</param>
    /// <param name="publish">Whether the service puts it there, at all targets that take updates, and takes it away afterwards.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ControlFinding> CheckAsync(
        Asset asset, IReadOnlyList<PublicationTarget> targets, Zones zones, bool publish, CancellationToken cancellationToken)
    {
        var servers = new List<ZoneServer>();
        foreach (PublicationTarget target in targets.Where(t => t.Kind != TargetKind.ByHand))
        {
            try
            {
                servers.Add((ZoneServer)zones.Of(target));
            }
            catch (RefusedException e) when (publish)
            {
                return new ControlFinding(asset, false, e.Sentence);
            }
            catch (RefusedException)
            {
                // The look needs no update key, because a person has put the record there.
            }
        }

        DomainName name = DomainName.Parse(asset.ControlName);
        if (!publish)
        {
            return await LookAsync(asset, name, servers, cancellationToken);
        }

        if (servers.Count == 0)
        {
            // A person may have put the record in by hand.
            return await LookAsync(asset, name, [], cancellationToken) is { IsShown: true } there
                ? there
                : new ControlFinding(asset, false, targets.Count == 0
                    ? Sentence.Of(
                        $"No publication target holds {asset.Name}: name its zone and server first, or put TXT "
                            + $"\"{asset.ControlChallenge}\" at {name} by hand.")
                    : Sentence.Of(
                        $"The records of {targets[0].Zone} are put in by hand, and so is this one: "
                            + $"put TXT \"{asset.ControlChallenge}\" at {name}."));
        }

        var done = new List<ZoneServer>();
        try
        {
            Sentence? fault = null;
            bool isThere = false;
            foreach (ZoneServer server in servers)
            {
                if (TxtData.Texts(await server.ReadAsync(name, Txt, cancellationToken)).Contains(asset.ControlChallenge))
                {
                    // A person has put it there, and takes it out again.
                    isThere = true;
                    continue;
                }

                ZoneOutcome put = await server.EditAsync(name, Txt, there => With(there, asset), ChallengeTtl, cancellationToken);
                fault ??= put.Fault;
                if (put.Seen)
                {
                    done.Add(server);
                }
            }

            return done.Count == 0 && !isThere
                ? new ControlFinding(asset, false, fault)
                : await WaitAsync(asset, name, servers, cancellationToken);
        }
        finally
        {
            // The challenge has done its work. If the server does not answer now, it stays, which does no harm: it is not secret.
            foreach (ZoneServer server in done)
            {
                await server.EditAsync(name, Txt, there => Without(there, asset), ChallengeTtl, CancellationToken.None);
            }
        }
    }

    private static IReadOnlyList<ReadOnlyMemory<byte>> With(IReadOnlyList<ReadOnlyMemory<byte>> there, Asset asset) =>
        [.. Without(there, asset), TxtData.Of(asset.ControlChallenge)];

    private static IReadOnlyList<ReadOnlyMemory<byte>> Without(IReadOnlyList<ReadOnlyMemory<byte>> there, Asset asset)
    {
        ReadOnlyMemory<byte> challenge = TxtData.Of(asset.ControlChallenge);
        return [.. there.Where(d => !d.Span.SequenceEqual(challenge.Span))];
    }

    /// <summary>Waits until the resolver shows it, as long as a server may take to show what it took.</summary>
    private async Task<ControlFinding> WaitAsync(
        Asset asset, DomainName name, List<ZoneServer> servers, CancellationToken cancellationToken)
    {
        long start = clock.GetTimestamp();
        for (TimeSpan pause = FirstPause; ; pause *= 2)
        {
            ControlFinding finding = await LookAsync(asset, name, servers, cancellationToken);
            if (finding.IsShown || clock.GetElapsedTime(start) + pause > options.ReadBack)
            {
                return finding;
            }

            await Task.Delay(pause, clock, cancellationToken);
        }
    }

    private async Task<ControlFinding> LookAsync(
        Asset asset, DomainName name, List<ZoneServer> servers, CancellationToken cancellationToken)
    {
        LookupAnswer world = await resolver.LookUpAsync(name, Txt, cancellationToken);
        if (TxtData.Texts(world).Contains(asset.ControlChallenge))
        {
            return new ControlFinding(asset, true, null);
        }

        if (!world.IsAnswer)
        {
            return new ControlFinding(
                asset, false, $"It could not be found out what stands at {name}: {string.Join(" ", world.Attempts)} Try again.");
        }

        foreach (ZoneServer server in servers)
        {
            if (!TxtData.Texts(await server.ReadAsync(name, Txt, cancellationToken)).Contains(asset.ControlChallenge))
            {
                continue;
            }

            return new ControlFinding(
                asset,
                false,
                $"The name server of the target has the record, and the resolver {resolver.Name} does not show it: "
                    + $"it may still remember that there was none (wait some minutes and try again), or the zone is delegated to other "
                    + $"servers than the target's.");
        }

        string[] there = [.. TxtData.Texts(world)];
        IEnumerable<string> quoted = there.Take(3).Select(t => $"\"{Printable.Text(t.Length > 100 ? t[..100] : t)}\"");
        return new ControlFinding(asset, false, there.Length == 0
            ? Sentence.Of(
                $"There is no TXT record at {name}. Put \"{asset.ControlChallenge}\" there; if you just did, wait some minutes and try "
                    + $"again.")
            : Sentence.Of(
                $"At {name} stands {Sentence.List(quoted)}, and not \"{asset.ControlChallenge}\": is it the challenge of another name?"));
    }
}
