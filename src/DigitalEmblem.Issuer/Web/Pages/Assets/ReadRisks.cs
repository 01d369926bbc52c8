using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Web.Pages.Assets;

/// <summary>The risks that a form was shown with, and that the person ticked as read.</summary>
internal static class ReadRisks
{
    /// <summary>Those that count: none without the tick, and none that the form was not shown with.</summary>
    /// <param name="shown">The kinds that the form was shown with.</param>
    /// <param name="read">The tick.</param>
    public static RiskKinds Of(string? shown, string? read) =>
        read == "yes" && Enum.TryParse(shown, out RiskKinds kinds) ? kinds : RiskKinds.None;
}
