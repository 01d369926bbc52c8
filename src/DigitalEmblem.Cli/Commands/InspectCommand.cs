using System.CommandLine;
using DigitalEmblem.Cli.Input;
using DigitalEmblem.Cli.Output;

namespace DigitalEmblem.Cli.Commands;

/// <summary><c>emblem inspect</c>: what do these tokens and keys say? Nothing is verified, and nothing is claimed.</summary>
internal static class InspectCommand
{
    private const string Description = """
        Shows every token and key in a file, decoded. Verifies nothing: whatever a token says, anybody may have written.

        Exit codes: 0 all items could be decoded, 2 some could not, 64 a mistake in the command line.

        Examples:
          emblem inspect emblem.cbor
          dig TXT www.society.example | emblem inspect - --output json
        """;

    public static Command Create(CommandContext context)
    {
        var files = new Argument<string[]>("FILE") { Description = "Files with tokens and keys; '-' or nothing is standard input.", Arity = ArgumentArity.ZeroOrMore };
        Option<OutputFormat> output = VerifyCommand.OutputOption();
        var command = new Command("inspect", Description) { files, output };
        command.SetAction(parsed =>
        {
            UnverifiedTokens tokens = Files.Tokens(parsed.GetValue(files) ?? [], context);
            if (parsed.GetValue(output) == OutputFormat.Json)
            {
                context.Out.WriteLine(InspectionJson.Write(tokens));
            }
            else
            {
                InspectionTree.Write(tokens, context);
            }

            return tokens.ExceededLimit is null && tokens.Items.All(i => i.Fault is null) ? ExitCode.Done : ExitCode.Undecodable;
        });
        return command;
    }
}
