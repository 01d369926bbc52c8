using System.CommandLine;
using System.Security.Cryptography.X509Certificates;
using DigitalEmblem.Cli.Configuration;
using DigitalEmblem.Cli.Input;
using DigitalEmblem.Cli.Output;

namespace DigitalEmblem.Cli.Commands;

/// <summary>The options for trust in commitments: logs, roots and revocation lists.</summary>
internal static class TrustOptions
{
    public static Option<string?> LogListOption() => new("--log-list")
    {
        Description = Speech.Text(
            $"The logs that count (JSON, version 3 of Google's form); by default the list that 'emblem logs update' installed."),
        HelpName = "FILE"
    };

    public static Option<string[]> RootsOption() =>
        CommitmentOptions.Named("--ca", $"Roots that binding certificates must lead to, in place of the system's.");

    public static Option<string[]> RevocationOption() =>
        CommitmentOptions.Named("--crl", $"Certificate revocation lists; without one, that revocation was not checked is a finding.");

    /// <summary>The trust that options, and where they are not given the configuration, name.</summary>
    /// <param name="logList">The option for the log list.</param>
    /// <param name="roots">The option for the roots; null if no chain is judged.</param>
    /// <param name="revocationLists">The option for revocation lists.</param>
    /// <param name="context">The process.</param>
    public static TransparencyTrust Read(string? logList, string[]? roots, string[] revocationLists, CommandContext context)
    {
        string[] named = roots is { Length: 0 } ? context.Configuration.Use(Setting.Roots, file => file) : roots ?? [];
        return Read(logList ?? context.Configuration.Use(Setting.LogList), named, context) with
        {
            RevocationLists = [.. revocationLists.SelectMany(file => Files.Parse(
                file,
                $"certificate revocation list",
                RevocationList.Read,
                context,
                $"--crl takes what the issuer publishes at the address that stands in its certificates (CRL distribution point)."))],
        };
    }

    private static TransparencyTrust Read(string? logList, string[] roots, CommandContext context) => new()
    {
        Logs = LogListFiles.Read(logList, context),
        Roots = roots.Length > 0
            ? Files.ParseAll(
                roots, $"file of root certificates", RootStore.Read, context, $"--ca takes root certificates, in PEM or one in DER.")
            : RootStore.System,
    };
}
