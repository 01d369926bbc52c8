using System.Globalization;

namespace DigitalEmblem.Issuer.Tests.Texts;

/// <summary>
/// A plural rule in the language of CLDR (UTS #35, part 3): <c>v = 0 and i % 10 = 2..4 and i % 100 != 12..14 @integer 2~4, …</c>
/// </summary>
/// <param name="Condition">The condition; empty for all that is left.</param>
/// <param name="Samples">The whole numbers that CLDR names for it.</param>
internal sealed record CldrRule(string Condition, IReadOnlyList<long> Samples)
{
    /// <summary>Reads a rule.</summary>
    public static CldrRule Parse(string text)
    {
        string[] parts = text.Split('@');
        string integers = parts.FirstOrDefault(p => p.StartsWith("integer", StringComparison.Ordinal))?["integer".Length..] ?? "";
        return new CldrRule(
            parts[0].Trim(),
            [
                .. integers.Split(',', StringSplitOptions.TrimEntries)
                    .Where(s => s.Length > 0 && !s.Contains('c', StringComparison.Ordinal) && s != "…").SelectMany(Range),
            ]);
    }

    /// <summary>Whether it holds for a whole number: no fraction is shown (v, f, t, w are 0), and no exponent (e, c).</summary>
    public bool Holds(long number) => Condition.Length == 0
        || Condition.Split(" or ").Any(all => all.Split(" and ").All(one => Relation(one.Trim(), number)));

    private static bool Relation(string relation, long number)
    {
        bool isEqual = !relation.Contains("!=", StringComparison.Ordinal);
        string[] sides = relation.Split(isEqual ? "=" : "!=", StringSplitOptions.TrimEntries);
        string[] left = sides[0].Split('%', StringSplitOptions.TrimEntries);
        long value = left[0] switch
        {
            "n" or "i" => number,
            "v" or "w" or "f" or "t" or "c" or "e" => 0,
            _ => throw new FormatException($"'{left[0]}' is no operand of a plural rule."),
        };
        value = left.Length == 2 ? value % Number(left[1]) : value;
        return sides[1].Split(',', StringSplitOptions.TrimEntries).Any(r => Within(r, value)) == isEqual;
    }

    private static bool Within(string range, long value)
    {
        string[] ends = range.Split("..");
        return value >= Number(ends[0]) && value <= Number(ends[^1]);
    }

    private static IEnumerable<long> Range(string sample)
    {
        string[] ends = sample.Split('~');
        for (long i = Number(ends[0]); i <= Number(ends[^1]); i++)
        {
            yield return i;
        }
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
