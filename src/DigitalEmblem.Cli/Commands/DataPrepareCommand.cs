using System.CommandLine;
using DigitalEmblem.Cli.Data;
using DigitalEmblem.Cli.Input;
using DigitalEmblem.Cli.Output;
using DigitalEmblem.Data;

namespace DigitalEmblem.Cli.Commands;

/// <summary><c>emblem data prepare</c>: lists data, and prints the root that is to be signed elsewhere.</summary>
internal static class DataPrepareCommand
{
    private static Sentence Description => $"""
        Prepares a file or a folder for a sign that is made elsewhere, where the key is: reads all of it, writes the list of its files
        beside it, and prints the root, and nothing else, on standard output. A profile of this project.

        Send the root alone to those who sign; the issuer service takes it by POST /api/v1/data. It tells nothing of the data. The list
        tells all names, sizes and digests: it stays here, until 'emblem data attach' puts the sign beside it. A sign that is there stays
        in force meanwhile. What was prepared before is replaced, because each list has a root of its own.

        A volume is not prepared: its generations are signed where the data are ('emblem data mark --volume', then 'emblem data update'),
        by a key there that the organization endorses. A new sign of the root that a volume has can be made elsewhere and attached.

        Exit codes: 0 prepared, 3 something could not be read (it is named, and nothing was written), 64 a mistake in the command line,
        130 stopped.

        Examples:
          emblem data prepare records > root.txt
          emblem data prepare records --exclude cache --output json
        """;

    public static Command Create(CommandContext context)
    {
        Argument<string> path = MarkingOptions.PathArgument();
        var exclude = new Option<EntryPath[]>("--exclude")
        {
            Description = Speech.Text(
                $"A path below the folder that is not covered, with all below it, e.g. cache. The sign names it, because anything "
                + $"may lie there."),
            HelpName = "PATH",
            CustomParser = Parsers.AllOf(MarkingOptions.Exclusion)
        };
        // People know it from 'emblem data mark'.
        var volume = new Option<bool>("--volume") { Hidden = true };
        Option<OutputFormat> output = VerifyCommand.OutputOption();
        var command = new Command("prepare", Speech.Text(Description)) { path, exclude, volume, output };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string data = MarkedPath.Of(parsed.GetValue(path)!);
            if (parsed.GetValue(volume))
            {
                throw new UsageException($"A volume is not prepared, because each generation goes on from the signed one before it. Sign "
                    + $"where the data are, with a key that the organization endorses: 'emblem data mark {data} --volume', and then "
                    + $"'emblem data update {data}'. Without --volume, the content is prepared as it is now.");
            }

            EntryPath[] exclusions = parsed.GetValue(exclude) ?? [];
            MarkingOptions.Check(data, exclusions, writesNotice: false);
            MarkingOptions.NoteAbsent(data, exclusions, context);
            var progress = new RunProgress(context.Clock);
            DataPrepared prepared;
            using (new Progress(context, progress.Line))
            {
                prepared = await MarkingOptions.MarkAsync(
                    () => new DataPreparer(context.Clock).PrepareAsync(
                        data,
                        new DataPrepareOptions
                        {
                            Exclusions = exclusions,
                            // Progress costs a second walk that counts the files. It is shown on a terminal only.
                            Progress = context.ErrorIsTerminal ? progress : null,
                        },
                        cancellationToken),
                    context);
            }

            // A root is letters, digits and colons.
            context.Print(
                parsed.GetValue(output) == OutputFormat.Json ? $"{{\"root\":\"{prepared.Root}\"}}" : prepared.Root.ToString());
            context.Tell(progress.Summary(prepared.Files, prepared.Bytes));
            if (prepared.NotCovered > 0)
            {
                context.Tell($"Not covered: {Amount.NotCovered(prepared.NotCovered)}");
            }

            context.Tell($"The list waits in {prepared.ManifestPath}. When the root is signed: 'emblem data attach {data} --sign FILE'.");
            return ExitCode.Done;
        });
        return command;
    }
}
