using System.CommandLine;
using DigitalEmblem.Cli.Input;
using DigitalEmblem.Cli.Output;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Cli.Commands;

/// <summary><c>emblem verify</c>: what do these tokens show, and may I rely on it?</summary>
internal static class VerifyCommand
{
    private const string Description = """
        Verifies an emblem from files and says what it shows. Opens no connection, unless --online permits to ask the logs.

        Reads bundles, hexadecimal digits, records as dig prints them, JWS and JWK lines, and finds out by itself which it is.

        Exit codes: 0 marked, 1 not marked, 2 invalid, 3 could not find out, 4 not accepted (valid, but less than you ask for,
        or for another asset), 64 a mistake in the command line.

        Examples:
          emblem verify emblem.cbor --chain fullchain.pem --trust-authority https://ministry.example
          emblem verify emblem.cbor --online --remember
          dig TXT www.society.example | emblem verify --asset www.society.example --require endorsed
          emblem verify emblem.txt --at 2026-06-17T00:10:00Z --assume-committed --output json
        """;

    public static Command Create(CommandContext context)
    {
        var files = new Argument<string[]>("FILE") { Description = "Files with tokens and keys; '-' or nothing is standard input.", Arity = ArgumentArity.ZeroOrMore };
        var asset = new Option<AssetIdentifier?>("--asset") { Description = "The name (or address) asked about: the emblem must mark it.", HelpName = "NAME", CustomParser = Parsers.Of(Parsers.Asset) };
        Option<OutputFormat> output = OutputOption();
        var policyOptions = new PolicyOptions();
        var command = new Command("verify", Description) { files, asset };
        policyOptions.AddTo(command);
        command.Options.Add(output);
        command.SetAction(async (parsed, cancellation) =>
        {
            TrustPolicy policy = policyOptions.Policy(parsed);
            policy.Validate();
            EmblemVerifier verifier = policyOptions.Verifier(parsed, context);
            string[] inputs = parsed.GetValue(files) ?? [];
            using CommitmentSetting commitments = policyOptions.Commitments(parsed, inputs, context);
            UnverifiedTokens tokens = Files.Tokens(inputs, context);
            using var progress = new Progress(context, () => "Asking the logs");
            VerifiedTokens verified = await commitments.VerifyAsync(verifier, tokens, policyOptions.At(parsed, context), cancellation);
            Verdict verdict = policy.Decide(verified, parsed.GetValue(asset));
            progress.Dispose();

            if (parsed.GetValue(output) == OutputFormat.Json)
            {
                context.Out.WriteLine(Terminal.Json(verdict.ToJson(indented: true)));
            }
            else
            {
                VerdictText.Write(verdict, context);
            }

            return ExitCode.Of(verdict.Outcome);
        });
        return command;
    }

    private static readonly Func<System.CommandLine.Parsing.ArgumentResult, OutputFormat> Formats =
        Parsers.Word("form of output", ("text", OutputFormat.Text), ("json", OutputFormat.Json));

    internal static Option<OutputFormat> OutputOption() => new("--output") { Description = "text (the default) or json.", HelpName = "text|json", CustomParser = Formats };
}
