using System.CommandLine;
using DigitalEmblem.Cli.Input;
using DigitalEmblem.Cli.Output;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Cli.Commands;

/// <summary><c>emblem verify</c>: what do these tokens show, and may I rely on it?</summary>
internal static class VerifyCommand
{
    private static Sentence Description => $"""
        Verifies an emblem from files and says what it shows. Opens no connection, unless --online permits to ask the logs.

        Reads bundles, hexadecimal digits, JWS and JWK lines, zone files and what dig, kdig, host, nslookup, Resolve-DnsName and DNS
        services print, and finds out by itself which it is. The name that such an answer is about is the default of --asset; for
        several names there is a result each. Not marked takes an answer to a question for TXT or IHLE that was read whole.

        Exit codes: 0 marked, 1 not marked, 2 invalid, 3 could not find out, 4 not accepted (valid, but less than you ask for,
        or for another asset), 64 a mistake in the command line. For several names the gravest: 2, 3, 4, 1, 0.

        Examples:
          emblem verify emblem.cbor --chain fullchain.pem --trust-authority https://ministry.example
          emblem verify emblem.cbor --online --remember
          dig TXT www.society.example | emblem verify --require endorsed
          emblem verify emblem.txt --at 2026-06-17T00:10:00Z --assume-committed --output json
          emblem verify emblem.cbor --chain fullchain.pem --save-evidence evidence.json
          emblem verify --evidence evidence.json
        """;

    public static Command Create(CommandContext context)
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = Speech.Text($"Files with tokens and keys; '-' or nothing is standard input."),
            Arity = ArgumentArity.ZeroOrMore
        };
        var asset = new Option<AssetIdentifier?>("--asset")
        {
            Description =
                Speech.Text($"The name (or address) asked about: the emblem must mark it. By default the name that the input is an answer "
                    + $"about."),
            HelpName = "NAME",
            CustomParser = Parsers.Of(Parsers.Asset)
        };
        var ihleType = new Option<int?>("--ihle-type")
        {
            Description = Speech.Text(
                $"The number of the record type IHLE; by default {DnsEmblemSource.DefaultIhleType}, and any for private "
                + $"use that holds a token."),
            HelpName = "N",
            CustomParser = Parsers.Of<int?>(Parsers.RecordType),
        };
        Option<OutputFormat> output = OutputOption();
        var policyOptions = new PolicyOptions();
        var saved = SavedEvidence.ToVerify();
        var command = new Command("verify", Speech.Text(Description)) { files, asset, ihleType };
        policyOptions.AddTo(command);
        saved.AddTo(command, files, policyOptions);
        command.Options.Add(output);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            EvidenceFile? file = saved.File(parsed, context);
            IReadOnlyList<Verdict> verdicts = file is not null
                ? saved.Judge(file, parsed, policyOptions, parsed.GetValue(asset), context)
                : await JudgeAsync(
                    parsed,
                    parsed.GetValue(files) ?? [],
                    parsed.GetValue(ihleType),
                    parsed.GetValue(asset),
                    policyOptions,
                    saved.Target(parsed, context),
                    context,
                    cancellationToken);
            Write(verdicts, parsed.GetValue(output), mayGather: file is null, context);
            return ExitCode.OfGravest(verdicts.Select(v => v.Outcome));
        });
        return command;
    }

    private static async Task<IReadOnlyList<Verdict>> JudgeAsync(
        ParseResult parsed,
        string[] files,
        int? ihleType,
        AssetIdentifier? asset,
        PolicyOptions options,
        string? evidenceTarget,
        CommandContext context,
        CancellationToken cancellationToken)
    {
        TrustPolicy policy = options.Policy(parsed, context);
        policy.Validate();
        VerifierOptions verifierOptions = options.VerifierOptions(parsed, policy, context);
        var verifier = new EmblemVerifier(verifierOptions);
        using CommitmentSetting commitments = options.Commitments(parsed, files, context);
        IReadOnlyList<(string Name, byte[] Bytes)> inputs = Files.Inputs(files, context);
        DateTimeOffset at = options.At(parsed, context);
        var verdicts = new List<Verdict>();
        var material = new List<CommitmentMaterial>();
        using (new Progress(context, () => $"Asking the logs"))
        {
            foreach (UnverifiedTokens tokens in Files.Tokens(inputs, ihleType).ByOwner())
            {
                AuthenticatedTokens authenticated = verifier.Authenticate(tokens, at);
                (GatheredEvidence evidence, CommitmentMaterial held) = await commitments.GatherAsync(authenticated, cancellationToken);
                material.Add(held);
                verdicts.Add(policy.Decide(verifier.Conclude(authenticated, evidence), asset ?? tokens.DefaultAsset));
            }
        }

        if (evidenceTarget is not null)
        {
            var file = new EvidenceFile
            {
                Producer = SavedEvidence.Producer,
                At = at,
                Asset = asset,
                Inputs = [.. inputs.Select(input => new EvidenceInput(input.Name, input.Bytes))],
                IhleType = ihleType,
                Options = verifierOptions,
                Policy = policy,
            };
            SavedEvidence.Write(evidenceTarget, commitments.Keep(file, [.. verdicts.Select(v => v.Verified.Evidence)], material), context);
        }

        return verdicts;
    }

    /// <summary>One verdict as a whole; several one after another, in JSON one a line.</summary>
    private static void Write(IReadOnlyList<Verdict> verdicts, OutputFormat format, bool mayGather, CommandContext context)
    {
        bool several = verdicts.Count > 1;
        foreach (Verdict verdict in verdicts)
        {
            if (format == OutputFormat.Json)
            {
                context.Print(Terminal.Json(verdict.ToJson(indented: !several)));
                continue;
            }

            if (several)
            {
                context.Say($"{(verdict == verdicts[0] ? null : Environment.NewLine)}{verdict.Verified.Input.Owner}");
            }

            VerdictText.Write(verdict, context, mayGather);
        }
    }

    private static readonly Func<System.CommandLine.Parsing.ArgumentResult, OutputFormat> Formats =
        Parsers.Word($"form of output", ("text", OutputFormat.Text), ("json", OutputFormat.Json));

    internal static Option<OutputFormat> OutputOption() => new Option<OutputFormat>("--output")
    {
        Description = Speech.Text($"text (the default) or json."),
        HelpName = "text|json",
        CustomParser = Formats
    }.Offering("text", "json");
}
