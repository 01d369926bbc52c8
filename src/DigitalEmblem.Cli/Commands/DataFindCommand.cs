using System.CommandLine;
using DigitalEmblem.Cli.Data;
using DigitalEmblem.Cli.Input;
using DigitalEmblem.Cli.Output;
using DigitalEmblem.Cli.Postgres;
using DigitalEmblem.Cli.Stores;
using DigitalEmblem.Data;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Cli.Commands;

/// <summary><c>emblem data find</c>: which data here are marked, and by whom?</summary>
internal static class DataFindCommand
{
    private const int MostTroubles = 1000;

    private static Sentence Description => $"""
        Looks for marked data below folders and in stores, and judges each sign that it finds. A profile of this project.

        Reads names only, and of files only the signs. It follows no links and enters no other file system: name each as a ROOT, and
        several are read side by side. It says Marked if the sign by itself is accepted: whether the data are as they were marked,
        'emblem data check' finds out. Writes nothing, and opens no connection, unless --online permits to ask the logs, --postgres names a
        server, on which the comments on all databases are read, or a ROOT is a bucket of a store (s3://BUCKET or s3://BUCKET/PREFIX): its
        keys are listed, and the signs among them are read.

        Exit codes: 0 at least one sign is accepted, whatever else was found or could not be read; otherwise the gravest of what was
        found: 2 an invalid sign, 3 could not find out (a sign that is undecided or cannot be read, or a folder, server or bucket that
        cannot be read), 4 not accepted (valid, but less than you ask for); 1 there is no sign, and all was read; 64 a mistake in the
        command line.

        Examples:
          emblem data find /srv /home --trust-authority https://ministry.example --chain fullchain.pem
          emblem data find /media/disk --deep --assume-committed
          emblem data find / /home /var --output json
          emblem data find --postgres env:RECORDS_DB --assume-committed
          emblem data find s3://records/2026/ --endpoint https://store.example --assume-committed
        """;

    public static Command Create(CommandContext context)
    {
        Argument<string[]> roots = new("ROOT")
        {
            Description = Speech.Text($"Folders to look in, or s3://BUCKET[/PREFIX]."),
            Arity = ArgumentArity.ZeroOrMore
        };
        var deep = new Option<bool>("--deep")
        {
            Description = Speech.Text(
                $"Look into every file: for a pointer in its attributes, and for a sign in archives (.zip, .tar). It takes "
                + $"longer. Of a store it asks each object for its metadata, which is a request for each.")
        };
        Option<string[]> postgres = PlaceOptions.Servers();
        Option<OutputFormat> output = VerifyCommand.OutputOption();
        var policyOptions = new PolicyOptions(ofHosts: false);
        var command = new Command("find", Speech.Text(Description)) { roots, deep, postgres };
        var stores = new StoreOptions();
        stores.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(roots) is not { Length: > 0 } && result.GetValue(postgres) is not { Length: > 0 })
            {
                result.Refuse($"Nothing is named in which to look: give a ROOT, or a server with --postgres.");
            }
            else if (result.GetValue(postgres) is { Length: > 0 }
                && (result.GetValue(roots) ?? []).Any(r => r.Contains('=', StringComparison.Ordinal) && !Directory.Exists(r)))
            {
                // It may be a password, which would be shown as a folder that cannot be read.
                result.Refuse($"A connection string that has blanks needs quotation marks around it.");
            }
        });
        policyOptions.AddTo(command);
        command.Options.Add(output);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            PostgresAddress[] servers = [.. (parsed.GetValue(postgres) ?? []).Select(s => PostgresAddress.Parse(s, context))];
            TrustPolicy policy = policyOptions.Policy(parsed, context);
            policy.Validate();
            using CommitmentSetting commitments = policyOptions.Commitments(parsed, [], context, staysOpen: TimeSpan.FromMinutes(1));
            var progress = new FindProgress();
            var options = new DataFindOptions
            {
                Policy = policy,
                Evidence = commitments.Evidence,
                At = policyOptions.At(parsed, context),
                Verifier = policyOptions.VerifierOptions(parsed, policy, context),
                Deep = parsed.GetValue(deep),
                Progress = progress,
            };
            IFindReport report = parsed.GetValue(output) == OutputFormat.Json ? new FindJson(context) : new FindText(context, options.Deep);
            string[] all = parsed.GetValue(roots) ?? [];
            StorePrefix[] places = [.. all.Where(ObjectAddress.IsOne).Select(StorePrefix.Parse).Distinct()];
            if (places.Length == 0)
            {
                stores.RefuseWithout(parsed);
            }

            var inStores = new StoreFinding(options, progress.ReportObjects);
            return await RunAsync(
                [.. all.Where(r => !ObjectAddress.IsOne(r))],
                servers,
                options,
                progress,
                report,
                context,
                inStores,
                places.ToDictionary(p => p, p => stores.Open(parsed, p.Bucket, context)),
                cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        string[] roots,
        PostgresAddress[] servers,
        DataFindOptions options,
        FindProgress progress,
        IFindReport report,
        CommandContext context,
        StoreFinding inStores,
        Dictionary<StorePrefix, ObjectStore> places,
        CancellationToken cancellationToken)
    {
        DataFindRun? run = roots.Length > 0 ? DataFinder.Begin(roots, options) : null;
        var databases = new DatabaseFinding(servers, options);
        HashSet<DataOutcome> outcomes = [];
        long inDatabases = 0;
        using (new Progress(context, progress.Line))
        {
            if (run is not null)
            {
                await foreach (FoundSign sign in run.SignsAsync(cancellationToken))
                {
                    outcomes.Add(sign.Outcome);
                    report.Add(sign);
                }
            }

            foreach ((StorePrefix place, ObjectStore store) in places)
            {
                using (store)
                {
                    await foreach (FoundSign sign in inStores.SignsAsync(place, store, cancellationToken))
                    {
                        outcomes.Add(sign.Outcome);
                        report.Add(sign);
                    }
                }
            }

            await foreach (FoundSign sign in databases.SignsAsync(cancellationToken))
            {
                inDatabases++;
                outcomes.Add(sign.Outcome);
                report.Add(sign);
            }
        }

        report.Objects = places.Count > 0 ? inStores.Objects : null;
        DataFound found = inStores.AddTo(
            run?.Conclude() ?? new DataFound { Signs = 0, Folders = 0, Unread = 0, Troubles = [] });
        found = found with
        {
            Signs = found.Signs + inDatabases,
            Unread = found.Unread + databases.Troubles.Count,
            Troubles = [.. databases.Troubles.Concat(found.Troubles).Take(MostTroubles)],
        };
        int code = FindExit.Of(outcomes, found);
        report.End(found, servers.Length > 0 ? databases.Databases : null, code);
        return code;
    }
}
