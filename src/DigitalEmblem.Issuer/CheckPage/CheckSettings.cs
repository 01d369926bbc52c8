using DigitalEmblem.Issuer.Hosting;

namespace DigitalEmblem.Issuer.CheckPage;

/// <summary>
/// All settings of the check page, bound and checked once, at the start. There is no section <c>Logging</c>, so that no setting makes it
/// log the names that people ask about.
/// </summary>
internal sealed class CheckSettings
{
    public CheckOptions Check { get; set; } = new();

    /// <summary>Reads them, and refuses with every fault at once.</summary>
    /// <exception cref="SettingsException">Something is wrong.</exception>
    public static CheckOptions Read(IConfiguration configuration)
    {
        (CheckSettings settings, List<string> faults) = StrictBinding.Bind<CheckSettings>(configuration);
        faults.AddRange(settings.Check.Validate());
        return faults.Count == 0 ? settings.Check : throw new SettingsException(faults);
    }
}
