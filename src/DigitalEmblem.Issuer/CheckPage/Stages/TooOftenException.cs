namespace DigitalEmblem.Issuer.CheckPage.Stages;

/// <summary>A check has no room in the budgets now. Nothing was asked.</summary>
/// <param name="wait">How long to wait.</param>
internal sealed class TooOftenException(TimeSpan wait) : Exception("Too often.")
{
    /// <summary>How long to wait, in whole seconds, at least one.</summary>
    public long Seconds { get; } = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds));
}
