using System.CommandLine;
using System.CommandLine.Parsing;
using System.Runtime.InteropServices;
using DigitalEmblem.Cli.Input;
using DigitalEmblem.Cli.Output;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Cli.Commands;

/// <summary>
/// The options by which <c>verify</c> writes all evidence of a verdict to a file, or judges again from such a file alone (decisions.md,
/// 37); <c>explain</c> has those for a brief from such a file.
/// </summary>
internal sealed class SavedEvidence
{
    private readonly Option<string?> _save = new("--save-evidence")
    {
        Description = Speech.Text($"Write all that the verdict rests on to a file that anyone can judge again offline. "
            + $"It tells whom you trust and what you looked at."),
        HelpName = "FILE",
    };

    private readonly Option<string?> _evidence;
    private readonly Option<bool> _believe;
    private readonly Option<bool> _policy;
    private readonly bool _saves;

    private SavedEvidence(string name, Sentence description, bool saves)
    {
        _saves = saves;
        _evidence = new Option<string?>(name) { Description = Speech.Text(description), HelpName = "FILE" };
        _believe = new Option<bool>("--believe-anchors")
        {
            Description = Speech.Text($"With {name}: take the log list, roots and stated commitments of the file. An assumption: "
                + $"anyone who made the file can have made them."),
        };
        _policy = new Option<bool>("--evidence-policy")
        {
            Description = Speech.Text($"With {name}: judge by the policy and the options of verification that the file names."),
        };
    }

    /// <summary>The options of <c>verify</c>.</summary>
    public static SavedEvidence ToVerify() => new(
        "--evidence",
        $"Judge what this file holds, as of the instant that it states, with the log list, roots and policy of this command line.",
        saves: true);

    /// <summary>The options of <c>explain</c>.</summary>
    public static SavedEvidence ToBrief() => new(
        "--brief",
        $"One page from an evidence file, which is verified again: what was shown, by whom, what the sign means, its limits, "
            + $"and what was not checked.",
        saves: false);

    /// <summary>Adds the options.</summary>
    /// <param name="command">The command.</param>
    /// <param name="replaced">Its argument, which the evidence file replaces.</param>
    /// <param name="policy">Its other options.</param>
    public void AddTo(Command command, Argument<string[]> replaced, PolicyOptions policy)
    {
        foreach (Option option in (Option[])[.. _saves ? (Option[])[_save] : [], _evidence, _believe, _policy])
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            string? evidence = result.GetValue(_evidence);
            if (evidence is null)
            {
                Refuse(
                    result,
                    [_believe, _policy, .. _saves ? (IReadOnlyList<Option>)[] : policy.All],
                    $"says how an evidence file is judged: name one with {_evidence.Name}.");
                return;
            }

            if (result.GetResult(replaced) is { Tokens.Count: > 0 })
            {
                result.Refuse(_saves
                    ? Sentence.Of($"{_evidence.Name} judges what its file holds: name no other file.")
                    : $"{_evidence.Name} judges what its file holds: name no purpose.");
            }

            Refuse(
                result,
                [.. _saves ? (Option[])[_save] : [], .. policy.Gathering],
                $"gathers evidence, and {_evidence.Name} judges what its file holds: use one or the other.");
            if (result.GetValue(_believe))
            {
                Refuse(
                    result,
                    policy.Anchors,
                    $"names whom you trust about commitments, and --believe-anchors takes the file's: use one or the other.");
            }

            if (result.GetValue(_policy))
            {
                Refuse(result, policy.Judging, $"says how to judge, and --evidence-policy takes that from the file: use one or the other.");
            }
        });
    }

    /// <summary>Refuses options that have no meaning beside an evidence file.</summary>
    /// <param name="command">The command.</param>
    /// <param name="options">The options.</param>
    public void RefuseWith(Command command, params Option[] options) => command.Validators.Add(result =>
    {
        if (result.GetValue(_evidence) is not null)
        {
            Refuse(result, options, $"chooses among statements, and {_evidence.Name} makes one page of a verdict: use one or the other.");
        }
    });

    /// <summary>The file to judge; null if tokens are judged.</summary>
    public EvidenceFile? File(ParseResult parsed, CommandContext context) => parsed.GetValue(_evidence) is { } path
        ? Files.Parse(path, $"evidence file", EvidenceFile.Read, context, $"'emblem verify --save-evidence' writes such a file.")
        : null;

    /// <summary>
    /// Where the evidence is written; null if it is not kept. A place that cannot be written to is refused before any work is done.
    /// </summary>
    public string? Target(ParseResult parsed, CommandContext context)
    {
        string? target = parsed.GetValue(_save);
        if (target is not null)
        {
            OutputFile.Check(target, context);
        }

        return target;
    }

    /// <summary>Writes the evidence of a run.</summary>
    public static void Write(string target, EvidenceFile file, CommandContext context)
    {
        byte[] bytes = file.ToJson();
        if (bytes.Length > EvidenceFileReader.MaxBytes)
        {
            throw new UsageException(
                $"The evidence would be larger than the {EvidenceFileReader.MaxBytes >> 20} MiB that are read, and was not written: "
                    + $"verify fewer files at once.");
        }

        OutputFile.Write(target, bytes, context);
        context.Tell($"Wrote the evidence to {Printable.Text(target)}: {bytes.Length} bytes, SHA-256 {Sha256Digest.Of(bytes)}.");
    }

    /// <summary>The name and version of this program, for readers of the file.</summary>
    public static string Producer =>
        $"emblem {typeof(SavedEvidence).Assembly.GetName().Version?.ToString(3)}, {RuntimeInformation.FrameworkDescription}, "
        + $"{RuntimeInformation.RuntimeIdentifier}";

    /// <summary>Judges a file again.</summary>
    public IReadOnlyList<Verdict> Judge(
        EvidenceFile file, ParseResult parsed, PolicyOptions options, AssetIdentifier? asked, CommandContext context)
    {
        bool byItsPolicy = parsed.GetValue(_policy), byItsAnchors = parsed.GetValue(_believe);
        TrustPolicy policy = byItsPolicy ? file.Policy : options.Policy(parsed, context);
        policy.Validate();
        VerifierOptions own = byItsPolicy ? file.Options : options.VerifierOptions(parsed, policy, context);
        var verifier = new EmblemVerifier(own with { Keys = ValueList.From(own.Keys.Concat(file.Options.Keys).Distinct()) });
        DateTimeOffset at = options.StatedAt(parsed) ?? InstantOf(file, context);
        if (file.LawTexts != LawTexts.Version)
        {
            context.Tell($"The verdict is worded by the law texts of {LawTexts.Version}, and its maker's by those of "
                + $"{file.LawTexts}: what the sign means may be worded otherwise here.");
        }

        using var verifying = new Progress(context, () => $"Verifying the evidence");
        HeldEvidence held = byItsAnchors ? file.HeldByItsAnchorsUnsafe() : options.Held(parsed, file, context);
        Verdict[] verdicts = [.. file.Tokens()
            .Select(tokens => policy.Decide(verifier.Verify(tokens, held, at), asked ?? file.Asset ?? tokens.DefaultAsset))];
        verifying.Dispose();
        if (!byItsAnchors
            && file.Trust.Logs is not null
            && verdicts.Any(v => v.Outcome == VerdictOutcome.Indeterminate && NextSteps.NeedsLogList(v)))
        {
            context.Tell($"The file brings a log list and roots of its own. Only --believe-anchors takes them, because anyone "
                + $"who made the file can have made them.");
        }

        return verdicts;
    }

    private static DateTimeOffset InstantOf(EvidenceFile file, CommandContext context)
    {
        // The author of the file chose the instant, so show it to the person on standard error. A script reads only the result.
        bool isComing = file.At > context.Clock.GetUtcNow() + new VerifierOptions().SlowClock;
        string at = VerdictText.Instant(file.At);
        context.Tell(isComing
            ? Sentence.Of($"Judged as of {at}, which has not come yet: the instant that the evidence file states. --at names another.")
            : $"Judged as of {at}: the instant that the evidence file states. --at names another.");
        return file.At;
    }

    private static void Refuse(CommandResult result, IEnumerable<Option> options, Sentence why)
    {
        foreach (Option option in options.Where(o => result.GetResult(o) is { Implicit: false }))
        {
            result.Refuse($"{option.Name} {why}");
        }
    }
}
