using DigitalEmblem.Data;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Web;

/// <summary>The page on which people mend what an alert is about.</summary>
internal static class AlertPlaces
{
    /// <summary>Its path, and the words of the link.</summary>
    public static (string Path, Sentence Says) Of(Alert alert) => alert.Kind switch
    {
        AlertKind.EndorsementExpiring => ("/endorsements", Sentence.Of($"To the endorsements")),
        AlertKind.RequestUnanswered => ("/requests", Sentence.Of($"To the requests")),
        AlertKind.CertificateExpiring or AlertKind.KeySuspended or AlertKind.UnknownCertificate or AlertKind.LookAlikeCertificate
            or AlertKind.LogLags or AlertKind.LogForked => ("/identity", Sentence.Of($"To the keys")),
        AlertKind.CompromiseDeclared or AlertKind.CompromiseWaits => ("/compromises", Sentence.Of($"To the compromises")),
        AlertKind.ApplicationWaits => ("/desk", Sentence.Of($"To the desk")),
        AlertKind.SigningWaits => ("/signings", Sentence.Of($"To the requests to sign")),
        AlertKind.AccessChanged or AlertKind.AccessWaits => ("/people", Sentence.Of($"To the people")),
        AlertKind.MarkWaits => ("/mark-proposals", Sentence.Of($"To the proposals to mark")),
        AlertKind.HeadNotSent => ("/journal", Sentence.Of($"To the journal")),
        AlertKind.NotPublished => ("/zones", Sentence.Of($"To the zones")),
        _ when DataRoot.TryParse(alert.Subject, out DataRoot? root) => ($"/data/{root}", Sentence.Of($"Marked data")),
        _ when DomainName.TryParse(alert.Subject, out DomainName? name) =>
            ($"/assets?name={Uri.EscapeDataString(name.ToString())}", Sentence.Of($"To the name")),
        _ => ("/assets", Sentence.Of($"To the names")),
    };
}
