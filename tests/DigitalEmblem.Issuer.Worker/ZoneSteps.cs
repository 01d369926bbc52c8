using DigitalEmblem.Issuer.Work.Publishing;

namespace DigitalEmblem.Issuer.Worker;

/// <summary>The steps at a zone: before each name that is brought into its state, and after it.</summary>
internal sealed class ZoneSteps(IZone zone, Steps steps) : IZone
{
    /// <inheritdoc/>
    public async Task<ZoneOutcome> BringAboutAsync(WantedName wanted, CancellationToken cancellationToken)
    {
        steps.Take(StepKind.Publish);
        ZoneOutcome outcome = await zone.BringAboutAsync(wanted, cancellationToken);
        steps.Take(StepKind.Published);
        return outcome;
    }

    /// <inheritdoc/>
    public Task<ZoneOutcome> LookAsync(WantedName wanted, CancellationToken cancellationToken) => zone.LookAsync(wanted, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => zone.DisposeAsync();
}
