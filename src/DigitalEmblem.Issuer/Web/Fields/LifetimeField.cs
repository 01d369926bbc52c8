using System.Globalization;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Web.Fields;

/// <summary>How long emblems last, as people type it: in hours, or nothing for the service's setting.</summary>
internal static class LifetimeField
{
    /// <summary>The name of the field.</summary>
    public const string Name = "lifetime";

    private const int MostHours = 31 * 24;

    /// <summary>How to fill it in.</summary>
    public static Sentence Hint(TimeSpan setting) => Sentence.Of(
        $"In hours, 1 to {MostHours}. After a withdrawal, a kept copy of an emblem stays valid for up to this long. Empty: the setting "
            + $"of this service ({Math.Ceiling(setting.TotalHours)}).");

    /// <summary>What the field holds for a lifetime.</summary>
    public static string Show(TimeSpan? lifetime) =>
        lifetime is { } span ? Math.Ceiling(span.TotalHours).ToString(CultureInfo.InvariantCulture) : "";

    /// <summary>Reads it.</summary>
    /// <param name="typed">What was typed.</param>
    /// <param name="before">
    /// What stood there: a lifetime that is no whole number of hours stays as it is if its field was not changed.
    /// </param>
    /// <exception cref="RefusedException">It is no number of hours within the limits.</exception>
    public static TimeSpan? Read(string? typed, TimeSpan? before = null)
    {
        string text = typed?.Trim() ?? "";
        return text.Length == 0 ? null
            : text == Show(before) ? before
            : TimeSpan.FromHours(FormValues.Number(text, 1, MostHours));
    }
}
