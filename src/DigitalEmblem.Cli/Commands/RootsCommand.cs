using System.CommandLine;
using System.Globalization;
using DigitalEmblem.Cli.Input;
using DigitalEmblem.Cli.Output;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Cli.Commands;

/// <summary>
/// <c>emblem roots list|add|remove|export|import</c>: the root keys whose commitments this machine has verified, with the evidence.
/// </summary>
internal static class RootsCommand
{
    private static Sentence Description => $"""
        Keeps the commitments that were verified, each with its evidence, so that organizations that are known are verified offline.
        What is kept is verified again whenever it is used: a record is evidence, not a permission.
        """;

    private static Sentence AddDescription => $"""
        Verifies a commitment from an endorsement or a bundle, and keeps it if it is proven.

        Examples:
          emblem roots add endorsement.txt --chain fullchain.pem
          emblem roots add bundle.cbor --online
        """;

    private static Sentence ExportDescription => $"""
        Writes every record into one file that another machine, or a closed network, can import. The same records give the same bytes;
        the hash that is printed, sent by another way, shows that the file came through unchanged. Each record is verified on import
        as well.

        Example:
          emblem roots export --out roots.json
        """;

    public static Command Create(CommandContext context) =>
        new("roots", Speech.Text(Description)) { List(context), Add(context), Remove(context), Export(context), Import(context) };

    private static Command List(CommandContext context)
    {
        Option<string?> store = CommitmentOptions.StoreOption();
        Option<OutputFormat> output = VerifyCommand.OutputOption();
        var trust = new JudgingOptions();
        var command = new Command("list", Speech.Text($"Lists the records, each verified as of now.")) { store, output };
        trust.AddTo(command);
        command.SetAction(parsed =>
        {
            using CommitmentStore opened = Open(parsed.GetValue(store), make: false, context);
            IReadOnlyList<CommitmentRecord> records = opened.List();
            TransparencyTrust whom = trust.Trust(parsed, context);
            using var verifying = new Progress(context, () => $"Verifying the evidence");
            (CommitmentRecord, CommitmentEvidence)[] judged =
                [.. records.Select(r => (r, r.Verify(whom, trust.Rules(parsed), trust.At(parsed, context))))];
            verifying.Dispose();
            if (parsed.GetValue(output) == OutputFormat.Json)
            {
                context.Print(Terminal.Json(RecordList.Json(judged)));
                return ExitCode.Done;
            }

            foreach ((CommitmentRecord record, CommitmentEvidence now) in judged)
            {
                string day = record.VerifiedAt.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
                Sentence since = record.Assurance switch
                {
                    LogAssurance.Included => $"included, verified {day}",
                    LogAssurance.Promised => $"promised, verified {day}",
                    _ => $"none, verified {day}",
                };
                Say(now, record.Claim, now.Outcome == CommitmentOutcome.Proven ? since : $"{since}. "
                    + $"{HandedWords.Texts(now.Reasons)}", context);
            }

            context.Tell(
                records.Count == 0 ? Sentence.Of($"The store is empty.") : Sentence.Counting(records.Count, $"{records.Count} "
                    + $"record.", $"{records.Count} records."));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Add(CommandContext context)
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = Speech.Text($"Files with endorsements and keys; '-' is standard input."),
            Arity = ArgumentArity.OneOrMore
        };
        var at = new Option<DateTimeOffset?>("--at")
        {
            Description =
                Speech.Text($"The instant of judgement (ISO 8601), e.g. 2026-06-17T00:10:00Z, or a day for its first moment in UTC; now "
                    + $"by default."),
            HelpName = "TIME",
            CustomParser = Parsers.Instant
        };
        var commitments = new CommitmentOptions(statements: false);
        var command = new Command("add", Speech.Text(AddDescription)) { files, at };
        commitments.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string[] inputs = parsed.GetValue(files)!;
            IReadOnlyList<CommitmentClaim> claims = CommitmentClaim.In(Files.Tokens(inputs, context));
            if (claims.Count == 0)
            {
                throw new UsageException($"No endorsement here has an issuer, 'log', and a signature by a key that is in the files: "
                    + $"there is no commitment to verify.");
            }

            (CommitmentGatherer gatherer, LogHttp? http) = commitments.Gatherer(parsed, inputs, remember: true, context, []);
            using var kept = gatherer.Store as IDisposable;
            using LogHttp? connections = http;
            using var progress = new Progress(context, () => $"Asking the logs");
            var questions = CommitmentQuestions.About(claims, commitments.Rules(parsed));
            GatheredEvidence evidence = await gatherer.GatherAsync(
                questions, parsed.GetValue(at) ?? context.Clock.GetUtcNow(), cancellationToken);
            progress.Dispose();
            foreach (CommitmentClaim claim in claims)
            {
                CommitmentEvidence known = evidence.Answers[claim];
                Say(known, claim, known.Outcome == CommitmentOutcome.Proven ? $"kept" : NotKept(known), context);
            }

            if (gatherer.Logs is null && evidence.Answers.Values.Any(e => e.Outcome == CommitmentOutcome.Unavailable))
            {
                context.Tell($"What stayed open, the organization's fullchain.pem may answer (--chain), or the logs (--online; "
                    + $"they learn whom you look at).");
            }

            foreach (string learned in evidence.Exposure)
            {
                context.Tell(HandedWords.Text(learned));
            }

            return CommitmentExit.Of(evidence.Answers.Values.Select(e => e.Outcome));
        });
        return command;
    }

    private static Command Remove(CommandContext context)
    {
        var organization = new Argument<OrganizationIdentifier>("OI")
        {
            Description = Speech.Text($"The organization, e.g. https://society.example."),
            CustomParser = Parsers.Of(OrganizationIdentifier.Parse)
        };
        var key = new Option<KeyIdentifier?>("--key-id")
        {
            Description = Speech.Text($"One of its keys only."),
            HelpName = "KEYID",
            CustomParser = Parsers.Of<KeyIdentifier?>(text => KeyIdentifier.Parse(text))
        };
        Option<string?> store = CommitmentOptions.StoreOption();
        var command = new Command("remove", Speech.Text($"Removes the records of an organization.")) { organization, key, store };
        command.SetAction(parsed =>
        {
            using CommitmentStore opened = Open(parsed.GetValue(store), make: false, context);
            int removed = opened.Remove(parsed.GetValue(organization)!, parsed.GetValue(key));
            context.Tell(removed == 0
                ? Sentence.Of($"There is no such record of {parsed.GetValue(organization)}.")
                : Sentence.Counting(
                    removed,
                    $"Removed {removed} record of {parsed.GetValue(organization)}.",
                    $"Removed {removed} records of {parsed.GetValue(organization)}."));
            return removed > 0 ? ExitCode.Done : ExitCode.NotFound;
        });
        return command;
    }

    private static Command Export(CommandContext context)
    {
        var file = new Option<string>("--out")
        {
            Description = Speech.Text($"The file to write; replaced whole if it is there."),
            HelpName = "FILE",
            Required = true
        };
        Option<string?> store = CommitmentOptions.StoreOption();
        var command = new Command("export", Speech.Text(ExportDescription)) { file, store };
        command.SetAction(parsed =>
        {
            using CommitmentStore opened = Open(parsed.GetValue(store), make: false, context);
            IReadOnlyList<CommitmentRecord> records = opened.List();
            byte[] document = CommitmentRecord.WriteJson(records);
            OutputFile.Write(parsed.GetValue(file)!, document, context);
            context.Tell($"Wrote {records.Count} records, {document.Length} bytes, to {parsed.GetValue(file)}.");
            context.Print($"sha256 {Sha256Digest.Of(document)}");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Import(CommandContext context)
    {
        var file = new Argument<string>("FILE") { Description = Speech.Text($"A file that 'emblem roots export' wrote.") };
        var hash = new Option<string?>("--sha256")
        {
            Description = Speech.Text($"The hash that export printed: refuse the file if it is another."),
            HelpName = "HEX"
        };
        Option<string?> store = CommitmentOptions.StoreOption();
        var trust = new JudgingOptions();
        var command = new Command(
            "import", Speech.Text($"Verifies the records of an exported file, with whom you trust here, and keeps those that are proven."))
        {
            file,
            hash,
            store
        };
        trust.AddTo(command);
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(file)!;
            byte[] document = Files.Large(path, context);
            if (parsed.GetValue(hash) is { } expected
                && !string.Equals(expected.Trim(), Sha256Digest.Of(document).ToString(), StringComparison.OrdinalIgnoreCase))
            {
                throw new RefusalException(
                    ExitCode.Undecodable,
                    $"'{path}' has the hash {Sha256Digest.Of(document)}, and not the one that you named: "
                        + $"it was altered, or is another file. Nothing was imported.");
            }

            IReadOnlyList<CommitmentRecord> records = Files.Understood(
                () => CommitmentRecord.ReadJson(document),
                path,
                $"file of commitments",
                $"'emblem roots export' writes such a file; nothing was imported.");
            TransparencyTrust whom = trust.Trust(parsed, context);
            DateTimeOffset when = trust.At(parsed, context);
            using CommitmentStore opened = Open(parsed.GetValue(store), make: true, context);
            using var verifying = new Progress(context, () => $"Verifying the evidence");
            var outcomes = new List<CommitmentOutcome>();
            foreach (CommitmentRecord record in records)
            {
                CommitmentEvidence evidence = record.Verify(whom, trust.Rules(parsed), when);
                outcomes.Add(evidence.Outcome);
                if (evidence.Outcome == CommitmentOutcome.Proven)
                {
                    opened.Add(CommitmentRecord.Of(record.Claim, record.Material, evidence, whom.Logs, when)!);
                }
                else
                {
                    Say(evidence, record.Claim, NotKept(evidence), context);
                }
            }

            context.Tell($"Kept {outcomes.Count(o => o == CommitmentOutcome.Proven)} of {records.Count} records.");
            return outcomes.Count == 0 ? ExitCode.Done : CommitmentExit.Of(outcomes);
        });
        return command;
    }

    private static CommitmentStore Open(string? named, bool make, CommandContext context) => UserFolder.Store(named, make, context)
        ?? throw new UsageException($"There is no store yet. 'emblem roots add' and --remember make one; --store names a file.");

    // A line for a commitment, with the outcome in a column of its own.
    private static void Say(CommitmentEvidence known, CommitmentClaim claim, Sentence what, CommandContext context)
    {
        const int Column = 11;
        var outcome = new Cell($"{known.Outcome}", Column);
        context.Say($"{outcome}  {claim.Organization}  {claim.Key.CoseIdentifier}  {what}");
    }

    private static Sentence NotKept(CommitmentEvidence known) => $"not kept. {HandedWords.Texts(known.Reasons)}";
}
