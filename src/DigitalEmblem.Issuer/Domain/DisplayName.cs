using System.Globalization;
using System.Text;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Domain;

/// <summary>What people call a person, in any script. It decides nothing, and does not stand in the journal.</summary>
internal static class DisplayName
{
    /// <summary>The most characters (Unicode scalar values).</summary>
    public const int Longest = 100;

    // Persian and the scripts of India write words with them.
    private const char NonJoiner = '\u200C', Joiner = '\u200D';

    /// <summary>A name as it is kept: in form C, without space around it; null for none.</summary>
    /// <exception cref="RefusedException">It is too long, or has characters that hide or reorder others.</exception>
    public static string? Checked(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return null;
        }

        // Whole scalar values only: Normalize throws for half a surrogate pair.
        return IsFit(name) ? name.Trim().Normalize(NormalizationForm.FormC)
            : throw new RefusedException(
                Refusal.Malformed,
                Sentence.Counting(
                    Longest,
                    $"A display name has 1 to {Longest} characters of any script, and none that hides others or changes their direction "
                        + $"(control, format and bidirectional characters): type it again."));
    }

    private static bool IsFit(string name)
    {
        Rune[] runes = [.. name.EnumerateRunes()];
        return runes.Length <= Longest && !runes.Any(r => r == Rune.ReplacementChar || IsHidden(r));
    }

    private static bool IsHidden(Rune rune) => rune.Value is not (NonJoiner or Joiner) && Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;
}
