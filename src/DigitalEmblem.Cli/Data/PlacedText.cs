using DigitalEmblem.Cli.Output;
using DigitalEmblem.Data;
using Spectre.Console;

namespace DigitalEmblem.Cli.Data;

/// <summary>What was marked as a place, for a person.</summary>
internal static class PlacedText
{
    public static void WriteFolder(PlaceMarked marked, OrganizationIdentifier issuer, string path, CommandContext context)
    {
        IAnsiConsole console = Begin(marked, issuer, $"{Path.Combine(path, ".adem", "emblem")}", context);
        if (Value(marked, PlaceKinds.FileSystem).StartsWith("fsid:", StringComparison.Ordinal))
        {
            console.WriteLine();
            console.Line($"This file system has no UUID that the kernel tells, and its number may be another after "
                + $"it is mounted anew. Check after the next start of the machine, and mark again if it changed.");
        }

        End(console, marked, $"emblem data check {path}");
    }

    public static void WriteDatabase(
        PlaceMarked marked, OrganizationIdentifier issuer, string where, string? onlyTold, CommandContext context)
    {
        IAnsiConsole console = Begin(marked, issuer, $"the last line of the comment on the database {where}", context);
        if (onlyTold is not null)
        {
            console.WriteLine();
            console.Line($"The facts are as the server told them: {HandedWords.Text(onlyTold)}. A check over this connection cannot "
                + $"observe them either.");
        }

        End(console, marked, $"emblem data check --postgres CONNECTION");
    }

    private static IAnsiConsole Begin(PlaceMarked marked, OrganizationIdentifier issuer, Sentence sign, CommandContext context)
    {
        IAnsiConsole console = Terminal.Over(context);
        console.Line($"Marked {PlaceWords.Of(marked.Place)} as a place for {issuer}, until {VerdictText.Instant(marked.Expires)}.");
        console.WriteLine();
        VerdictText.Fact(console, $"Sign", sign);
        VerdictText.Fact(console, $"Root", $"{marked.Root.ToString()}");
        foreach ((PlaceFact fact, bool isFirst) in marked.Place.Facts.Select((f, i) => (f, i == 0)))
        {
            VerdictText.Fact(console, isFirst ? $"Facts" : Sentence.Of($""), $"{fact.Name}: {fact.Value}");
        }

        if (MarkedText.EarlierEnd(marked.Sign, marked.Expires) is { } end)
        {
            VerdictText.Fact(
                console,
                $"Ends earlier",
                $"An endorsement above the key ends on {VerdictText.Instant(end)}, and the sign is not accepted after that. "
                    + $"Renew the endorsement, and then mark again.");
        }

        return console;
    }

    private static void End(IAnsiConsole console, PlaceMarked marked, Sentence check)
    {
        string host = marked.Place.Host.ToString();
        console.WriteLine();
        console.Line($"The sign says where data of the issuer lie, and nothing of these data: none was read. Copies "
            + $"of it stay valid until it expires; before that, mark the place again. It counts only together with the emblem of the host "
            + $"itself: 'emblem check {host}'. To check the place: '{check} --at-host {host}'.");
    }

    private static string Value(PlaceMarked marked, string fact) => marked.Place.Facts.FirstOrDefault(f => f.Name == fact)?.Value ?? "";
}
