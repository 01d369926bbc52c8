using System.CommandLine;
using DigitalEmblem.Cli.Input;
using DigitalEmblem.Cli.Output;

namespace DigitalEmblem.Cli.Commands;

/// <summary><c>emblem inspect</c>: what do these tokens and keys say? Nothing is verified, and nothing is claimed.</summary>
internal static class InspectCommand
{
    private static Sentence Description => $"""
        Shows every token and key in a file, decoded. Verifies nothing: whatever a token says, anyone may have written.
        Shows signing requests, the answers to them, and requests for endorsements as well.

        Exit codes: 0 all items could be decoded, 2 some could not, 64 a mistake in the command line.

        Examples:
          emblem inspect emblem.cbor
          dig TXT www.society.example | emblem inspect - --output json
        """;

    public static Command Create(CommandContext context)
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = Speech.Text($"Files with tokens and keys; '-' or nothing is standard input."),
            Arity = ArgumentArity.ZeroOrMore
        };
        Option<OutputFormat> output = VerifyCommand.OutputOption();
        var command = new Command("inspect", Speech.Text(Description)) { files, output };
        command.SetAction(parsed =>
        {
            IReadOnlyList<(string Name, byte[] Bytes)> inputs = Files.Inputs(parsed.GetValue(files) ?? [], context);
            ExchangeInspection[] exchanged = [.. inputs.Where(i => ExchangeFile.KindOf(i.Bytes) != ExchangeKind.None)
                .Select(i => ExchangeInspection.Read(i.Name, i.Bytes))];
            UnverifiedTokens tokens = Files.Tokens(inputs.Where(i => ExchangeFile.KindOf(i.Bytes) == ExchangeKind.None));
            if (parsed.GetValue(output) == OutputFormat.Json)
            {
                context.Print(Terminal.Json(InspectionJson.Write(tokens, exchanged)));
            }
            else
            {
                Array.ForEach(exchanged, e => e.Write(context));
                if (exchanged.Length == 0 || tokens.Items.Count > 0 || tokens.ExceededLimit is not null)
                {
                    InspectionTree.Write(tokens, context);
                }
            }

            return tokens.ExceededLimit is null && tokens.Items.All(i => i.Fault is null) && exchanged.All(e => e.Fault is null)
                ? ExitCode.Done
                : ExitCode.Undecodable;
        });
        return command;
    }
}
