using System.Runtime.CompilerServices;

namespace DigitalEmblem;

/// <summary>
/// Texts for people that results hold as plain English, such as who could have learned of a question, with the words that they were made
/// of for those who translate them. The words are found by the text itself, and not by what it says: an equal text that comes from outside
/// is another one.
/// </summary>
internal static class HandedText
{
    private static readonly ConditionalWeakTable<string, FindingText> Kept = [];

    /// <summary>The English of a text, whose words are kept for as long as that very string is.</summary>
    public static string Of(FindingText text)
    {
        string english = text.ToString();
        Kept.AddOrUpdate(english, text);
        return english;
    }

    /// <summary>The words of a text; null if it was not made here.</summary>
    public static FindingText? WordsOf(string english) => Kept.TryGetValue(english, out FindingText? text) ? text : null;
}
