using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using DigitalEmblem.Cli.Input;
using DigitalEmblem.Cli.Output;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Cli.Commands;

/// <summary><c>emblem check</c>: does this host bear an emblem, and may I rely on the answer?</summary>
internal static class CheckCommand
{
    private const string Description = """
        Looks up the emblems of names and says what they show. Speaks to DNS only; to logs only with --online, and to the asset
        itself only with --well-known. A line of standard input that is no name is answered as one that could not be found out, and
        the others go on; a name in the command line that is none is a mistake, and then nobody is asked.

        Exit codes: 0 marked, 1 not marked, 2 invalid, 3 could not find out, 4 not accepted (valid, but less than you ask for,
        or for another asset), 64 a mistake in the command line. For several names the gravest: 2, 3, 4, 1, 0.

        Examples:
          emblem check www.society.example
          emblem check www.society.example --dot 192.0.2.53#dns.example --trust-authority https://ministry.example --explain
          emblem check - --output json < names.txt > verdicts.jsonl
        """;

    private static readonly Outcome[] GravestFirst = [Outcome.Invalid, Outcome.Indeterminate, Outcome.NotAccepted, Outcome.NotMarked, Outcome.Marked];

    public static Command Create(CommandContext context)
    {
        var names = new Argument<string[]>("NAME") { Description = "Host names or URLs, in any script; '-' reads them from standard input, one a line.", Arity = ArgumentArity.OneOrMore };
        var wellKnown = new Option<bool>("--well-known") { Description = "Also ask https://NAME/.well-known/adem. The asset then learns that you look." };
        var suggest = new Option<bool>("--suggest-names") { Description = "For an address: ask its reverse name which names lead to it, and suggest them. Checks nothing." };
        var explain = new Option<bool>("--explain") { Description = "Print the whole reasoning as a tree: records, tokens, findings, and who could have learned of the question." };
        Option<OutputFormat> output = VerifyCommand.OutputOption();
        var resolver = new ResolverOptions();
        var policyOptions = new PolicyOptions(asksDns: true);
        var command = new Command("check", Description) { names, wellKnown, suggest, explain };
        resolver.AddTo(command);
        policyOptions.AddTo(command);
        command.Options.Add(output);
        command.SetAction(async (parsed, cancellation) =>
        {
            if (parsed.GetValue(suggest))
            {
                await using DnsExchange reverse = resolver.Exchange(parsed);
                return await NameSuggestions.WriteAsync(parsed.GetValue(names)!, reverse, context, cancellation);
            }

            AskedName[] asked = [.. Names(parsed.GetValue(names)!, context)];
            TrustPolicy policy = policyOptions.Policy(parsed);
            policy.Validate();
            await using DnsExchange exchange = resolver.Exchange(parsed);
            using WellKnownEmblemSource? wellKnownSource = parsed.GetValue(wellKnown) ? new WellKnownEmblemSource() : null;
            EmblemVerifier verifier = policyOptions.Verifier(parsed, context);
            IEmblemSource[] sources = [.. ((IEmblemSource?[])[new DnsEmblemSource(exchange, resolver.IhleType(parsed), cache: verifier.Cache), wellKnownSource]).OfType<IEmblemSource>()];
            using CommitmentSetting commitments = policyOptions.Commitments(parsed, [], context);
            EmblemChecker checker = commitments.Checker(sources, verifier, policy, policyOptions.Clock(parsed, context));

            OutputFormat format = parsed.GetValue(output);
            var outcomes = new List<Outcome>();
            long start = context.Clock.GetTimestamp();
            using var progress = new Progress(context, () => string.Create(CultureInfo.InvariantCulture, $"Asking: {outcomes.Count} of {asked.Length} name{(asked.Length == 1 ? "" : "s")} answered"));
            await foreach ((AskedName one, Verdict? verdict) in CheckAllAsync(asked, checker, cancellation))
            {
                outcomes.Add(verdict?.Outcome ?? Outcome.Indeterminate);
                if (verdict is null)
                {
                    one.WriteProblem(format, policyOptions.At(parsed, context), context);
                }
                else
                {
                    Write(one.Name!, verdict, format, asked.Length > 1, parsed.GetValue(explain), context);
                }
            }

            if (asked.Length > 1)
            {
                context.Error.WriteLine(Summary(outcomes, context.Clock.GetElapsedTime(start)));
            }

            return ExitCode.Of(GravestFirst.First(outcomes.Contains));
        });
        return command;
    }

    /// <summary>Verdicts in the order of the names, with some look-ups under way at once.</summary>
    private static async IAsyncEnumerable<(AskedName, Verdict?)> CheckAllAsync(
        AskedName[] names, EmblemChecker checker, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        const int UnderWay = 32;
        var running = Channel.CreateBounded<(AskedName Name, Task<Verdict>? Verdict)>(UnderWay);
        Task producing = Task.Run(
            async () =>
            {
                foreach (AskedName one in names)
                {
                    // The place in the channel is what bounds how many are under way.
                    await running.Writer.WaitToWriteAsync(cancellation);
                    await running.Writer.WriteAsync((one, one.Name is { } name ? checker.CheckAsync(name, cancellation) : null), cancellation);
                }

                running.Writer.Complete();
            },
            cancellation);
        await foreach ((AskedName one, Task<Verdict>? verdict) in running.Reader.ReadAllAsync(cancellation))
        {
            yield return (one, verdict is null ? null : await verdict);
        }

        await producing;
    }

    private static string Summary(List<Outcome> outcomes, TimeSpan elapsed)
    {
        IEnumerable<string> counts = GravestFirst.Reverse().Select(o => (Outcome: o, Count: outcomes.Count(x => x == o))).Where(c => c.Count > 0)
            .Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Count} {c.Outcome}"));
        using Process self = Process.GetCurrentProcess();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{outcomes.Count} names in {elapsed.TotalSeconds:0.0} s ({outcomes.Count / Math.Max(elapsed.TotalSeconds, 0.001):0} a second), peak memory {self.PeakWorkingSet64 >> 20} MiB: {string.Join(", ", counts)}.");
    }

    private static void Write(DomainName name, Verdict verdict, OutputFormat format, bool several, bool explain, CommandContext context)
    {
        if (format == OutputFormat.Json)
        {
            context.Out.WriteLine(Terminal.Json(verdict.ToJson()));
        }
        else if (explain)
        {
            ExplanationTree.Write(name, verdict, context);
        }
        else if (several)
        {
            context.Out.WriteLine($"{name}: {verdict}");
        }
        else
        {
            VerdictText.Write(verdict, context);
        }
    }

    private static IEnumerable<AskedName> Names(string[] arguments, CommandContext context) => arguments
        .SelectMany(a => a == Files.StandardInput ? Lines(context).Select(AskedName.OfLine) : [new AskedName(a, HostName.Parse(a), null)]);

    private static string[] Lines(CommandContext context)
    {
        using var reader = new StreamReader(context.OpenInput());
        string[] lines = [.. reader.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(l => l[0] != '#')];
        return lines.Length > 0 ? lines : throw new UsageException("Standard input holds no name.");
    }
}
