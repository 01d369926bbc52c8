using System.Globalization;
using System.Text.RegularExpressions;

namespace DigitalEmblem;

/// <summary>
/// An instant in ISO 8601: a day, which is its first moment in UTC, or a time of a day that says how far it is from UTC. .NET's own reader
/// also accepts texts whose meaning depends on the place and day of reading, such as <c>10:00</c>.
/// </summary>
internal static partial class IsoInstant
{
    private static readonly string[] Forms =
        ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>Reads an instant.</summary>
    public static bool TryParse(string text, out DateTimeOffset instant)
    {
        instant = default;
        // A form with K also accepts a time without a zone, so the zone is checked first.
        return (Day().IsMatch(text) || ZonedTime().IsMatch(text)) && DateTimeOffset.TryParseExact(
            text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out instant);
    }

    /// <summary>Whether it is a time of a day without a time zone.</summary>
    public static bool IsLocal(string text) => LocalTime().IsMatch(text);

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{2}-[0-9]{2}\z")]
    private static partial Regex Day();

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,7})?)?\z")]
    private static partial Regex LocalTime();

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,7})?)?(Z|[+-][0-9]{2}:[0-9]{2})\z")]
    private static partial Regex ZonedTime();
}
