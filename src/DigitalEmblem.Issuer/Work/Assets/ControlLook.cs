using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Work.Publishing;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>Looks for one control record through the resolver. It first puts the record there if it may.</summary>
internal sealed class ControlLook(PublishingOptions options, Resolver resolver, TimeProvider clock)
{
    private const ushort Txt = 16;

    // Short, so that resolvers see a corrected record soon.
    private const int ChallengeTtl = 30;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);

    /// <summary>Looks for it.</summary>
    /// <param name="record">The record.</param>
    /// <param name="targets">The targets that hold it.</param>
    /// <param name="zones">Opens them.</param>
    /// <param name="publish">Whether the service puts it there, at all targets that take updates, and takes it away afterwards.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Null if it is there; else what was found instead, and what to do, for a person.</returns>
    public async Task<Sentence?> FaultOfAsync(
        ControlRecord record, IReadOnlyList<PublicationTarget> targets, Zones zones, bool publish, CancellationToken cancellationToken)
    {
        if (record.Name is not { } name)
        {
            return Sentence.Of(
                $"{record.Of} is too long to have a control record of its own, and control of its whole zone is not shown either.");
        }

        var servers = new List<ZoneServer>();
        foreach (PublicationTarget target in targets.Where(t => t.Kind != TargetKind.ByHand))
        {
            try
            {
                servers.Add((ZoneServer)zones.Of(target));
            }
            catch (RefusedException e) when (publish)
            {
                return e.Sentence;
            }
            catch (RefusedException)
            {
                // The look needs no update key, because a person has put the record there.
            }
        }

        if (publish && servers.Count > 0)
        {
            return await PublishAsync(record, name, servers, cancellationToken);
        }

        Sentence? fault = await LookAsync(record, name, servers, cancellationToken);
        return !publish || fault is null ? fault
            : targets.Count == 0
                ? Sentence.Of(
                    $"No publication target holds {record.Of}: name its zone and server first, or put TXT \"{record.Challenge}\" at "
                        + $"{name} by hand.")
                : Sentence.Of(
                    $"The records of {targets[0].Zone} are put in by hand, and so is this one: put TXT \"{record.Challenge}\" at {name}.");
    }

    private static IReadOnlyList<ReadOnlyMemory<byte>> With(IReadOnlyList<ReadOnlyMemory<byte>> there, ControlRecord record) =>
        [.. Without(there, record), TxtData.Of(record.Challenge)];

    private static IReadOnlyList<ReadOnlyMemory<byte>> Without(IReadOnlyList<ReadOnlyMemory<byte>> there, ControlRecord record)
    {
        ReadOnlyMemory<byte> challenge = TxtData.Of(record.Challenge);
        return [.. there.Where(d => !d.Span.SequenceEqual(challenge.Span))];
    }

    private async Task<Sentence?> PublishAsync(
        ControlRecord record, DomainName name, List<ZoneServer> servers, CancellationToken cancellationToken)
    {
        var done = new List<ZoneServer>();
        try
        {
            Sentence? fault = null;
            bool isThere = false;
            foreach (ZoneServer server in servers)
            {
                if (TxtData.Texts(await server.ReadAsync(name, Txt, cancellationToken)).Contains(record.Challenge))
                {
                    // A person has put it there, and takes it out again.
                    isThere = true;
                    continue;
                }

                ZoneOutcome put = await server.EditAsync(name, Txt, there => With(there, record), ChallengeTtl, cancellationToken);
                fault ??= put.Fault;
                if (put.Seen)
                {
                    done.Add(server);
                }
            }

            return done.Count == 0 && !isThere ? fault : await WaitAsync(record, name, servers, cancellationToken);
        }
        finally
        {
            // The challenge has done its work. If the server does not answer now, it stays, which does no harm: it is not secret.
            foreach (ZoneServer server in done)
            {
                await server.EditAsync(name, Txt, there => Without(there, record), ChallengeTtl, CancellationToken.None);
            }
        }
    }

    /// <summary>Waits until the resolver shows it, as long as a server may take to show what it took.</summary>
    private async Task<Sentence?> WaitAsync(
        ControlRecord record, DomainName name, List<ZoneServer> servers, CancellationToken cancellationToken)
    {
        long start = clock.GetTimestamp();
        for (TimeSpan pause = FirstPause; ; pause *= 2)
        {
            Sentence? fault = await LookAsync(record, name, servers, cancellationToken);
            if (fault is null || clock.GetElapsedTime(start) + pause > options.ReadBack)
            {
                return fault;
            }

            await Task.Delay(pause, clock, cancellationToken);
        }
    }

    private async Task<Sentence?> LookAsync(
        ControlRecord record, DomainName name, List<ZoneServer> servers, CancellationToken cancellationToken)
    {
        LookupAnswer world = await resolver.LookUpAsync(name, Txt, cancellationToken);
        if (TxtData.Texts(world).Contains(record.Challenge))
        {
            return null;
        }

        if (!world.IsAnswer)
        {
            return $"It could not be found out what stands at {name}: {string.Join(" ", world.Attempts)} Try again.";
        }

        foreach (ZoneServer server in servers)
        {
            if (TxtData.Texts(await server.ReadAsync(name, Txt, cancellationToken)).Contains(record.Challenge))
            {
                return $"The name server of the target has the record, and the resolver {resolver.Name} does not show it: "
                    + $"it may still remember that there was none (wait some minutes and try again), or the zone is delegated to other "
                    + $"servers than the target's.";
            }
        }

        string[] there = [.. TxtData.Texts(world)];
        IEnumerable<string> quoted = there.Take(3).Select(t => $"\"{Printable.Text(t.Length > 100 ? t[..100] : t)}\"");
        return there.Length == 0
            ? Sentence.Of(
                $"There is no TXT record at {name}. Put \"{record.Challenge}\" there; if you just did, wait some minutes and try "
                    + $"again.")
            : Sentence.Of(
                $"At {name} stands {Sentence.List(quoted)}, and not \"{record.Challenge}\": is it the challenge of another name?");
    }
}
