using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Journal.Heads;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Watching;
using DigitalEmblem.Issuer.Web;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.Authority;
using DigitalEmblem.Issuer.Work.Endorsements;
using DigitalEmblem.Issuer.Work.Keeping;
using DigitalEmblem.Issuer.Work.Keys;
using DigitalEmblem.Issuer.Work.Marking;
using DigitalEmblem.Issuer.Work.Publishing;

namespace DigitalEmblem.Issuer.Hosting;

/// <summary>
/// All settings, bound and checked once, at the start (<see cref="Settings"/> gathers them). Beside these, <c>Logging</c> is .NET's own
/// section.
/// </summary>
internal sealed class IssuerOptions
{
    public DatabaseOptions Database { get; set; } = new();

    public ListenOptions Listen { get; set; } = new();

    public CustodyOptions Custody { get; set; } = new();

    public TransparencyOptions Transparency { get; set; } = new();

    public IssuingOptions Issuing { get; set; } = new();

    public RetentionOptions Retention { get; set; } = new();

    public JournalOptions Journal { get; set; } = new();

    public MarkingOptions Marking { get; set; } = new();

    public EntitlementOptions Entitlement { get; set; } = new();

    public CompromiseOptions Compromise { get; set; } = new();

    public PublishingOptions Publishing { get; set; } = new();

    public TelemetryOptions Telemetry { get; set; } = new();

    public AccessOptions Access { get; set; } = new();

    public WebOptions Web { get; set; } = new();

    public WatchingOptions Watching { get; set; } = new();

    public AlertsOptions Alerts { get; set; } = new();

    public Dictionary<string, AuthorityOptions> Authorities { get; set; } = [];

    /// <summary>Reads them, and refuses with every fault at once.</summary>
    /// <exception cref="SettingsException">Something is wrong.</exception>
    public static IssuerOptions Read(IConfiguration configuration)
    {
        (IssuerOptions options, List<string> faults) = Bind(configuration);
        faults.AddRange(options.Validate());
        return faults.Count == 0 ? options : throw new SettingsException(faults);
    }

    /// <summary>
    /// Reads where the database is, for what needs nothing else: no key, no passphrase, no file that the service needs must be at hand.
    /// </summary>
    /// <exception cref="SettingsException">There is a section or setting that does not exist, or a value of another kind.</exception>
    public static DatabaseOptions ReadDatabase(IConfiguration configuration)
    {
        (IssuerOptions options, List<string> faults) = Bind(configuration);
        return faults.Count == 0 ? options.Database : throw new SettingsException(faults);
    }

    /// <summary>Reads them for a command that needs a part of them: no other key, passphrase or file must be at hand.</summary>
    /// <param name="configuration">The settings.</param>
    /// <param name="faultsOf">The faults of the parts that are needed.</param>
    /// <exception cref="SettingsException">Something is wrong with these, or there is a setting that does not exist.</exception>
    public static IssuerOptions ReadPart(IConfiguration configuration, Func<IssuerOptions, IEnumerable<string>> faultsOf)
    {
        (IssuerOptions options, List<string> faults) = Bind(configuration);
        faults.AddRange(faultsOf(options));
        return faults.Count == 0 ? options : throw new SettingsException(faults);
    }

    private static (IssuerOptions Options, List<string> Faults) Bind(IConfiguration configuration) =>
        StrictBinding.Bind<IssuerOptions>(
            configuration,
            section => section.Key.Equals(LoggingSettings.Section, StringComparison.OrdinalIgnoreCase)
                ? LoggingSettings.Validate(section)
                : null,
            LoggingSettings.Section);

    private IEnumerable<string> Validate() =>
        [
            .. Listen.Validate(), .. Custody.Validate(), .. Transparency.Validate(), .. Issuing.Validate(),
            .. Retention.Validate(), .. Journal.Validate(Custody.Files is not null), .. Compromise.Validate(), .. Publishing.Validate(),
            .. Access.Validate(), .. Web.Validate(Listen), .. Watching.Validate(Transparency.Online), .. Alerts.Validate(),
            .. ValidateAuthorities(),
            .. Telemetry.Validate(), .. TelemetryVariables.OfProcess(Telemetry).Validate(),
        ];

    private IEnumerable<string> ValidateAuthorities() => Authorities.SelectMany(a => a.Value.Validate($"{nameof(Authorities)}:{a.Key}"))
        .Concat(Authorities.Values.GroupBy(a => a.Identifier).Where(g => g.Count() > 1)
            .Select(g => $"{nameof(Authorities)}: {g.Key} is named twice."));
}
