using DigitalEmblem.Discovery;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Extensions;

/// <summary>The section <c>Evidence</c>: what is known of commitments, from files, and whether logs may be asked.</summary>
internal static class EvidenceSettings
{
    private const string LogList = "LogList", Roots = "Roots", Chains = "Chains", RevocationLists = "RevocationLists";

    /// <summary>The path of a setting in it, from the section above.</summary>
    public static string PathOf(string name) => $"{nameof(EmblemVerificationOptions.Evidence)}:{name}";

    /// <summary>Reads it into the options.</summary>
    public static EmblemVerificationOptions Read(SettingsSection section, EmblemVerificationOptions options)
    {
        section.RequireUnset(
            options.Trust is null && options.Held == CommitmentMaterial.None,
            "trust in logs and roots, or what is held, was given in code already, and this section would take its place.");
        LogList? logs = section.File(LogList, "log list", LogListFile.Read);
        options.Stated = [.. options.Stated, .. section.List(nameof(options.Stated), Statement)];
        section.Require(
            logs is not null || options.Stated.Count > 0, LogList, "only what a log of a list holds can prove a commitment.");
        IReadOnlyList<byte[]> roots = section.Files(Roots, CertificateFiles.What, CertificateFiles.CheckedRoots);
        section.RequireMembers(Roots);
        options.Trust = new TransparencyTrust
        {
            Logs = logs,
            Roots = roots.Count > 0 ? RootStore.Read([.. roots.Select(r => (ReadOnlyMemory<byte>)r)]) : RootStore.System,
            RevocationLists =
            [
                .. section.Files(RevocationLists, "certificate revocation list", (_, bytes) => RevocationList.Read(bytes))
                    .SelectMany(r => r),
            ],
        };
        options.Held = CommitmentMaterial.Of(section.Files(Chains, "certificate chain", (path, bytes) => BindingChain.Read(bytes, path)));
        options.AskLogs = section.Flag(nameof(options.AskLogs), options.AskLogs);
        options.StaysOpen = section.Time(nameof(options.StaysOpen), options.StaysOpen);
        options.LogCacheFolder = section.Folder(nameof(options.LogCacheFolder)) ?? options.LogCacheFolder;
        return options;
    }

    private static (OrganizationIdentifier, KeyIdentifier) Statement(string text)
    {
        TrustedAuthority pair = TrustedAuthority.Parse(text);
        return (
            pair.Organization,
            pair.Key ?? throw new FormatException(
                $"'{Printable.Text(text)}' names no key: write OI=KEYID, as https://society.example=abcd…."));
    }
}
