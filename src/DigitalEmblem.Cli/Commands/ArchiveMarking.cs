using System.CommandLine;
using DigitalEmblem.Cli.Data;
using DigitalEmblem.Cli.Output;
using DigitalEmblem.Data;
using DigitalEmblem.Data.Archives;
using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Cli.Commands;

/// <summary><c>emblem data mark ARCHIVE --into FILE</c>: writes a new archive that carries its sign as members.</summary>
internal static class ArchiveMarking
{
    private const string Zip = ".zip", Tar = ".tar";

    public static async Task<int> RunAsync(
        MarkingOptions options,
        ParseResult parsed,
        string archive,
        string destination,
        CommandContext context,
        CancellationToken cancellationToken)
    {
        (archive, destination) = (RealPath.Of(archive), RealPath.Of(destination));
        EntryPath[] exclusions = options.Exclusions(parsed);
        MarkingOptions.Check(exclusions);
        ArchiveForm form = SignInArchive.RequiredFormOf(archive, "--into");
        OutputFile.CheckNew(
            destination, $"a marked archive is a new one", $"Name a file that is not there yet; the old archive stays as it is.", context);
        CheckName(archive, form, destination, context);
        NoteAbsent(archive, exclusions, context);
        return await options.RunAsync(
            parsed,
            readsAll: true,
            context,
            (signer, how) => MarkAsync(
                () => new ArchiveMarker(signer, context.Clock).MarkAsync(archive, destination, how, cancellationToken), archive),
            (marked, issuer) => MarkedText.WriteArchive(marked, issuer, archive, destination, context));
    }

    private static async Task<DataMarked> MarkAsync(Func<Task<DataMarked>> mark, string archive)
    {
        try
        {
            return await mark();
        }
        catch (DataFormatException e)
        {
            throw new RefusalException(
                ExitCode.Unknown,
                $"'{archive}' cannot carry a sign as it is: {Sentence.Of(e)}. Nothing was written. All programs must read an archive in "
                    + $"the "
                    + $"same way, and an earlier sign must lie at its end: make it anew from its content, or leave out --into to mark it "
                    + $"as a single file.");
        }
    }

    // Programs, and our own search, go by the ending of a name.
    private static void CheckName(string archive, ArchiveForm form, string destination, CommandContext context)
    {
        (string own, string other) = form == ArchiveForm.Zip ? (Zip, Tar) : (Tar, Zip);
        if (destination.EndsWith(other, StringComparison.OrdinalIgnoreCase))
        {
            throw new UsageException(
                $"'{archive}' is a {own[1..]} by its content, and the new archive will be one too: name it "
                    + $"'{destination[..^other.Length]}{own}'.");
        }

        if (!destination.EndsWith(own, StringComparison.Ordinal))
        {
            context.Tell(
                $"emblem: note: 'emblem data find --deep' looks only into archives whose names end with {Zip} or {Tar}.");
        }
    }

    private static void NoteAbsent(string archive, EntryPath[] exclusions, CommandContext context)
    {
        if (exclusions.Length == 0)
        {
            return;
        }

        using ArchiveFile file = ArchiveFile.Open(archive);
        List<ArchiveMember> members;
        try
        {
            members = ArchiveIndex.Read(file.Stream).Members;
        }
        catch (DataFormatException)
        {
            // The marker reads the archive again and refuses it with the reason.
            return;
        }

        foreach (EntryPath path in exclusions.Where(e => !members.Exists(m => Exclusion.Covers([e], m.Path))))
        {
            context.Tell(
                $"emblem: note: there is no member '{PathText.Of(path)}' in '{archive}', and none below it. It is excluded all the same.");
        }
    }
}
