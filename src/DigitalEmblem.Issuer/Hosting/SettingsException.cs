namespace DigitalEmblem.Issuer.Hosting;

/// <summary>Settings are wrong; each fault is a sentence that says what to do.</summary>
internal sealed class SettingsException(
    IReadOnlyList<string> faults) : Exception("The settings or this call are wrong:" + string.Concat(faults.Select(f => $"\n  - {f}")))
{
    /// <summary>The faults.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;
}
