using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Work;

/// <summary>The zones of one batch of work, opened when a name in them is worked on, and closed together.</summary>
internal sealed class Zones(PublishingOptions options, IDnsLookup resolver, TimeProvider clock) : IAsyncDisposable
{
    private readonly Dictionary<Guid, IZone> _open = [];

    /// <summary>The zone of a target.</summary>
    /// <exception cref="RefusedException">What it needs is not at hand.</exception>
    public IZone Of(PublicationTarget target)
    {
        lock (_open)
        {
            if (!_open.TryGetValue(target.Id, out IZone? zone))
            {
                _open[target.Id] = zone = target.Kind == TargetKind.ByHand ? new ZoneByHand(target, resolver, options) : new ZoneServer(target, options, clock);
            }

            return zone;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (IZone zone in _open.Values)
        {
            await zone.DisposeAsync();
        }
    }
}
