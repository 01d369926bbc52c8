using System.Security.Cryptography.X509Certificates;
using DigitalEmblem.Verifier;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace DigitalEmblem.Extensions;

/// <summary>
/// The options of <see cref="EmblemVerificationOptions"/> that can stand in a configuration, by the names of its members. It uses no
/// reflection, so it works the same after trimming.
/// </summary>
internal static class EmblemVerificationSettings
{
    /// <summary>Reads them into the options.</summary>
    /// <exception cref="OptionsValidationException">A name is unknown, or a value was not taken; with every fault at once.</exception>
    /// <param name="configuration">The section, or a whole configuration.</param>
    /// <param name="options">What is filled.</param>
    /// <param name="name">The name of the options, for the exception.</param>
    /// <param name="contentRoot">Where relative paths of files start; null for the current folder.</param>
    public static void Read(
        IConfiguration configuration, EmblemVerificationOptions options, string? name = null, string? contentRoot = null)
    {
        var faults = new List<string>();
        var section = configuration as IConfigurationSection;
        if (section is not null && !section.GetChildren().Any())
        {
            faults.Add(
                $"There is no section {Printable.Text(section.Path)} with settings in the configuration: "
                    + "correct its name, or give the settings in code alone.");
        }

        var root = new SettingsSection(configuration, section?.Path ?? "", new SettingsFiles(contentRoot), faults);
        Add(root.List(nameof(options.Servers), text => text), options.Servers);
        Add(root.List(nameof(options.TlsServers), text => text), options.TlsServers);
        Add(root.List(nameof(options.HttpsServers), text => text), options.HttpsServers);
        options.UseSystemServers = root.Flag(nameof(options.UseSystemServers), options.UseSystemServers);
        options.AskAll = root.Flag(nameof(options.AskAll), options.AskAll);
        options.TrustAuthenticData = root.Flag(nameof(options.TrustAuthenticData), options.TrustAuthenticData);
        options.Timeout = root.Time(nameof(options.Timeout), options.Timeout);
        options.Rounds = root.Number(nameof(options.Rounds), options.Rounds);
        options.MaxConcurrency = root.Number(nameof(options.MaxConcurrency), options.MaxConcurrency);
        options.QuestionsPerSecond = root.Number(nameof(options.QuestionsPerSecond), options.QuestionsPerSecond);
        options.IhleType = root.Number(nameof(options.IhleType), options.IhleType);
        foreach (X509Certificate2Collection roots in root.Files(nameof(options.ServerRoots), CertificateFiles.What, CertificateFiles.Roots))
        {
            options.ServerRoots.AddRange(roots);
        }

        options.Policy = root.Section(nameof(options.Policy), options.Policy, Policy);
        options.Verifier = root.Section(nameof(options.Verifier), options.Verifier, Verifier);
        options.Cache = root.Section(nameof(options.Cache), options.Cache, Cache);
        options.Telemetry = root.Section(nameof(options.Telemetry), options.Telemetry, Telemetry);
        root.Section(nameof(options.Evidence), options, EvidenceSettings.Read);
        foreach (string below in (string[])[
            nameof(options.Stated), nameof(options.AskLogs), nameof(options.StaysOpen), nameof(options.LogCacheFolder)])
        {
            root.Elsewhere(below, EvidenceSettings.PathOf(below));
        }

        root.InCode(nameof(options.Sources), nameof(options.Trust), nameof(options.Held), nameof(options.Store), nameof(options.Logs));
        root.Close();
        if (faults.Count > 0)
        {
            throw new OptionsValidationException(
                name ?? Options.DefaultName,
                typeof(EmblemVerificationOptions),
                faults.Select(f => $"{EmblemVerificationServices.Subject(name)}: {f}"));
        }
    }

    private static TrustPolicy Policy(SettingsSection section, TrustPolicy policy)
    {
        IReadOnlyList<IReadOnlyList<VerificationKey>> keys = section.Files(
            nameof(policy.TrustedKeys), PublicKeyFile.What, PublicKeyFile.Read);
        IReadOnlyList<TrustedAuthority> authorities = section.List(nameof(policy.Authorities), TrustedAuthority.Parse);
        section.RequireMembers(nameof(policy.Authorities));
        section.RequireMembers(nameof(policy.TrustedKeys));
        IReadOnlyList<AssetIdentifier> scope = section.List(nameof(policy.AssetScope), AssetIdentifier.Parse);
        IReadOnlyList<Purposes> purposes = section.List(nameof(policy.RequiredPurposes), Purpose);
        return policy with
        {
            RequiredLevel = section.Word(
                nameof(policy.RequiredLevel),
                policy.RequiredLevel,
                SecurityLevel.Signed,
                SecurityLevel.Organizational,
                SecurityLevel.Endorsed),
            Authorities = [.. policy.Authorities, .. authorities],
            TrustedKeys = [.. policy.TrustedKeys, .. keys.SelectMany(k => k)],
            Endorsers = section.Number(nameof(policy.Endorsers), policy.Endorsers),
            RequiredPurposes = purposes.Aggregate(policy.RequiredPurposes, (all, one) => all | one),
            MaximumLifetime = section.Time(nameof(policy.MaximumLifetime), policy.MaximumLifetime),
            AssetScope = [.. policy.AssetScope, .. scope],
            AuthenticatedAbsence = section.Flag(nameof(policy.AuthenticatedAbsence), policy.AuthenticatedAbsence),
        };
    }

    private static VerifierOptions Verifier(SettingsSection section, VerifierOptions verifier)
    {
        section.InCode(nameof(verifier.Cache));
        IReadOnlyList<IReadOnlyList<VerificationKey>> keys = section.Files(nameof(verifier.Keys), PublicKeyFile.What, PublicKeyFile.Read);
        return verifier with
        {
            Keys = [.. verifier.Keys, .. keys.SelectMany(k => k)],
            ClockSkew = section.Time(nameof(verifier.ClockSkew), verifier.ClockSkew),
            SlowClock = section.Time(nameof(verifier.SlowClock), verifier.SlowClock),
            SignatureParallelism = section.Number(nameof(verifier.SignatureParallelism), verifier.SignatureParallelism),
            Commitments = section.Section(nameof(verifier.Commitments), verifier.Commitments, Commitments),
            Limits = section.Section(nameof(verifier.Limits), verifier.Limits, Limits),
        };
    }

    private static CommitmentRules Commitments(SettingsSection section, CommitmentRules rules)
    {
        // Only the clock skew of the verifier counts.
        section.InCode(nameof(rules.ClockSkew));
        return rules with
        {
            StrictNames = section.Flag(nameof(rules.StrictNames), rules.StrictNames),
            AllEntries = section.Flag(nameof(rules.AllEntries), rules.AllEntries),
            RevocationChecked = section.Flag(nameof(rules.RevocationChecked), rules.RevocationChecked),
            MaximumLogListAge = section.Time(nameof(rules.MaximumLogListAge), rules.MaximumLogListAge),
            MaximumTimeSinceLogging = section.Time(nameof(rules.MaximumTimeSinceLogging), rules.MaximumTimeSinceLogging),
        };
    }

    private static TokenLimits Limits(SettingsSection section, TokenLimits limits)
    {
        return limits with
        {
            MaxItemBytes = section.Number(nameof(limits.MaxItemBytes), limits.MaxItemBytes),
            MaxInputBytes = section.Number(nameof(limits.MaxInputBytes), limits.MaxInputBytes),
            MaxTokens = section.Number(nameof(limits.MaxTokens), limits.MaxTokens),
            MaxKeys = section.Number(nameof(limits.MaxKeys), limits.MaxKeys),
            MaxItemsOfSets = section.Number(nameof(limits.MaxItemsOfSets), limits.MaxItemsOfSets),
            MaxMembers = section.Number(nameof(limits.MaxMembers), limits.MaxMembers),
            MaxChannels = section.Number(nameof(limits.MaxChannels), limits.MaxChannels),
            MaxAssets = section.Number(nameof(limits.MaxAssets), limits.MaxAssets),
            MaxLogEntries = section.Number(nameof(limits.MaxLogEntries), limits.MaxLogEntries),
            MaxChainLength = section.Number(nameof(limits.MaxChainLength), limits.MaxChainLength),
        };
    }

    private static EmblemCacheOptions? Cache(SettingsSection section, EmblemCacheOptions? cache)
    {
        cache ??= new EmblemCacheOptions();
        return new EmblemCacheOptions
        {
            MaxAge = section.Time(nameof(cache.MaxAge), cache.MaxAge),
            MaxNegativeAge = section.Time(nameof(cache.MaxNegativeAge), cache.MaxNegativeAge),
            CommitmentAge = section.Time(nameof(cache.CommitmentAge), cache.CommitmentAge),
            MemoryBytes = section.Large(nameof(cache.MemoryBytes), cache.MemoryBytes),
            Shared = section.Flag(nameof(cache.Shared), cache.Shared),
            Secret = section.Text(nameof(cache.Secret), cache.Secret),
        };
    }

    private static EmblemTelemetryOptions Telemetry(SettingsSection section, EmblemTelemetryOptions telemetry) => telemetry with
    {
        NameHosts = section.Flag(nameof(telemetry.NameHosts), telemetry.NameHosts),
    };

    private static Purposes Purpose(string text) => PurposeNames.TryParse(text, out Purposes purpose)
        ? purpose
        : throw new FormatException(
            $"'{Printable.Text(text)}' is no purpose: {PurposeNames.Joined(Purposes.All)}.");

    private static void Add(IEnumerable<string> values, IList<string> to)
    {
        foreach (string value in values)
        {
            to.Add(value);
        }
    }
}
