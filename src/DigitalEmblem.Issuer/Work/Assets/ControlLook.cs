using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Work.Publishing;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>Looks for the challenge of one name through the resolver. It first puts the challenge there if it may.</summary>
internal sealed class ControlLook(PublishingOptions options, Resolver resolver, TimeProvider clock)
{
    private const ushort Txt = 16;

    // Short, so that resolvers see a corrected record soon.
    private const int ChallengeTtl = 30;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);

    /// <summary>Looks for it, and says what was found.</summary>
    public async Task<ControlFinding> CheckAsync(
        Asset asset, PublicationTarget? target, Zones zones, bool publish, CancellationToken cancellationToken)
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
            // The look needs no update key, because a person has put the record there.
            server = null;
        }

        DomainName name = DomainName.Parse(asset.ControlName);
        if (!publish)
        {
            return await LookAsync(asset, name, server, cancellationToken);
        }

        if (server is null)
        {
            // A person may have put the record in by hand.
            return await LookAsync(asset, name, null, cancellationToken) is { IsShown: true } there
                ? there
                : new ControlFinding(asset, false, target is null
                    ? $"No publication target holds {asset.Name}: name its zone and server first, or put TXT \"{asset.ControlChallenge}\" "
                        + $"at {name} by hand."
                    : $"The records of {target.Zone} are put in by hand, and so is this one: "
                        + $"put TXT \"{asset.ControlChallenge}\" at {name}.");
        }

        ZoneOutcome put = await server.ChangeAsync(name, Txt, [TxtData.Of(asset.ControlChallenge)], ChallengeTtl, cancellationToken);
        if (!put.Seen)
        {
            return new ControlFinding(asset, false, put.Fault);
        }

        try
        {
            long start = clock.GetTimestamp();
            for (TimeSpan pause = FirstPause; ; pause *= 2)
            {
                ControlFinding finding = await LookAsync(asset, name, server, cancellationToken);
                if (finding.IsShown || clock.GetElapsedTime(start) + pause > options.ReadBack)
                {
                    return finding;
                }

                await Task.Delay(pause, clock, cancellationToken);
            }
        }
        finally
        {
            // The challenge has done its work. If the server does not answer now, it stays, which does no harm: it is not secret.
            await server.ChangeAsync(name, Txt, [], ChallengeTtl, CancellationToken.None);
        }
    }

    private async Task<ControlFinding> LookAsync(Asset asset, DomainName name, ZoneServer? server, CancellationToken cancellationToken)
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

        if (server is not null && TxtData.Texts(await server.ReadAsync(name, Txt, cancellationToken)).Contains(asset.ControlChallenge))
        {
            return new ControlFinding(
                asset,
                false,
                $"The name server of the target has the record, and the resolver {resolver.Name} does not show it: "
                    + "it may still remember that there was none (wait some minutes and try again), or the zone is delegated to other "
                    + "servers than the target's.");
        }

        string[] there = [.. TxtData.Texts(world)];
        IEnumerable<string> quoted = there.Take(3).Select(t => $"\"{Printable.Text(t.Length > 100 ? t[..100] : t)}\"");
        return new ControlFinding(asset, false, there.Length == 0
            ? $"There is no TXT record at {name}. Put \"{asset.ControlChallenge}\" there; if you just did, wait some minutes and try again."
            : $"At {name} stands {string.Join(", ", quoted)}, and not \"{asset.ControlChallenge}\": is it the challenge of another name?");
    }
}
