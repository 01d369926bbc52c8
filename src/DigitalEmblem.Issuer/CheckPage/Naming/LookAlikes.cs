using System.Text;

namespace DigitalEmblem.Issuer.CheckPage.Naming;

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
