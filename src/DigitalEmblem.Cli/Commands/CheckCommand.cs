using System.CommandLine;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using DigitalEmblem.Cli.Input;
using DigitalEmblem.Cli.Output;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Cli.Commands;

/// <summary><c>emblem check</c>: does this host bear an emblem, and may I rely on the answer?</summary>
internal static class CheckCommand
{
    private static Sentence Description => $"""
        Looks up the emblems of names and says what they show. Speaks to DNS only; to logs only with --online, and to the asset
        itself only with --well-known. Names of standard input are answered with a line each, as they come. One that is no name is
        answered as one that could not be found out, and the others go on; in the command line it is a mistake, and nobody is asked.

        Exit codes: 0 marked, 1 not marked, 2 invalid, 3 could not find out, 4 not accepted (valid, but less than you ask for,
        or for another asset), 64 a mistake in the command line. For several names the gravest: 2, 3, 4, 1, 0.

        Examples:
          emblem check www.society.example
          emblem check www.society.example --dot 192.0.2.53#dns.example --trust-authority https://ministry.example --explain
          emblem check - --output json < names.txt > verdicts.jsonl
        """;

    public static Command Create(CommandContext context)
    {
        var names = new Argument<string[]>("NAME")
        {
            Description = Speech.Text($"Host names or URLs, in any script; '-' reads them from standard input, one a line."),
            Arity = ArgumentArity.OneOrMore
        };
        var wellKnown = new Option<bool>("--well-known")
        {
            Description = Speech.Text($"Also ask https://NAME/.well-known/adem. The asset then learns that you look.")
        };
        var suggest = new Option<bool>("--suggest-names")
        {
            Description = Speech.Text($"For an address: ask its reverse name which names lead to it, and suggest them. Checks nothing.")
        };
        var explain = new Option<bool>("--explain")
        {
            Description = Speech.Text(
                $"Print the whole reasoning as a tree: records, tokens, findings, and who could have learned of the question.")
        };
        Option<OutputFormat> output = VerifyCommand.OutputOption();
        var resolver = new ResolverOptions();
        var policyOptions = new PolicyOptions(asksDns: true);
        var command = new Command("check", Speech.Text(Description)) { names, wellKnown, suggest, explain };
        resolver.AddTo(command);
        policyOptions.AddTo(command);
        command.Options.Add(output);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(suggest))
            {
                await using DnsExchange reverse = resolver.Exchange(parsed, context);
                return await NameSuggestions.WriteAsync(parsed.GetValue(names)!, reverse, context, cancellationToken);
            }

            TellOfFiles(parsed.GetValue(names)!, context);
            AskedNames asked = AskedNames.Of(parsed.GetValue(names)!, context);
            TrustPolicy policy = policyOptions.Policy(parsed, context);
            policy.Validate();
            await using DnsExchange exchange = resolver.Exchange(parsed, context);
            using WellKnownEmblemSource? wellKnownSource = parsed.GetValue(wellKnown) ? new WellKnownEmblemSource() : null;
            EmblemVerifier verifier = policyOptions.Verifier(parsed, policy, context);
            IEmblemSource[] sources =
                [.. ((IEmblemSource?[])[new DnsEmblemSource(exchange, resolver.IhleType(parsed), cache: verifier.Cache), wellKnownSource])
                    .OfType<IEmblemSource>()];
            using CommitmentSetting commitments = policyOptions.Commitments(parsed, [], context);
            EmblemChecker checker = commitments.Checker(sources, verifier, policy, policyOptions.Clock(parsed, context));

            OutputFormat format = parsed.GetValue(output);
            var tally = new CheckTally(context.Clock);
            using var progress = new Progress(context, () => asked.Count is { } all
                ? Sentence.Counting(
                    all, $"Asking: {tally.Count} of {all} name answered", $"Asking: {tally.Count} of {all} names answered")
                : $"Asking: {tally.Count} names answered");
            await foreach ((AskedName one, Verdict? verdict) in CheckAllAsync(
                asked.ReadAsync(cancellationToken), checker, cancellationToken))
            {
                tally.Add(verdict?.Outcome ?? VerdictOutcome.Indeterminate);
                if (verdict is null)
                {
                    one.WriteProblem(format, policy, policyOptions.At(parsed, context), context);
                }
                else
                {
                    Write(one.Name!, verdict, format, asked.Count != 1, parsed.GetValue(explain), context);
                }
            }

            VerdictOutcome gravest = tally.Gravest ?? throw new UsageException($"Standard input holds no name.");
            if (asked.Count != 1)
            {
                context.Tell(tally.Summary());
            }

            return ExitCode.Of(gravest);
        });
        return command;
    }

    /// <summary>A file that is named by mistake is asked about as a host, and "not marked" is then no answer to what was meant.</summary>
    private static void TellOfFiles(string[] names, CommandContext context)
    {
        foreach (string name in names.Where(n => n != Files.StandardInput && File.Exists(n)))
        {
            context.Tell($"There is a file '{Printable.Text(name)}' here, and the host of that name is looked up. 'emblem verify' judges "
                + $"tokens in a file; 'emblem check -' reads names from standard input.");
        }
    }

    /// <summary>
    /// Verdicts in the order of the names. Several look-ups run at once; each verdict is returned when it and those before it are known.
    /// </summary>
    private static async IAsyncEnumerable<(AskedName, Verdict?)> CheckAllAsync(
        IAsyncEnumerable<AskedName> names, EmblemChecker checker, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        const int UnderWay = 32;
        var running = Channel.CreateBounded<(AskedName Name, Task<Verdict>? Verdict)>(UnderWay);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task producing = Task.Run(() => ProduceAsync(names, checker, running.Writer, ending.Token), CancellationToken.None);
        try
        {
            await foreach ((AskedName one, Task<Verdict>? verdict) in running.Reader.ReadAllAsync(cancellationToken))
            {
                yield return (one, verdict is null ? null : await verdict);
            }
        }
        finally
        {
            // After a fault the channel is not read any more, so do not wait for a place in it.
            await ending.CancelAsync();
            await producing;
        }
    }

    private static async Task ProduceAsync(
        IAsyncEnumerable<AskedName> names,
        EmblemChecker checker,
        ChannelWriter<(AskedName, Task<Verdict>?)> running,
        CancellationToken cancellationToken)
    {
        Exception? fault = null;
        try
        {
            await foreach (AskedName one in names.WithCancellation(cancellationToken))
            {
                // The capacity of the channel bounds the number of look-ups that run at once.
                await running.WaitToWriteAsync(cancellationToken);
                await running.WriteAsync(
                    (one, one.Name is { } name ? checker.CheckAsync(name, cancellationToken) : null), cancellationToken);
            }
        }
        catch (Exception e)
        {
            fault = e;
        }

        // Complete the channel after a fault too: otherwise its reader would never return.
        running.Complete(fault);
    }

    private static void Write(DomainName name, Verdict verdict, OutputFormat format, bool several, bool explain, CommandContext context)
    {
        if (format == OutputFormat.Json)
        {
            context.Print(Terminal.Json(verdict.ToJson()));
        }
        else if (explain)
        {
            ExplanationTree.Write(name, verdict, context);
        }
        else if (several)
        {
            context.Say($"{name}: {LibraryWords.Of(verdict)}");
        }
        else
        {
            VerdictText.Write(verdict, context);
        }
    }
}
