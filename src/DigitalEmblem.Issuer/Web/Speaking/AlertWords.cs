using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Watching;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Web.Speaking;

/// <summary>What the pages say of alerts.</summary>
internal static class AlertWords
{
    /// <summary>What an alert is about, in a few words.</summary>
    public static Sentence Of(AlertKind kind) => kind switch
    {
        AlertKind.Missing => Sentence.Of($"A marked name shows no emblem"),
        AlertKind.Altered => Sentence.Of($"A marked name shows another set than ours"),
        AlertKind.UnknownEmblem => Sentence.Of($"A name shows an emblem that is not ours"),
        AlertKind.WithdrawnIsThere => Sentence.Of($"A withdrawn emblem is in the DNS again"),
        AlertKind.NotAccepted => Sentence.Of($"An emblem of ours does not hold"),
        AlertKind.NotPublished => Sentence.Of($"Records are not in the DNS as they should be"),
        AlertKind.NotRenewed => Sentence.Of($"An emblem was not renewed in time"),
        AlertKind.DeclarationEnding => Sentence.Of($"A declaration ends"),
        AlertKind.ControlNotShown => Sentence.Of($"Control of a zone was not shown again"),
        AlertKind.EndorsementExpiring => Sentence.Of($"An endorsement ends"),
        AlertKind.CertificateExpiring => Sentence.Of($"A binding certificate ends"),
        AlertKind.RequestUnanswered => Sentence.Of($"An authority has not answered"),
        AlertKind.ProfileMissing => Sentence.Of($"An emblem could not be signed in a profile"),
        AlertKind.CouldNotLook => Sentence.Of($"A name could not be looked at"),
        AlertKind.KeySuspended => Sentence.Of($"A key is suspended"),
        AlertKind.CompromiseDeclared => Sentence.Of($"A key is declared compromised"),
        AlertKind.AccessChanged => Sentence.Of($"Access of a person has changed"),
        AlertKind.ApplicationWaits => Sentence.Of($"An application waits"),
        AlertKind.SigningWaits => Sentence.Of($"A request to sign waits"),
        AlertKind.AccessWaits => Sentence.Of($"Access to approve waits for an approver"),
        AlertKind.CompromiseWaits => Sentence.Of($"A compromise waits for people"),
        AlertKind.UnknownCertificate => Sentence.Of($"A certificate for our name was not asked for here"),
        AlertKind.LookAlikeCertificate => Sentence.Of($"A certificate for a name that looks like ours"),
        AlertKind.LogLags => Sentence.Of($"A log could not be followed"),
        AlertKind.LogForked => Sentence.Of($"A log contradicts itself"),
        AlertKind.HeadNotSent => Sentence.Of($"The head of the journal could not be sent"),
        AlertKind.MarkWaits => Sentence.Of($"Marking waits for a second officer"),
        _ => Sentence.Of($"Something needs a look"),
    };

    /// <summary>Whether a person has to do something at once, so that its style is that of a fault.</summary>
    public static bool IsGrave(AlertKind kind) => kind is AlertKind.Missing or AlertKind.Altered or AlertKind.UnknownEmblem
        or AlertKind.WithdrawnIsThere or AlertKind.NotAccepted or AlertKind.NotPublished or AlertKind.NotRenewed
        or AlertKind.CompromiseDeclared or AlertKind.CompromiseWaits or AlertKind.UnknownCertificate or AlertKind.LogForked;

    /// <summary>Who was told, and how.</summary>
    public static Sentence Of(AlertTelling telling) => telling switch
    {
        { DeliveredAt: { } at } => Sentence.Of($"{Channel(telling.Channel)}, {at}"),
        { GivenUpAt: { } at } => Sentence.Of($"{Channel(telling.Channel)}: given up at {at}, because it could not be delivered"),
        _ => Sentence.Of($"{Channel(telling.Channel)}: not delivered yet"),
    };

    private static Sentence Channel(NoticeChannel channel) => channel switch
    {
        NoticeChannel.Mail => Sentence.Of($"the mail address of the settings"),
        NoticeChannel.Webhook => Sentence.Of($"the program of the settings (webhook)"),
        _ => Sentence.Of($"the log of the service"),
    };
}
