using System.Globalization;
using System.Text.RegularExpressions;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Tests.Texts;

/// <summary>What a translation must have in common with its English.</summary>
internal static partial class Translation
{
    /// <summary>The text without its holes.</summary>
    public static string Bare(string format) => Hole().Replace(format, "");

    /// <summary>The holes of a text, with their formats, in the order of their numbers.</summary>
    public static IEnumerable<string> Holes(string format) =>
        Hole().Matches(format.Replace("{{", "", StringComparison.Ordinal).Replace("}}", "", StringComparison.Ordinal))
            .Select(m => m.Value).Distinct().Order(StringComparer.Ordinal);

    /// <summary>The keys under which a language keeps the translations of an entry.</summary>
    public static IEnumerable<string> KeysOf(CatalogueEntry entry, CultureInfo culture) => entry.IsCounting
        ? PluralRules.FormsOf(culture).Select(f => $"{entry.Code}{Translations.Form}{f}")
        : [entry.Code];

    /// <summary>What is wrong with a translation; null if nothing is that a program can see.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="key">The key, which names the form.</param>
    /// <param name="text">The translation.</param>
    public static string? FaultOf(CatalogueEntry entry, string key, string text)
    {
        string[] wanted = [.. Holes(entry.Code)], there = [.. Holes(text)];
        // A form for exactly none, one or two may leave the number out, as "one name" does; a word has no holes.
        bool mayLack = key.EndsWith("#Zero", StringComparison.Ordinal) || key.EndsWith("#One", StringComparison.Ordinal)
            || key.EndsWith("#Two", StringComparison.Ordinal);
        return string.IsNullOrWhiteSpace(text) ? "is empty"
            : there.Except(wanted).Any() ? $"has holes that the English has not: {string.Join(' ', there.Except(wanted))}"
            : !mayLack && wanted.Except(there).Any() ? $"lacks holes: {string.Join(' ', wanted.Except(there))}"
            : wanted.Except(there).Any(h => h != "{0}") ? $"lacks holes: {string.Join(' ', wanted.Except(there))}"
            : IsSpaced(entry.Code) != IsSpaced(text) ? "begins with a blank where the English does not, or the other way round"
            : null;
    }

    private static bool IsSpaced(string text) => text.Length > 0 && char.IsWhiteSpace(text[0]);

    [GeneratedRegex(@"\{\d+[^{}]*\}")]
    private static partial Regex Hole();
}
