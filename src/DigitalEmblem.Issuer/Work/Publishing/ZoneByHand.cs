using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>
/// A zone whose records people edit. The service only looks through the resolver, as validators do. So an older set may be seen for its
/// time to live, because it stays in the resolver's cache, and times to live cannot be compared.
/// </summary>
internal sealed class ZoneByHand(PublicationTarget target, IDnsLookup resolver) : IZone
{
    /// <inheritdoc/>
    public async Task<ZoneOutcome> BringAboutAsync(WantedName wanted, CancellationToken cancellationToken)
    {
        ZoneOutcome outcome = await LookAsync(wanted, cancellationToken);
        return outcome.Seen || outcome.IsServerAtFault || outcome.Foreign is not null ? outcome
            : outcome with
            {
                Fault = Sentence.Of(
                    $"{outcome.Fault} The records of {target.Zone} are put in by hand: take them from the page of the zone, and say "
                        + $"there when they are in."),
            };
    }

    /// <inheritdoc/>
    public async Task<ZoneOutcome> LookAsync(WantedName wanted, CancellationToken cancellationToken)
    {
        NameStanding standing = await NameStanding.LookAsync(wanted, resolver, cancellationToken);
        if (standing.Unanswered is { } none)
        {
            return ZoneOutcome.NoAnswer(none) with { IsRefusal = false };
        }

        if (standing.AtAlias(wanted) is { } alias)
        {
            return alias;
        }

        var plan = ZonePlan.Of(
            standing.Records, wanted, await wanted.Own.AmongAsync(standing.OfEmblems, cancellationToken), ttl: null);
        ZoneOutcome outcome = plan.Settled(wanted.Name) ?? new ZoneOutcome(false, plan.Fault) { IsDifferent = true };
        return outcome with { Ttl = target.Ttl };
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
