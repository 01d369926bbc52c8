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
        VerdictText.WriteLines(console, $"Facts of the place", check.Facts.Select(Line));
        if (check.HostVerdict is { } host)
        {
            VerdictText.WriteLines(console, $"The emblem of {check.StatedHost} itself", [LibraryWords.Of(host)]);
        }
    }

    private static Sentence Line(CheckedFact fact)
    {
        Sentence found = fact.Standing switch
        {
            FactStanding.Equal => $"{fact.Stated}",
            FactStanding.Different => $"{fact.Found}, and {fact.Stated} in the sign",
            FactStanding.Reported when fact.Found == fact.Stated => $"{fact.Found}: {Reason(fact)}",
            FactStanding.Reported => $"{fact.Found}, and {fact.Stated} in the sign: {Reason(fact)}",
            _ => $"{fact.Stated} in the sign: {Reason(fact)}",
        };
        Sentence word = fact.Standing switch
        {
            FactStanding.Equal => $"observed",
            FactStanding.Different => $"different",
            FactStanding.Reported => $"only told",
            _ => $"not read",
        };
        return $"{new Cell(word, Column)}{fact.Name}: {found}";
    }

    private static Sentence Reason(CheckedFact fact) => HandedWords.Text(fact.Reason ?? "");
}
