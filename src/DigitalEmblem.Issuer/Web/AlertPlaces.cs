using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Web;

/// <summary>The page on which people mend what an alert is about.</summary>
internal static class AlertPlaces
{
    /// <summary>Its path, and the words of the link.</summary>
    public static (string Path, Sentence Says) Of(Alert alert) => alert.Kind switch
    {
        AlertKind.EndorsementExpiring or AlertKind.RequestUnanswered => ("/requests", Sentence.Of($"To the endorsements")),
        AlertKind.CertificateExpiring or AlertKind.KeySuspended or AlertKind.CompromiseDeclared =>
            ("/identity", Sentence.Of($"To the keys")),
        AlertKind.AccessChanged => ("/people", Sentence.Of($"To the people")),
        AlertKind.NotPublished => ("/zones", Sentence.Of($"To the zones")),
        _ when DomainName.TryParse(alert.Subject, out DomainName? name) =>
            ($"/assets?name={Uri.EscapeDataString(name.ToString())}", Sentence.Of($"To the name")),
        _ => ("/assets", Sentence.Of($"To the names")),
    };
}
