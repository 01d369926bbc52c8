using System.CommandLine;
using DigitalEmblem.Cli.Data;
using DigitalEmblem.Cli.Input;
using DigitalEmblem.Cli.Output;
using DigitalEmblem.Data;

namespace DigitalEmblem.Cli.Commands;

/// <summary><c>emblem data attach</c>: puts a sign that was made elsewhere beside the data that were prepared for it.</summary>
internal static class DataAttachCommand
{
    private static Sentence Description => $"""
        Puts a sign that was made elsewhere beside the file or folder that was prepared for it ('emblem data prepare'), or a renewed sign
        in the place of an earlier one. A profile of this project.

        The sign is verified before, with its commitments assumed, and its root must be that of the list that waits here; otherwise what
        is there stays as it is. The data are not read again: 'emblem data check' does that. An interruption leaves the earlier sign or
        the new one. A sign of the same root that was made later, ends later or is of another organization stays, unless with --replace.

        Exit codes: 0 attached; 2 the sign is malformed or invalid; 3 it could not be found out whether it is valid, or the list that
        waits for it is malformed; 4 the sign is of other data, or of these as they were prepared another time, or it is older than the
        one that is there; 64 a mistake in the command line, or it could not be written.

        Examples:
          curl -sSf -H "Authorization: Bearer $KEY" -o records.bundle $ISSUER/api/v1/data/$(cat root.txt)/sign
          emblem data attach records --sign records.bundle
        """;

    public static Command Create(CommandContext context)
    {
        Argument<string> path = MarkingOptions.PathArgument();
        var sign = new Option<string>("--sign")
        {
            Description = Speech.Text($"The sign: a bundle, as the issuer service gives it out; '-' is standard input."),
            HelpName = "FILE",
            Required = true
        };
        var notice = new Option<bool>("--notice")
        {
            Description = Speech.Text(
                $"Also write DIGITAL-EMBLEM-NOTICE.txt into the folder, for people who find the data. One that is there is "
                + $"replaced in any case.")
        };
        var replace = new Option<bool>("--replace")
        {
            Description = Speech.Text(
                $"Put the sign in place also where the one of the same root that is there was made later, ends later, or is of "
                + $"another organization.")
        };
        var command = new Command("attach", Speech.Text(Description)) { path, sign, notice, replace };
        command.SetAction(parsed =>
        {
            string data = MarkedPath.Of(parsed.GetValue(path)!);
            if (parsed.GetValue(notice) && File.Exists(data))
            {
                throw new UsageException($"'{data}' is a single file, which has no notice: leave out --notice.");
            }

            byte[] bundle = Files.Bytes(parsed.GetValue(sign)!, context);
            try
            {
                var how = new DataAttachOptions
                {
                    WritesNotice = parsed.GetValue(notice),
                    ReplacesNewer = parsed.GetValue(replace),
                };
                AttachedText.Write(new DataPreparer(context.Clock).Attach(data, bundle, how), data, context);
                return ExitCode.Done;
            }
            catch (DataNotAttachedException e)
            {
                throw new RefusalException(
                    (int)e.Outcome, Sentences.Following(
                        $"The sign was not attached, and nothing was changed. {Sentence.Of(e)}", Cause(bundle)));
            }
        });
        return command;
    }

    // What was given in place of a sign, where its first bytes tell.
    private static Sentence? Cause(ReadOnlySpan<byte> given) =>
        given.IsEmpty ? Sentence.Of($"Nothing was given: did the call that fetches the sign succeed?")
        : given[0] == '{' ? Sentence.Of($"It begins as JSON does: is it an answer of the issuer service that says why there is no sign? "
            + $"Read it.")
        : given.StartsWith("adem-signfile:"u8) ? Sentence.Of($"It is a whole sign file (NAME.adem), which lies beside its file as it is. "
            + $"What is attached is the sign alone, as the issuer service gives it out.")
        : given.StartsWith("adem-manifest:"u8) ? Sentence.Of($"It is a list of files, and no sign. What is attached is the sign, as the "
            + $"issuer service gives it out.")
        : null;
}
