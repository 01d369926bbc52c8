using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>The zones of one batch of work, opened when a name in them is worked on, and closed together.</summary>
/// <param name="options">How it is published.</param>
/// <param name="resolver">What is asked about zones that are published by hand.</param>
/// <param name="clock">The clock.</param>
/// <param name="around">Wraps each zone, for tests; null in the service.</param>
internal sealed class Zones(
    PublishingOptions options,
    IDnsLookup resolver,
    TimeProvider clock,
    Func<PublicationTarget, IZone, IZone>? around = null) : IAsyncDisposable
{
    private readonly Dictionary<Guid, IZone> _open = [];

    /// <summary>The zone of a target.</summary>
    /// <exception cref="RefusedException">Its TSIG key cannot be read, or the settings do not allow its server.</exception>
    public IZone Of(PublicationTarget target)
    {
        lock (_open)
        {
            if (!_open.TryGetValue(target.Id, out IZone? zone))
            {
                zone = target.Kind == TargetKind.ByHand
                    ? new ZoneByHand(target, resolver)
                    : new ZoneServer(target, options, clock);
                _open[target.Id] = zone = around?.Invoke(target, zone) ?? zone;
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
