using System.CommandLine;
using DigitalEmblem.Cli.Data;
using DigitalEmblem.Cli.Output;
using DigitalEmblem.Cli.Postgres;
using DigitalEmblem.Cli.Stores;
using DigitalEmblem.Data;
using DigitalEmblem.Data.Places;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Cli.Commands;

/// <summary><c>emblem data check</c>: are these the data that were marked, and may I rely on the sign?</summary>
internal static class DataCheckCommand
{
    private static Sentence Description => $"""
        Checks marked data: is the sign valid, and are the files as its issuer marked them? Or, for the sign of a place: is this the place
        that its issuer marked? A profile of this project.

        A sign is looked for beside PATH, in PATH if it is a ZIP or a tar, where the attribute user.adem of PATH points to, and in the
        folders above it, up to where its file system begins. If it is that of a folder above, only PATH is compared with what it lists,
        and the answer says so.

        Of a volume, whose data only grow, files that are gone are no difference. Note its generation and root: with --generation, an older
        sign that was put in place with older data is not accepted.

        Reads every file that the sign lists, and writes nothing. Opens no connection, unless --online permits to ask the logs, a host is
        stated (--at-host: the DNS is asked about it), a database is named (--postgres), or PATH is an object of a store (s3://BUCKET/KEY),
        whose sign is the object KEY.adem. An object is read as a stream, and never written to disk.

        The sign of a place is copied with it, and says nothing of the data. It counts only if you state the host, from what you know and
        not from the sign; that host bears an emblem of the same organization; and all facts are observed on the host: by this machine's
        kernel, over TLS that verified the host's name (SSL Mode=VerifyFull), or over a Unix socket here. Others are only told (3).

        Exit codes: 0 marked, and all files, or all facts of the place, are as they were marked; 1 no sign; 2 the sign is invalid; 3 could
        not find out (something could not be read, the list of the files is missing, a commitment is unknown, a fact was only told, or no
        host is stated); 4 not accepted (the sign shows less than you ask for, the data are not as they were marked, or are not listed, it
        is another place or host, or the host has no emblem); 64 a mistake in the command line; 130 stopped.

        Examples:
          emblem data check records --chain fullchain.pem --trust-authority https://ministry.example
          emblem data check records --allow-new --require endorsed
          emblem data check backups --generation 12 --assume-committed
          emblem data check records/2026/names.csv --assume-committed
          emblem data check records.zip --inside --assume-committed
          emblem data check report.pdf --assume-committed --output json
          emblem data check /srv/records --at-host files.society.example --trust-authority https://ministry.example --chain fullchain.pem
          emblem data check --postgres env:RECORDS_DB --at-host db.society.example --trust-authority https://ministry.example
          emblem data check s3://records/2026/report.pdf --endpoint https://store.example --assume-committed
        """;

    public static Command Create(CommandContext context)
    {
        Argument<string?> path = new("PATH")
        {
            Description = Speech.Text($"A marked folder or file, something in a marked folder, a sign, or s3://BUCKET/KEY."),
            Arity = ArgumentArity.ZeroOrOne
        };
        var inside = new Option<bool>("--inside")
        {
            Description = Speech.Text($"Judge the sign in an archive (ZIP, tar), also if another one lies beside it.")
        };
        var allowNew = new Option<bool>("--allow-new")
        {
            Description = Speech.Text(
                $"Files that the sign does not list are no difference. They are named all the same: the sign says nothing of them.")
        };
        var generation = new Option<long?>("--generation")
        {
            Description = Speech.Text($"A volume: the generation that the sign names at least, because you have seen it before."),
            HelpName = "NUMBER"
        };
        var all = new Option<bool>("--all")
        {
            Description = Speech.Text(
                $"Text: show all entries that are not covered, not only the first 20, and those that a volume no longer holds. "
                + $"JSON: a line for each entry that is covered or no longer held, too.")
        };
        Option<DomainName?> atHost = PlaceOptions.Host(
            "--at-host",
            $"For the sign of a place: the host on which this is, as you know it. For a folder that says that this machine is the host. "
                + $"Its emblem is looked up in the DNS.");
        Option<string?> postgres = PlaceOptions.Postgres($"Check the sign in the comment on this PostgreSQL database.");
        Option<OutputFormat> output = VerifyCommand.OutputOption();
        var resolver = new ResolverOptions();
        var policyOptions = new PolicyOptions(asksDns: true, ofHosts: false);
        var command = new Command("check", Speech.Text(Description)) { path, inside, allowNew, generation, all, atHost, postgres };
        var stores = new StoreOptions();
        stores.AddTo(command);
        resolver.AddTo(command);
        policyOptions.AddTo(command);
        command.Options.Add(output);
        PlaceOptions.NeedOne(command, path, postgres);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(generation) is < 1)
            {
                throw new UsageException($"Generations are counted from 1.");
            }

            if (ObjectAddress.IsOne(parsed.GetValue(path)))
            {
                if (parsed.GetValue(inside) || parsed.GetValue(generation) is not null || parsed.GetValue(atHost) is not null)
                {
                    throw new UsageException($"--inside, --generation and --at-host are for data on disk: the sign of an object is that of "
                        + $"its content alone.");
                }

                ICheckReport told = parsed.GetValue(output) == OutputFormat.Json
                    ? new CheckJson(parsed.GetValue(all), context)
                    : new CheckText(parsed.GetValue(all), context) { AlsoAsked = [stores.Exposure(parsed, context)] };
                return await ObjectChecking.RunAsync(
                    parsed, ObjectAddress.Parse(parsed.GetValue(path)!), stores, policyOptions, told, context, cancellationToken);
            }

            stores.RefuseWithout(parsed);
            PostgresAddress? address = PlaceOptions.Address(parsed, postgres, context);
            string? data = address is null ? MarkedPath.Of(parsed.GetValue(path)!) : null;
            TrustPolicy policy = policyOptions.Policy(parsed, context);
            policy.Validate();
            VerifierOptions verifier = policyOptions.VerifierOptions(parsed, policy, context);
            DateTimeOffset at = policyOptions.At(parsed, context);
            bool isInside = parsed.GetValue(inside);
            if (isInside)
            {
                _ = SignInArchive.RequiredFormOf(
                    data ?? throw new UsageException($"--inside is for an archive, and a database is named (--postgres)."), "--inside");
            }

            (DataSign Sign, string Path)? sign = data is null ? null
                : isInside ? SignReading.TryReadInside(data)
                : SignReading.TryRead(data);
            using CommitmentSetting commitments = policyOptions.Commitments(
                parsed, data is null ? [] : [sign?.Path ?? MarkedPath.SignOf(data)], context);
            var lookup = new HostLookup(parsed, resolver, policyOptions, policy, commitments, at, context);
            var progress = new RunProgress(context.Clock);
            async Task<DataCheckOptions> OptionsFor(DataSign? sign) => new()
            {
                Policy = policy,
                Evidence = await GatherAsync(sign, commitments, policy, verifier, at, context, cancellationToken),
                At = at,
                Verifier = verifier,
                AllowsNew = parsed.GetValue(allowNew),
                LeastGeneration = parsed.GetValue(generation),
                StatedHost = parsed.GetValue(atHost),
                HostVerdict = lookup.AskAsync,
                Progress = progress,
            };
            ICheckReport report = parsed.GetValue(output) == OutputFormat.Json
                ? new CheckJson(parsed.GetValue(all), context)
                : new CheckText(parsed.GetValue(all), context) { AlsoAsked = address is null ? [] : [address.Exposure], DataPath = data };
            DataCheck check = address is not null
                ? await DatabaseChecking.CheckAsync(address, parsed.GetValue(atHost), OptionsFor, context, cancellationToken)
                : await CheckAsync(data!, isInside, await OptionsFor(sign?.Sign), report, progress, context, cancellationToken);
            report.End(check);
            if (report.Tally.FilesRead > 0)
            {
                context.Tell(progress.Summary(report.Tally.FilesRead, progress.Bytes));
            }

            return (int)check.Outcome;
        });
        return command;
    }

    private static async Task<DataCheck> CheckAsync(
        string data,
        bool isInside,
        DataCheckOptions options,
        ICheckReport report,
        RunProgress progress,
        CommandContext context,
        CancellationToken cancellationToken)
    {
        using (new Progress(context, progress.Line))
        {
            return await (isInside
                ? ArchiveChecker.CheckAsync(data, options, report.Add, cancellationToken)
                : DataChecker.CheckAsync(data, options, report.Add, cancellationToken));
        }
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

        using (new Progress(context, () => $"Asking the logs"))
        {
            return await commitments.HoldAsync(sign.Authenticate(policy, at, verifier), cancellationToken);
        }
    }
}
