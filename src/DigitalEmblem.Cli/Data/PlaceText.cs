using DigitalEmblem.Cli.Output;
using DigitalEmblem.Data;
using Spectre.Console;

namespace DigitalEmblem.Cli.Data;

/// <summary>The part of an answer, for a person, that is about a place.</summary>
internal static class PlaceText
{
    private const int Column = 11;

    /// <summary>The facts of the place, and the emblem of its host.</summary>
    public static void Write(IAnsiConsole console, DataCheck check)
    {
        VerdictText.WriteLines(console, "Facts of the place", check.Facts.Select(Line));
        if (check.HostVerdict is { } host)
        {
            VerdictText.WriteLines(console, $"The emblem of {check.StatedHost} itself", [host.ToString()]);
        }
    }

    private static string Line(CheckedFact fact)
    {
        string found = fact.Standing switch
        {
            FactStanding.Equal => fact.Stated,
            FactStanding.Different => $"{fact.Found}, and {fact.Stated} in the sign",
            FactStanding.Reported => $"{fact.Found}{(fact.Found == fact.Stated ? "" : $", and {fact.Stated} in the sign")}: {fact.Reason}",
            _ => $"{fact.Stated} in the sign: {fact.Reason}",
        };
        string word = fact.Standing switch
        {
            FactStanding.Equal => "observed",
            FactStanding.Different => "different",
            FactStanding.Reported => "only told",
            _ => "not read",
        };
        return $"{word.PadRight(Column)}{fact.Name}: {found}";
    }
}
