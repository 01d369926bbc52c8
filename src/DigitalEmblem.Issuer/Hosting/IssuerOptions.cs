using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Watching;
using DigitalEmblem.Issuer.Work;

namespace DigitalEmblem.Issuer.Hosting;

/// <summary>All settings, by file (issuer.json), environment (ISSUER__Database__Connection=…) and command line (--Database:Connection=…). Bound and checked once, at the start.</summary>
internal sealed class IssuerOptions
{
    public DatabaseOptions Database { get; set; } = new();

    public CustodyOptions Custody { get; set; } = new();

    public TransparencyOptions Transparency { get; set; } = new();

    public IssuingOptions Issuing { get; set; } = new();

    public PublishingOptions Publishing { get; set; } = new();

    public WatchingOptions Watching { get; set; } = new();

    public AlertsOptions Alerts { get; set; } = new();

    /// <summary>Reads them, and refuses with every fault at once.</summary>
    /// <exception cref="SettingsException">Something is wrong.</exception>
    public static IssuerOptions Read(IConfiguration configuration)
    {
        IssuerOptions options;
        try
        {
            options = configuration.Get<IssuerOptions>(o => o.ErrorOnUnknownConfiguration = false) ?? new IssuerOptions();
        }
        catch (InvalidOperationException e)
        {
            throw new SettingsException([$"A setting has a value of another kind than it should: {e.Message} {e.InnerException?.Message}"]);
        }

        string[] faults = [.. options.Faults()];
        return faults.Length == 0 ? options : throw new SettingsException(faults);
    }

    private IEnumerable<string> Faults() => [.. Custody.Faults(), .. Transparency.Faults(), .. Issuing.Faults(), .. Publishing.Faults(), .. Watching.Faults(), .. Alerts.Faults()];
}
