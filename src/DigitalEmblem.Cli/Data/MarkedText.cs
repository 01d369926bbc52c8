using DigitalEmblem.Cli.Output;
using DigitalEmblem.Data;
using DigitalEmblem.Verifier;
using Spectre.Console;

namespace DigitalEmblem.Cli.Data;

/// <summary>What was marked, for a person.</summary>
internal static class MarkedText
{
    private const int GenerationsToWarn = 100;

    public static void Write(DataMarked marked, OrganizationIdentifier issuer, string path, CommandContext context) => Write(
        marked,
        issuer,
        $"After a change of the data, and before the sign ends: 'emblem data update {path}' with the options of 'mark'. "
            + $"To check them: 'emblem data check {path}'.",
        Terminal.Over(context));

    /// <summary>The same for a new archive.</summary>
    public static void WriteArchive(
        DataMarked marked, OrganizationIdentifier issuer, string archive, string destination, CommandContext context) => Write(
        marked,
        issuer,
        $"'{archive}' is as it was, and has no new sign. After a change of the data, and before the sign ends: mark "
            + $"the archive into another new one. To check the new one: 'emblem data check {destination}'.",
        Terminal.Over(context));

    private static void Write(DataMarked marked, OrganizationIdentifier issuer, Sentence next, IAnsiConsole console)
    {
        console.Line(First(marked, issuer));
        console.WriteLine();
        VerdictText.Fact(console, $"Sign", $"{marked.SignPath}");
        VerdictText.Fact(console, $"Root", $"{marked.Root.ToString()}");
        if (marked.Generation is { } generation)
        {
            VerdictText.Fact(
                console,
                $"Volume",
                $"generation {generation.Number}; note it with the root. A check with "
                    + $"--generation {generation.Number} accepts no older sign.");
        }

        if (marked.Generation?.Number > DataLimits.MaxGenerations - GenerationsToWarn)
        {
            VerdictText.Fact(
                console,
                $"Long chain",
                $"A volume has {Amount.Number(DataLimits.MaxGenerations)} generations at most. 'emblem data mark PATH --volume --anew' "
                    + $"begins again, and ends the link to these.");
        }

        if (marked.FilesRead < marked.Files)
        {
            VerdictText.Fact(
                console,
                $"Read",
                $"{Amount.Files(marked.FilesRead)}; the others seem to be as they were. --full reads all.");
        }

        if (marked.NotCovered > 0)
        {
            VerdictText.Fact(
                console,
                $"Not covered",
                Amount.NotCovered(marked.NotCovered));
        }

        if (EarlierEnd(marked.Sign, marked.Expires) is { } end)
        {
            VerdictText.Fact(
                console,
                $"Ends earlier",
                $"An endorsement above the key ends on {VerdictText.Instant(end)}, and the sign is not accepted after that. "
                    + $"Renew the endorsement, and then update.");
        }

        VerdictText.WriteLines(
            console,
            VolumeText.OthersTitle,
            VolumeText.Others(marked.Generation?.Others ?? [], marked.Generation?.OthersNotShown ?? 0));
        console.WriteLine();
        Sentence? removed = marked.Generation is null ? null : Sentence.Of($"What is removed from a volume is no difference.");
        console.Line(Sentences.Following($"Copies of the sign stay valid until it expires.", removed, next));
    }

    private static Sentence First(DataMarked marked, OrganizationIdentifier issuer)
    {
        Sentence all = $"{Amount.Files(marked.Files)} ({Amount.Bytes(marked.Bytes)})";
        string end = VerdictText.Instant(marked.Expires);
        return marked.Generation switch
        {
            null => $"Marked {all} for {issuer}, until {end}.",
            { IsRenewed: true } same =>
                $"Nothing is new since generation {same.Number:N0}. Renewed its sign on {all} for {issuer}, until {end}.",
            { } next => $"Marked generation {next.Number:N0} of a volume, with {Amount.NewEntries(next.Entries)}, for {issuer}, until "
                + $"{end}. The volume holds {all}.",
        };
    }

    /// <summary>When the sign ends although it states a later time; null if it ends when it says.</summary>
    internal static DateTimeOffset? EarlierEnd(ReadOnlyMemory<byte> bundle, DateTimeOffset expires)
    {
        var sign = DataSign.Read(bundle);
        Verdict verdict = sign.Verify(TrustPolicy.Default, HeldEvidence.AssumeCommittedUnsafe, sign.Claims.Validity.NotBefore);
        return verdict.ValidUntil is { } until && until < expires ? until : null;
    }
}
