using System.Globalization;
using System.Text;

namespace DigitalEmblem.Fuzz.Running;

/// <summary>What the targets check.</summary>
internal static class Invariant
{
    /// <summary>Fails unless the condition holds.</summary>
    public static void Holds(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new InvariantBrokenException(otherwise);
        }
    }

    /// <summary>Two readings of one thing are equal.</summary>
    public static void Equal<T>(T expected, T actual, string what) =>
        Holds(EqualityComparer<T>.Default.Equals(expected, actual), $"{what}: {expected} became {actual}");

    /// <summary>Two encodings of one thing are equal.</summary>
    public static void SameBytes(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual, string what) =>
        Holds(expected.SequenceEqual(actual), $"{what}: encoded, decoded and encoded again, the bytes differ");

    /// <summary>A reading succeeds, or fails with the one exception of the format.</summary>
    /// <returns>What was read; null if it is not of the format.</returns>
    public static T? Read<T>(Func<T?> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (TokenFormatException e)
        {
            Harmless(e.Message, "the message of a TokenFormatException");
            return null;
        }
    }

    /// <summary>Nothing in a text for people moves a cursor, hides a character or forges a line.</summary>
    /// <param name="text">The text.</param>
    /// <param name="what">What it is, for the report.</param>
    /// <param name="lines">Whether it may have several lines.</param>
    public static void Harmless(string text, string what, bool lines = false)
    {
        foreach (Rune rune in text.EnumerateRunes())
        {
            UnicodeCategory category = Rune.GetUnicodeCategory(rune);
            bool harmless = rune.Value == '\n' ? lines : category is not (
                UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
            Holds(harmless, string.Create(CultureInfo.InvariantCulture, $"{what} holds U+{rune.Value:X4}"));
        }
    }
}
