using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Web.Fields;

/// <summary>Labels of a name, as people type them: one <c>key=value</c> in each line, or nothing for none.</summary>
internal static class LabelsField
{
    /// <summary>The name of the field.</summary>
    public const string Name = "labels";

    /// <summary>How to fill it in.</summary>
    public static Sentence Hint => Sentence.Of(
        $"One label in each line, as {new Verbatim("site=bern")}; at most {AssetLabels.Most}. They take the place of those that the name "
            + $"has. Empty: no labels.");

    /// <summary>What the field holds for labels.</summary>
    public static string Show(AssetLabels? labels) => string.Join('\n', labels?.Each ?? []);

    /// <summary>Reads it.</summary>
    /// <param name="typed">What was typed; null if the field was not sent.</param>
    /// <returns>Null for none.</returns>
    /// <exception cref="RefusedException">It was not sent, a line is no label, which the text names, or they are too many.</exception>
    public static AssetLabels? Read(string? typed)
    {
        var labels = new List<string>();
        string[] lines = (typed ?? throw new RefusedException(Refusal.Malformed, Hint)).Split('\n', StringSplitOptions.TrimEntries);
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].Length > 0)
            {
                labels.Add(One(lines[i], i + 1));
            }
        }

        return AssetLabels.Parse(string.Join(' ', labels));
    }

    private static string One(string line, int number)
    {
        try
        {
            return AssetLabels.ParseOne(line);
        }
        catch (RefusedException e)
        {
            throw new RefusedException(e.Refusal, $"Line {number}: {e.Sentence}");
        }
    }
}
