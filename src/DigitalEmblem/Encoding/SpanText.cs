using System.Globalization;
using System.Text.RegularExpressions;

namespace DigitalEmblem;

/// <summary>
/// A length of time in a settings file: <c>[days.]hours:minutes[:seconds]</c>, the hours from 0 to 23. .NET's own reader takes a number
/// alone for days, and <c>24:00:00</c> for 24 days: an emblem would be accepted for a month where its operator meant a day.
/// </summary>
internal static partial class SpanText
{
    /// <summary>How to write one, as the end of a sentence.</summary>
    public const string Form = "a length of time: [days.]hours:minutes:seconds with hours up to 23, as 1.00:00:00 for a day";

    /// <summary>Reads a length of time.</summary>
    public static bool TryParse(string text, out TimeSpan span)
    {
        span = default;
        return Written().IsMatch(text) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out span);
    }

    [GeneratedRegex(@"\A-?([0-9]+\.)?([01]?[0-9]|2[0-3]):[0-5]?[0-9](:[0-5]?[0-9](\.[0-9]{1,7})?)?\z")]
    private static partial Regex Written();
}
