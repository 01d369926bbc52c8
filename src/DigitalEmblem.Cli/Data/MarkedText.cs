using DigitalEmblem.Cli.Output;
using DigitalEmblem.Data;
using DigitalEmblem.Verifier;
using Spectre.Console;

namespace DigitalEmblem.Cli.Data;

/// <summary>What was marked, for a person.</summary>
internal static class MarkedText
{
    public static void Write(DataMarked marked, OrganizationIdentifier issuer, string path, CommandContext context) => Write(
        marked,
        issuer,
        $"After a change of the data: 'emblem data update'. To check them: 'emblem data check {path}'.",
        Terminal.Over(context));

    /// <summary>The same for a new archive.</summary>
    public static void WriteArchive(
        DataMarked marked, OrganizationIdentifier issuer, string archive, string destination, CommandContext context) => Write(
        marked,
        issuer,
        $"'{archive}' is as it was, and has no new sign. After a change of the data: mark the changed archive into a new one. "
            + $"To check the new one: 'emblem data check {destination}'.",
        Terminal.Over(context));

    private static void Write(DataMarked marked, OrganizationIdentifier issuer, string next, IAnsiConsole console)
    {
        console.MarkupLine(Terminal.SafeAll($"Marked {Amount.Of(marked.Files, "file")} ({Amount.Bytes(marked.Bytes)}) for {issuer}, "
            + $"until {VerdictText.Instant(marked.Expires)}."));
        console.WriteLine();
        VerdictText.Fact(console, "Sign", marked.SignPath);
        VerdictText.Fact(console, "Root", marked.Root.ToString());
        if (marked.FilesRead < marked.Files)
        {
            VerdictText.Fact(
                console,
                "Read",
                $"{Amount.Of(marked.FilesRead, "file")}; the others seem to be as they were. --full reads all.");
        }

        if (marked.NotCovered > 0)
        {
            VerdictText.Fact(
                console,
                "Not covered",
                $"{Amount.Of(marked.NotCovered, "entry", "entries")}: devices, pipes, sockets, or other file systems.");
        }

        if (EarlierEnd(marked) is { } end)
        {
            VerdictText.Fact(
                console,
                "Ends earlier",
                $"An endorsement above the key ends on {VerdictText.Instant(end)}, and the sign is not accepted after that. "
                    + "Renew the endorsement, and then update.");
        }

        console.WriteLine();
        console.MarkupLine(Terminal.SafeAll("Copies of the sign stay valid until it expires. " + next));
    }

    /// <summary>When the sign ends although it states a later time; null if it ends when it says.</summary>
    private static DateTimeOffset? EarlierEnd(DataMarked marked)
    {
        var sign = DataSign.Read(marked.Sign);
        Verdict verdict = sign.Verify(TrustPolicy.Default, HeldEvidence.AssumeCommittedUnsafe, sign.Claims.Validity.NotBefore);
        return verdict.ValidUntil is { } until && until < marked.Expires ? until : null;
    }
}
