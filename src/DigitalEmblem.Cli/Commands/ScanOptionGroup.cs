using System.CommandLine;
using DigitalEmblem.Cli.Input;
using DigitalEmblem.Cli.Output;
using DigitalEmblem.Cli.Scanning;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Cli.Commands;

/// <summary>The options of a scan alone: where results go, how fast it asks, and where it keeps its progress.</summary>
internal sealed class ScanOptionGroup
{
    private const int MaxConcurrency = 1024;

    private readonly Option<string?> _out = new("--out")
    {
        Description = Speech.Text($"Where results go; standard output by default. A file that exists is not overwritten."),
        HelpName = "FILE"
    };
    private readonly Option<ScanFormat> _format = new Option<ScanFormat>("--format")
    {
        Description = Speech.Text($"jsonl (the default) or csv."),
        HelpName = "FORMAT",
        CustomParser = Parsers.Word($"format", ("jsonl", ScanFormat.Jsonl), ("csv", ScanFormat.Csv))
    }.Offering("jsonl", "csv");
    private readonly Option<int> _concurrency = new("--concurrency")
    {
        Description = Speech.Text(
            $"How many questions a resolver may have before it at once, at most; 512 by default. It begins with fewer."),
        HelpName = "N",
        CustomParser = Parsers.Count,
        DefaultValueFactory = _ => 512
    };
    private readonly Option<int> _rate = new("--rate")
    {
        Description = Speech.Text($"How many questions are asked a second, at most; a name is two questions. Any number by default."),
        HelpName = "N",
        CustomParser = Parsers.Count
    };
    private readonly Option<string?> _resume = new("--resume")
    {
        Description = Speech.Text(
            $"The file in which it is noted how far the scan came: made if it is not there, else the scan goes on from it."),
        HelpName = "STATE"
    };
    private readonly Option<VerdictOutcome[]> _only = new Option<VerdictOutcome[]>("--only")
    {
        Description =
            Speech.Text($"Write only these: marked, not-marked, not-accepted, invalid, indeterminate. All count in the summary and the "
                + $"exit code."),
        HelpName = "VERDICT,...",
        CustomParser = Parsers.WordsOf(
            $"verdict",
            ("marked", VerdictOutcome.Marked),
            ("not-marked", VerdictOutcome.NotMarked),
            ("not-accepted", VerdictOutcome.NotAccepted),
            ("invalid", VerdictOutcome.Invalid),
            ("indeterminate", VerdictOutcome.Indeterminate)),
    }.Offering("marked", "not-marked", "not-accepted", "invalid", "indeterminate");

    public void AddTo(Command command)
    {
        Option[] options = [_out, _format, _only, _concurrency, _rate, _resume];
        foreach (Option option in options)
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            void Refuse(bool broken, Sentence message)
            {
                if (broken)
                {
                    result.Refuse(message);
                }
            }

            Refuse(
                result.GetResult(_concurrency) is { Implicit: false, Errors: var none }
                    && !none.Any()
                    && result.GetValue(_concurrency) is < 1 or > MaxConcurrency,
                $"--concurrency is 1 to {MaxConcurrency}.");
            Refuse(
                result.GetResult(_rate) is { Implicit: false, Errors: var no } && !no.Any() && result.GetValue(_rate) == 0,
                $"--rate is 1 or more: with 0 nothing would ever be asked.");
            Refuse(
                result.GetValue(_resume) is { Length: > 0 } state
                    && result.GetValue(_out) is { Length: > 0 } file
                    && Path.GetFullPath(state) == Path.GetFullPath(file),
                $"--resume and --out name the same file: the state of the scan would take the place of its results.");
            Refuse(
                result.GetResult(_resume) is not null && result.GetResult(_out) is null,
                $"--resume needs --out: from standard output nothing can be taken back that was written after the last note.");
        });
    }

    public string? Resume(ParseResult parsed) => parsed.GetValue(_resume);

    public Func<DnsExchangeOptions, DnsExchangeOptions> Bulk(ParseResult parsed) => options => options with
    {
        Bulk = true,
        Rounds = 3,
        MaxConcurrency = parsed.GetValue(_concurrency),
        QuestionsPerSecond = parsed.GetResult(_rate) is null ? null : parsed.GetValue(_rate),
    };

    /// <summary>The scanner's options. Each name needs two questions at once, so half as many names are under way.</summary>
    public ScanOptions Engine(ParseResult parsed) => new() { NamesUnderWay = Math.Max(1, parsed.GetValue(_concurrency) / 2) };

    /// <summary>Begins a scan, or resumes one.</summary>
    public async Task<ScanRun> StartAsync(ParseResult parsed, ScanInput input, CommandContext context, CancellationToken stop)
    {
        string? stateFile = parsed.GetValue(_resume);
        var begun = new ScanState { Options = ScanIdentity.Of(parsed, context), Input = input.Digest };
        ScanState? earlier = stateFile is null ? null : ScanState.Read(stateFile);
        if (earlier is not null)
        {
            Refuse(
                earlier.Form != begun.Form,
                $"'{stateFile}' is of a scan that wrote lines of form {earlier.Form}, and this command writes form "
                    + $"{begun.Form} (spec/scan.md): one output holds one form. Start anew with another --resume and --out.");
            Refuse(
                !earlier.Options.SequenceEqual(begun.Options),
                $"'{stateFile}' is of a scan with other options: {ScanIdentity.Difference(earlier.Options, begun.Options)}. "
                    + $"Give the same ones, or start anew with another --resume and --out.");
            Refuse(
                earlier.Input != begun.Input,
                $"'{stateFile}' is of a scan of other names: the input is not the one it began with. Give the same one, or start anew with "
                    + $"another --resume and --out.");
        }

        ScanOutput output = ScanOutput.Open(
            parsed.GetValue(_out), earlier?.Bytes, stateFile is not null, parsed.GetValue(_format), parsed.GetValue(_only) ?? [], context);
        var run = new ScanRun(earlier ?? begun, stateFile, output, context);
        if (stateFile is not null && earlier is null)
        {
            begun.Write(stateFile, context);
        }

        await input.SkipAsync(run.Line, run.Take, stop);
        if (earlier?.Answered is not null && earlier.Answered != run.Answered)
        {
            run.Dispose();
            throw new UsageException($"'{stateFile}' is of a scan of other names: the first {earlier.Line} lines are not those that it "
                + $"answered. Give the same input, or start anew with another --resume and --out.");
        }

        return run;
    }

    private static void Refuse(bool broken, Sentence message)
    {
        if (broken)
        {
            throw new UsageException(message);
        }
    }
}
