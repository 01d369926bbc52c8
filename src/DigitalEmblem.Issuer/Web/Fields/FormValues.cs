using System.Globalization;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Web.Fields;

/// <summary>Reads what was typed into fields that take values of a certain form. Another form is refused in words for people.</summary>
internal static class FormValues
{
    /// <summary>The longest line that the journal keeps of a decision.</summary>
    public const int LongestLine = 1000;

    /// <summary>A domain name in its DNS form. A dot at its end and capitals are taken as they are meant.</summary>
    public static DomainName Name(string? typed) =>
        DomainName.TryParse(typed?.Trim().TrimEnd('.').ToLowerInvariant(), out DomainName? name)
            ? name
            : throw Malformed($"This is no domain name in its DNS form, as society.example (letters beyond a to z as xn--…).");

    /// <summary>The identifier of an organization.</summary>
    public static OrganizationIdentifier Organization(string? typed) =>
        OrganizationIdentifier.TryParse(typed?.Trim(), out OrganizationIdentifier? organization)
            ? organization
            : throw Malformed($"An organization is written as https://organization.example: https, its domain, and nothing after it.");

    /// <summary>A whole number within limits.</summary>
    public static int Number(string? typed, int least, int most) =>
        int.TryParse(TypedDigits.Plain(typed?.Trim() ?? ""), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
        && number >= least && number <= most
            ? number
            : throw Malformed($"Type a whole number from {least} to {most}, in digits.");

    /// <summary>Words on one line, which the journal keeps.</summary>
    public static string Line(string? typed) =>
        typed?.Trim() is { Length: >= 1 and <= LongestLine } line && !line.Any(char.IsControl)
            ? line
            : throw Malformed($"Say it in 1 to {LongestLine} characters, on one line. The journal keeps it.");

    /// <summary>The same, where nothing has to be said.</summary>
    public static string? LineOrNone(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : Line(typed);

    /// <summary>Purposes that were ticked.</summary>
    public static Purposes Of(IEnumerable<Purposes>? ticked) =>
        (ticked ?? []).Aggregate(Purposes.None, (all, p) => all | p) is var purposes && purposes is > Purposes.None and <= Purposes.All
            ? purposes
            : throw Malformed($"Choose at least one purpose.");

    private static RefusedException Malformed(Sentence why) => new(Refusal.Malformed, why);
}
