using System.CommandLine;
using DigitalEmblem.Cli.Input;
using DigitalEmblem.Cli.Output;
using DigitalEmblem.Cli.Watching;

namespace DigitalEmblem.Cli.Commands;

/// <summary><c>emblem watch ct</c>: certificates for the names of organizations, in the logs of Certificate Transparency.</summary>
internal static class WatchCtCommand
{
    private static Sentence Description => $"""
        Follows the logs of Certificate Transparency, and tells of certificates for the names under which an organization binds its root
        keys (adem-configuration.D and below), and below domains that look like its own. For those who guard an authority's or a
        Society's name (spec/log-watch.md).

        A log is followed from the head that it shows first, and each entry is looked at once. What is read is shown to be what the log
        signed. A log that lags, does not answer, or signs two trees that contradict each other is told.

        All logs together take tens of millions of entries a day (estimated in 2026): expect some 100 GB a day. Logs learn that someone
        at this address reads them, and nothing of the names.

        Certificates that you know of are not told: --known names files with them, --kid the root keys that may be named.

        Exit codes of --once: 2 a certificate was found, or a log contradicts itself; 3 nothing was found, and a log lags; 0 nothing was
        found. 64 a mistake in the command line, 130 stopped.

        Examples:
          emblem watch ct --for https://society.example --online --state ct.state
          emblem watch ct --for https://society.example --kid KEYID --online --state ct.state --once --output json
        """;

    private static readonly TimeSpan Usual = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    public static Command Create(CommandContext context)
    {
        var names = new Option<OrganizationIdentifier[]>("--for")
        {
            Description = Speech.Text($"The organization whose name is guarded; may be given several times."),
            HelpName = "OI",
            Required = true,
            CustomParser = Parsers.AllOf(OrganizationIdentifier.Parse)
        };
        Option<string[]> known = CommitmentOptions.Named(
            "--known", $"Certificates that are known, PEM or DER: they, and others for the same public and root keys, are not told.");
        var keys = new Option<KeyIdentifier[]>("--kid")
        {
            Description = Speech.Text(
                $"A root key that is known: a certificate that names known root keys and no other binds no new key, and is not told."),
            HelpName = "KEYID",
            CustomParser = Parsers.AllOf(KeyIdentifier.Parse)
        };
        var domains = new Option<bool>("--look-alike-domains")
        {
            Description = Speech.Text($"Tell also of look-alike domains that bind no root key. There may be many, most of them harmless.")
        };
        var state = new Option<string?>("--state")
        {
            Description = Speech.Text($"The file that keeps how far each log was followed; without one, the watch begins anew each time."),
            HelpName = "FILE"
        };
        var once = new Option<bool>("--once") { Description = Speech.Text($"Make one round, for a timer; needs --state.") };
        var interval = new Option<TimeSpan?>("--interval")
        {
            Description = Speech.Text($"How long from one round to the next, a minute to a day; 10m by default."),
            HelpName = "TIME",
            CustomParser = Parsers.Duration
        };
        Option<string?> logList = TrustOptions.LogListOption();
        var online = new Option<bool>("--online")
        {
            Description = Speech.Text($"Ask the logs; the watch does nothing else, and no connection is opened without this word.")
        };
        Option<OutputFormat> output = VerifyCommand.OutputOption();
        var command = new Command("ct", Speech.Text(Description))
        {
            names, online, state, once, interval, known, keys, domains, logList, output
        };
        command.SetAction(async (parsed, stop) =>
        {
            Require(parsed.GetValue(online), $"The watch asks logs, and no connection is opened unless it is asked for: add --online.");
            string? file = parsed.GetValue(state);
            bool single = parsed.GetValue(once);
            Require(!single || file is not null, $"--once needs --state: without a file the next round begins anew, and sees nothing.");
            Require(!single || parsed.GetValue(interval) is null, $"--once makes one round, and --interval several: use one or the other.");
            TimeSpan pause = parsed.GetValue(interval) ?? Usual;
            Require(pause >= Shortest && pause <= Longest, $"--interval lies between a minute and a day.");
            LogList logs = TrustOptions.Read(parsed.GetValue(logList), null, [], context).Logs
                ?? throw new UsageException($"The watch needs a log list, because only logs of a list are asked: "
                    + $"install one with 'emblem logs update', or name one with --log-list.");
            OrganizationIdentifier[] organizations = parsed.GetValue(names)!;
            var look = new CertificateLook(
                [.. organizations.Distinct().Select(o => new GuardedName(o))],
                Known(parsed.GetValue(known) ?? [], parsed.GetValue(keys) ?? [], organizations, context),
                parsed.GetValue(domains));
            IWatchReport report = parsed.GetValue(output) == OutputFormat.Json ? new WatchJson(context) : new WatchText(context);
            using LogHttp http = LogHttp.ForFollowing();
            var run = new CtWatchRun(logs, look, http.Client, LogWatchState.Read(file, logs), report, context);
            return single ? await run.OnceAsync(stop) : await run.GoOnAsync(pause, stop);
        });
        return command;
    }

    private static KnownCertificates Known(
        string[] files, KeyIdentifier[] keys, OrganizationIdentifier[] organizations, CommandContext context)
    {
        KnownCertificates ofFiles = files.Length == 0 ? KnownCertificates.None : Files.ParseAll(
            files,
            $"file of certificates",
            contents => KnownCertificates.Of(contents.SelectMany(c => Certificates(c)), organizations),
            context,
            $"--known takes certificates, in PEM or one in DER.");
        return ofFiles.With(new KnownCertificates
        {
            RootKeys = keys.Select(k => k.ToString()).ToHashSet(StringComparer.Ordinal),
            RootKeysSuffice = keys.Length > 0,
        });
    }

    private static IReadOnlyList<ReadOnlyMemory<byte>> Certificates(ReadOnlyMemory<byte> file) =>
        Pem.Decode(file, "CERTIFICATE") is { Count: > 0 } all ? all : throw new TokenFormatException("there is no certificate in it");

    private static void Require(bool condition, Sentence otherwise)
    {
        if (!condition)
        {
            throw new UsageException(otherwise);
        }
    }
}
