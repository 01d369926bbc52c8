using System.Globalization;
using System.Text;

namespace DigitalEmblem;

/// <summary>
/// Letters of other scripts that readers take for Latin ones, in lower case: from Unicode's confusables.txt (UTS 39), as far as names can
/// hold them. Marks that a reader sees, as in é, are not among them.
/// </summary>
internal static class LookAlikes
{
    private const string Letters = "аaеeоoрpсcуyхxіiјjѕsһhԁdԛqԝwӏlьbгrпnкkмmтtвbнh"
        + "αaοoρpνvγyυuιiκkτtχxηnωw"
        + "օoսuհhոnցgքfզqյj"
        + "ıiɑaɡgɩiʏyạaẹeịiọoụu";

    private static readonly Dictionary<char, char> Latin = Pairs();

    /// <summary>The name that an international name can be taken for: all ASCII; null if it has a letter that looks like none.</summary>
    public static string? InAscii(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            if (!char.IsAscii(c) && !Latin.ContainsKey(c))
            {
                return null;
            }

            plain.Append(Latin.GetValueOrDefault(c, c));
        }

        return plain.ToString();
    }

    /// <summary>
    /// What a label is compared by: punycode decoded, letters, digits and pairs of letters that look like a Latin letter replaced by it,
    /// hyphens left out. Two labels of one outline look alike; it is no name itself.
    /// </summary>
    /// <param name="label">A label of a domain name, in lower case.</param>
    public static string OutlineOf(string label)
    {
        var outline = new StringBuilder(label.Length);
        foreach (char c in InScript(label))
        {
            outline.Append(Latin.GetValueOrDefault(c, c) switch { '0' => 'o', '1' => 'l', var other => other });
        }

        return outline.Replace("-", "").Replace("rn", "m").Replace("vv", "w").ToString();
    }

    /// <summary>
    /// Whether one text becomes the other by one letter that is added, left out or replaced, or by two neighbours that change places.
    /// </summary>
    public static bool AreOneEditApart(string one, string other)
    {
        (string longer, string shorter) = one.Length >= other.Length ? (one, other) : (other, one);
        if (longer.Length - shorter.Length > 1)
        {
            return false;
        }

        int same = 0;
        while (same < shorter.Length && longer[same] == shorter[same])
        {
            same++;
        }

        ReadOnlySpan<char> restLonger = longer.AsSpan(same), restShorter = shorter.AsSpan(same);
        if (longer.Length > shorter.Length)
        {
            return restLonger[1..].SequenceEqual(restShorter);
        }

        return restLonger.Length == 0
            || restLonger[1..].SequenceEqual(restShorter[1..])
            || (restLonger.Length > 1 && restLonger[0] == restShorter[1] && restLonger[1] == restShorter[0]
                && restLonger[2..].SequenceEqual(restShorter[2..]));
    }

    private static string InScript(string label)
    {
        if (!label.StartsWith("xn--", StringComparison.Ordinal))
        {
            return label;
        }

        try
        {
            return new IdnMapping().GetUnicode(label);
        }
        catch (ArgumentException)
        {
            return label;
        }
    }

    private static Dictionary<char, char> Pairs()
    {
        var pairs = new Dictionary<char, char>();
        for (int i = 0; i + 1 < Letters.Length; i += 2)
        {
            pairs[Letters[i]] = Letters[i + 1];
        }

        return pairs;
    }
}
