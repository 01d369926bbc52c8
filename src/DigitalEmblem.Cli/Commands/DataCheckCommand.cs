using System.CommandLine;
using DigitalEmblem.Cli.Data;
using DigitalEmblem.Cli.Output;
using DigitalEmblem.Cli.Stores;
using DigitalEmblem.Data;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Cli.Commands;

/// <summary><c>emblem data check</c>: are these the data that were marked, and may I rely on the sign?</summary>
internal static class DataCheckCommand
{
    private const string Description = """
        Checks marked data: is the sign valid, and are the files as its issuer marked them? A profile of this project.

        A sign is looked for beside PATH, in PATH if it is a ZIP or a tar, where the attribute user.adem of PATH points to, and in the
        folders above it, up to where its file system begins. If it is that of a folder above, only PATH is compared with what it lists,
        and the answer says so.

        Reads every file that the sign lists, and writes nothing. Opens no connection, unless --online permits to ask the logs, or PATH is
        an object of a store (s3://BUCKET/KEY), whose sign is the object KEY.adem. An object is read as a stream, and never written to disk.

        Exit codes: 0 marked, and all files are as they were marked; 1 no sign; 2 the sign is invalid; 3 could not find out (something
        could not be read, the list of the files is missing, or a commitment is unknown); 4 not accepted (the sign shows less than you ask
        for, or the data are not as they were marked, or are not listed); 64 a mistake in the command line; 130 stopped.

        Examples:
          emblem data check records --chain fullchain.pem --trust-authority https://ministry.example
          emblem data check records --allow-new --require endorsed
          emblem data check records/2026/names.csv --assume-committed
          emblem data check records.zip --inside --assume-committed
          emblem data check report.pdf --assume-committed --output json
          emblem data check s3://records/2026/report.pdf --endpoint https://store.example --assume-committed
        """;

    public static Command Create(CommandContext context)
    {
        Argument<string> path = new("PATH")
        {
            Description = "A marked folder or file, something in a marked folder, a sign, or s3://BUCKET/KEY."
        };
        var inside = new Option<bool>("--inside")
        {
            Description = "Judge the sign in an archive (ZIP, tar), also if another one lies beside it."
        };
        var allowNew = new Option<bool>("--allow-new")
        {
            Description = "Files that the sign does not list are no difference. They are named all the same: the sign says nothing of them."
        };
        var all = new Option<bool>("--all")
        {
            Description = "Text: show all entries that are not covered, not only the first 20. JSON: a line for each entry that is covered "
                + "too."
        };
        Option<OutputFormat> output = VerifyCommand.OutputOption();
        var policyOptions = new PolicyOptions(ofHosts: false);
        var command = new Command("check", Description) { path, inside, allowNew, all };
        var stores = new StoreOptions();
        stores.AddTo(command);
        policyOptions.AddTo(command);
        command.Options.Add(output);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            ICheckReport report = parsed.GetValue(output) == OutputFormat.Json
                ? new CheckJson(parsed.GetValue(all), context)
                : new CheckText(parsed.GetValue(all), context)
                {
                    AlsoAsked = ObjectAddress.IsOne(parsed.GetValue(path)) ? [stores.Exposure(parsed, context)] : []
                };
            if (ObjectAddress.IsOne(parsed.GetValue(path)))
            {
                var address = ObjectAddress.Parse(parsed.GetValue(path)!);
                if (parsed.GetValue(inside))
                {
                    throw new UsageException("--inside is for archives on disk: an object is not looked into.");
                }

                return await ObjectChecking.RunAsync(parsed, address, stores, policyOptions, report, context, cancellationToken);
            }

            stores.RefuseWithout(parsed);
            string data = MarkedPath.Of(parsed.GetValue(path)!);
            TrustPolicy policy = policyOptions.Policy(parsed, context);
            policy.Validate();
            VerifierOptions verifier = policyOptions.VerifierOptions(parsed, policy, context);
            DateTimeOffset at = policyOptions.At(parsed, context);
            bool isInside = parsed.GetValue(inside);
            if (isInside)
            {
                _ = SignInArchive.RequiredFormOf(data, "--inside");
            }

            (DataSign Sign, string Path)? sign = isInside ? SignReading.TryReadInside(data) : SignReading.TryRead(data);
            HeldEvidence evidence;
            using (CommitmentSetting commitments = policyOptions.Commitments(parsed, [sign?.Path ?? MarkedPath.SignOf(data)], context))
            {
                evidence = await GatherAsync(sign?.Sign, commitments, policy, verifier, at, context, cancellationToken);
            }

            var progress = new RunProgress(context.Clock);
            DataCheck check;
            using (new Progress(context, progress.Line))
            {
                var options = new DataCheckOptions
                {
                    Policy = policy,
                    Evidence = evidence,
                    At = at,
                    Verifier = verifier,
                    AllowsNew = parsed.GetValue(allowNew),
                    Progress = progress,
                };
                check = await (isInside
                    ? ArchiveChecker.CheckAsync(data, options, report.Add, cancellationToken)
                    : DataChecker.CheckAsync(data, options, report.Add, cancellationToken));
            }

            report.End(check);
            if (report.Tally.FilesRead > 0)
            {
                context.Error.WriteLine(progress.Summary(report.Tally.FilesRead, progress.Bytes));
            }

            return (int)check.Outcome;
        });
        return command;
    }

    private static async Task<HeldEvidence> GatherAsync(
        DataSign? sign,
        CommitmentSetting commitments,
        TrustPolicy policy,
        VerifierOptions verifier,
        DateTimeOffset at,
        CommandContext context,
        CancellationToken cancellationToken)
    {
        if (sign is null)
        {
            return HeldEvidence.None;
        }

        using (new Progress(context, () => "Asking the logs"))
        {
            return await commitments.HoldAsync(sign.Authenticate(policy, at, verifier), cancellationToken);
        }
    }
}
