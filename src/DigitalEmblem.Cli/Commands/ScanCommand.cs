using System.CommandLine;
using DigitalEmblem.Cli.Input;
using DigitalEmblem.Cli.Output;
using DigitalEmblem.Cli.Scanning;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Cli.Commands;

/// <summary><c>emblem scan</c>: which of very many names bear an emblem?</summary>
internal static class ScanCommand
{
    private const int Name = TokenLimits.MemoryOfAName >> 20, Byte = TokenLimits.MemoryOfAByte;

    private static Sentence Description => $"""
        Looks up the emblems of very many names, and writes one line for each (spec/scan.md). Speaks to DNS only, as fast as the
        resolvers bear: it slows down when they fail or refuse, and --rate bounds it.

        Each line says the verdict, level, trust, issuer, endorsers, purposes, the assets that match, times, how absence is known
        (DNSSEC, or an answer that nobody vouches for), and what was assumed. A fault of this program at a name makes that name
        Indeterminate (ProgramFault), and the scan goes on.

        Memory does not grow with the input, nor with what servers answer: a name takes {Name} MiB and {Byte} bytes for each byte of its
        answers while it is judged, a scan some 200 MiB on two processors (spec/scan.md).

        Every line of the input is answered once, in its order: a name that stands twice is asked twice, and a line that is no
        name gets the verdict Indeterminate and the finding NotAName. Blank lines and lines that begin with # are passed over.
        With --resume, a scan that was stopped or killed goes on where it was, and its output is that of a scan never disturbed.

        Exit codes: the gravest of all names, as for check: 2 invalid, 3 could not find out, 4 not accepted, 1 not marked,
        0 all marked; 64 a mistake in the command line, 130 stopped.

        Examples:
          emblem scan names.txt --out verdicts.jsonl --resume scan.state --dot 192.0.2.53#dns.example
          zcat names.gz | emblem scan - --only marked,invalid,not-accepted --format csv --out found.csv
        """;

    /// <summary>How long look-ups that have begun may still take after a stop was requested.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long an open question is not asked again. One organization marks many names, so the store and the logs must not be asked about
    /// its root key for each name.
    /// </summary>
    private static readonly TimeSpan StaysOpen = TimeSpan.FromMinutes(1);

    public static Command Create(CommandContext context)
    {
        var names = new Argument<string>("NAMES")
        {
            Description = Speech.Text($"A file with one name or URL a line, in any script; '-' reads standard input.")
        };
        var scan = new ScanOptionGroup();
        var resolver = new ResolverOptions();
        var policyOptions = new PolicyOptions(asksDns: true);
        var command = new Command("scan", Speech.Text(Description)) { names };
        scan.AddTo(command);
        resolver.AddTo(command);
        policyOptions.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            TrustPolicy policy = policyOptions.Policy(parsed, context);
            policy.Validate();
            await using DnsExchange exchange = resolver.Exchange(parsed, context, scan.Bulk(parsed));
            using CommitmentSetting commitments = policyOptions.Commitments(parsed, [], context, StaysOpen);
            EmblemVerifier verifier = policyOptions.Verifier(parsed, policy, context, sweep: true);
            EmblemChecker checker = commitments.Checker(
                [new DnsEmblemSource(exchange, resolver.IhleType(parsed), cache: verifier.Cache)],
                verifier,
                policy,
                policyOptions.Clock(parsed, context));
            using var reading = new Progress(context, () => $"Reading the names");
            using ScanInput input = ScanInput.Open(parsed.GetValue(names)!, context);
            using ScanRun run = await scan.StartAsync(parsed, input, context, stop);
            reading.Dispose();
            int code = await RunAsync(run, input, new NameScan(checker, scan.Engine(parsed)), scan.Resume(parsed), context, stop);
            foreach (string note in exchange.Notes)
            {
                context.Tell(HandedWords.Text(note));
            }

            return code;
        });
        return command;
    }

    private static async Task<int> RunAsync(
        ScanRun run, ScanInput input, NameScan scan, string? stateFile, CommandContext context, CancellationToken stop)
    {
        var report = new ScanReport(run, input, context);
        using var abort = new CancellationTokenSource();
        using (stop.Register(() => abort.CancelAfter(Grace)))
        using (new Progress(context, report.Progress))
        {
            if (!run.Finished)
            {
                await run.WriteAsync(scan.RunAsync(input.ReadAsync(stop), abort.Token), context.Clock, stop);
            }
        }

        report.Write();
        if (!run.Finished)
        {
            context.Tell(
                run.NobodyReads ? Sentence.Of($"Stopped at line {run.Line}: the command that the output is piped into has ended.")
                : stateFile is null ? Sentence.Of($"Stopped. Without --resume it was not noted how far the scan came.")
                : $"Stopped after line {run.Line}. The same command goes on from there: --resume {stateFile}");
            return ExitCode.Stopped;
        }

        return run.Tally.Gravest is { } gravest ? ExitCode.Of(gravest) : throw new UsageException($"The input holds no name.");
    }
}
