using System.CommandLine;
using DigitalEmblem.Cli.Output;
using DigitalEmblem.Data;
using DigitalEmblem.Data.Finding;

namespace DigitalEmblem.Cli.Commands;

/// <summary><c>emblem data point</c>: writes into an attribute of files which sign covers them.</summary>
internal static class DataPointCommand
{
    private static Sentence Description => $"""
        Writes into an extended attribute of files which sign covers them. A profile of this project. The sign is the one beside the file,
        or that of a marked folder above it, if it lists the file; the attribute is user.adem.

        A pointer is no sign: it helps a search by attributes, and a check believes only a sign of the root that it names. The content and
        the time of writing of a file stay as they are; its time of change (ctime) does not, so that the next 'emblem data update' reads
        the file again. A new marking has a new root: set the pointers again after it. Copies of a file without extended attributes have no
        pointer (cp without --preserve=xattr, scp, zip, plain tar). The sign is not verified here: 'emblem data check' does that.

        Exit codes: 0 all pointers are set, or removed; 1 there is no sign for a file, or with --remove no file had a pointer; 2 the sign
        is malformed; 3 could not find out; 4 the sign above a file does not list it; 64 a mistake in the command line, or a pointer could
        not be set. With 1 to 4, nothing was set.

        Examples:
          emblem data point records/2026/names.csv records/2026/places.csv
          emblem data point report.pdf --remove
        """;

    public static Command Create(CommandContext context)
    {
        Argument<string[]> files = new("FILE")
        {
            Description = Speech.Text($"Marked files, or files in a marked folder."),
            Arity = ArgumentArity.OneOrMore
        };
        var remove = new Option<bool>("--remove") { Description = Speech.Text($"Take the pointers away.") };
        var command = new Command("point", Speech.Text(Description)) { files, remove };
        command.SetAction(parsed =>
        {
            string[] paths = parsed.GetValue(files) ?? [];
            Array.ForEach(paths, Check);
            return parsed.GetValue(remove) ? Remove(paths, context) : Set(paths, context);
        });
        return command;
    }

    private static void Check(string path)
    {
        string full = DataLocation.ThrowIfNothing(path);
        Sentence? fault = Directory.Exists(full) ? Sentence.Of($"a folder, and only files have pointers: name the files in it")
            : new FileInfo(full).LinkTarget is not null ? Sentence.Of($"a link, which has no pointer of its own: name the file to which "
                + $"it leads")
            : null;
        if (fault is not null)
        {
            throw new UsageException($"'{path}' is {fault}.");
        }
    }

    private static int Set(string[] paths, CommandContext context)
    {
        // All are looked for first, so that a mistake in the last name leaves no half of the pointers set.
        (string Path, ExtendedAttributePointer Pointer, string Sign)[] all = [.. paths.Select(Find)];
        foreach ((string path, ExtendedAttributePointer pointer, string sign) in all)
        {
            pointer.Set(path);
            context.Say($"{path} points to {sign} ({pointer.Root})");
        }

        context.Say($"The next update of a marked folder reads these files again, and gives the folder a new root: set the "
            + $"pointers again after it.");
        return ExitCode.Done;
    }

    private static (string Path, ExtendedAttributePointer Pointer, string Sign) Find(string path)
    {
        using var location = DataLocation.Open(path);
        DataCheck? none = PointerTarget.Find(location, out ExtendedAttributePointer? pointer, out string? sign);
        return none is null
            ? (path, pointer!, sign!)
            : throw new RefusalException(
                (int)none.Outcome, $"No pointer was set, because no sign is known to cover '{path}'. {none.Reason}");
    }

    private static int Remove(string[] paths, CommandContext context)
    {
        bool any = false;
        foreach (string path in paths)
        {
            bool had = ExtendedAttributePointer.RemoveAny(path);
            any |= had;
            context.Say(had ? Sentence.Of($"Removed the pointer of {path}") : $"{path} has no pointer.");
        }

        return any ? ExitCode.Done : ExitCode.NotFound;
    }
}
