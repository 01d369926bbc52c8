using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>
/// A zone whose records people edit. The service only looks through the resolver, as validators do. So an older set may be seen for its
/// time to live, because it stays in the resolver's cache.
/// </summary>
internal sealed class ZoneByHand(PublicationTarget target, IDnsLookup resolver, PublishingOptions options) : IZone
{
    /// <inheritdoc/>
    public async Task<ZoneOutcome> BringAboutAsync(
        DomainName name, IReadOnlyList<ReadOnlyMemory<byte>> records, bool lookFirst, CancellationToken cancellationToken)
    {
        ZoneOutcome outcome = ZoneOutcome.Of(name, await resolver.LookUpAsync(name, (ushort)options.IhleType, cancellationToken), records);
        return outcome.Seen || outcome.IsServerAtFault ? outcome
            : outcome with
            {
                Fault = $"{outcome.Fault} The records of {target.Zone} are put in by hand: take them from the API (records of the asset or "
                    + "the target), and say when they are in.",
            };
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
