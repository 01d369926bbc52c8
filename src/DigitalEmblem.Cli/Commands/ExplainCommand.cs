using System.CommandLine;
using System.CommandLine.Parsing;
using DigitalEmblem.Cli.Input;
using DigitalEmblem.Cli.Output;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Cli.Commands;

/// <summary><c>emblem explain</c>: what does each sign mean in law, and where does it end?</summary>
internal static class ExplainCommand
{
    private static Sentence Description => $"""
        Explains what each sign means in international humanitarian law: what the law demands, for whom, when that ends, and what the
        sign does not say. Not legal advice. Each statement was compared with the treaty's wording, or says "(see the treaty)".

        --for gives every statement in the order in which a reader needs it, in the same words for all. --brief makes one page from an
        evidence file of 'emblem verify --save-evidence', for someone who was not there: the file is verified again, and the options
        of 'emblem verify' say whom you trust and how to judge.

        Exit codes: 0 explained; with --brief those of 'emblem verify'; 64 a mistake in the command line.

        Examples:
          emblem explain
          emblem explain protective --for commander
          emblem explain cultural-property --sources
          emblem explain --output json
          emblem explain --brief evidence.json --trust-authority https://ministry.example
        """;

    private static readonly Func<ArgumentResult, LawReader?> Readers = Parsers.Word<LawReader?>(
        $"reader",
        ("commander", LawReader.Commander),
        ("operator", LawReader.Operator),
        ("issuer", LawReader.Issuer),
        ("lawyer", LawReader.Lawyer));

    public static Command Create(CommandContext context)
    {
        var purposes = new Argument<string[]>("PURPOSE")
        {
            HelpName = "PURPOSE",
            Description = Speech.Text($"{PurposeNames.Joined(Purposes.All)}; none explains all."),
            Arity = ArgumentArity.ZeroOrMore
        };
        purposes.AcceptOnlyFromAmong([.. PurposeNames.All]);
        var reader = new Option<LawReader?>("--for")
        {
            Description = Speech.Text($"Every statement, in the order that this reader needs."),
            HelpName = "commander|operator|issuer|lawyer",
            CustomParser = Readers
        }.Offering("commander", "operator", "issuer", "lawyer");
        var sources = new Option<bool>("--sources")
        {
            Description = Speech.Text(
                $"Every statement with its articles, whether it was compared with their wording, and the words and address."),
        };
        Option<OutputFormat> output = VerifyCommand.OutputOption();
        var policy = new PolicyOptions();
        var saved = SavedEvidence.ToBrief();
        var command = new Command("explain", Speech.Text(Description)) { purposes, reader, sources, output };
        saved.AddTo(command, purposes, policy);
        policy.AddTo(command);
        saved.RefuseWith(command, reader, sources);
        command.SetAction(parsed =>
        {
            bool json = parsed.GetValue(output) == OutputFormat.Json;
            if (saved.File(parsed, context) is { } file)
            {
                IReadOnlyList<Verdict> verdicts = saved.Judge(file, parsed, policy, asked: null, context);
                WriteBriefs(verdicts, file, json, context);
                return ExitCode.OfGravest(verdicts.Select(v => v.Outcome));
            }

            string[] names = parsed.GetValue(purposes) ?? [];
            IReadOnlyList<LawSummary> signs = [.. LawTexts.For(Purposes.All).Where(s => names.Length == 0 || names.Contains(s.Name))];
            if (json)
            {
                context.Print(Terminal.Json(LawExplanationJson.Write(signs, parsed.GetValue(reader))));
            }
            else
            {
                LawExplanation.Write(signs, parsed.GetValue(reader), parsed.GetValue(sources), context);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static void WriteBriefs(IReadOnlyList<Verdict> verdicts, EvidenceFile file, bool json, CommandContext context)
    {
        foreach (Verdict verdict in verdicts)
        {
            if (json)
            {
                context.Print(Terminal.Json(verdict.ToJson(indented: verdicts.Count == 1)));
            }
            else
            {
                LawBrief.Write(verdict, file, context);
            }
        }
    }
}
