using DigitalEmblem.Issuer.Work.Certificates;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Web.Speaking;

/// <summary>What the pages say of certificates that bind root keys.</summary>
internal static class CertificateWords
{
    /// <summary>How it stands with the certificate of a key, in some words.</summary>
    public static Sentence Of(BindingState state) => state switch
    {
        BindingState.None => Sentence.Of($"no certificate"),
        BindingState.Requested => Sentence.Of($"asked for"),
        BindingState.Bound => Sentence.Of($"binds the key"),
        BindingState.EndingSoon => Sentence.Of($"ends soon"),
        _ => Sentence.Of($"has expired"),
    };

    /// <summary>The class of the mark before it.</summary>
    public static string Shade(BindingState state) => state switch
    {
        BindingState.Bound => "good",
        BindingState.Ended => "bad",
        _ => "warn",
    };

    /// <summary>How a certificate stands, in some words.</summary>
    public static Sentence Of(CertificateState state) => state switch
    {
        CertificateState.InUse => Sentence.Of($"in use now"),
        CertificateState.EndingSoon => Sentence.Of($"ends soon"),
        CertificateState.Ended => Sentence.Of($"has expired"),
        _ => Sentence.Of($"replaced by a newer one"),
    };

    /// <summary>The class of the mark before it.</summary>
    public static string Shade(CertificateState state) => state switch
    {
        CertificateState.InUse => "good",
        CertificateState.EndingSoon => "warn",
        CertificateState.Ended => "bad",
        _ => "",
    };

    /// <summary>Whether a certificate lasts long enough, as the command "issuer commitment lasts" answers.</summary>
    public static Sentence Lasts(bool lasts) => lasts
        ? Sentence.Counting(CertificateEnd.UsualDays, $"yes, for more than {CertificateEnd.UsualDays} days")
        : Sentence.Counting(CertificateEnd.UsualDays, $"no, not for {CertificateEnd.UsualDays} days more");

    /// <summary>The log, and when it promised to show the certificate.</summary>
    public static Sentence Of(LogPlace place) => place.PromisedAt is { } at
        ? Sentence.Of($"{new Verbatim(place.Called)}, promised at {at}")
        : Sentence.Of($"{new Verbatim(place.Called)}, to which this service submitted it");

    /// <summary>Whether a log was seen to show the certificate.</summary>
    public static Sentence Seen(CertificateFacts certificate) => certificate.SeenAt is { } at
        ? Sentence.Of($"at {at}")
        : Sentence.Of($"not yet: the logs have promised to show it, and this service has not looked for it there");

    /// <summary>What is known of programs that renew it: what they did here, and never that a timer runs.</summary>
    public static IEnumerable<Sentence> Renewing(KeyCertificates certificates)
    {
        yield return certificates.LastChallenge is { } challenged
            ? Sentence.Of($"A program that orders certificates last put a challenge for this key into your zone at {challenged}.")
            : Sentence.Of($"No program that orders certificates has put a challenge for this key into your zone yet.");
        yield return certificates.LastImport is { } imported
            ? Sentence.Of($"A certificate of this key last came by the command at {imported}.")
            : Sentence.Of($"No certificate of this key has come by the command yet.");
        yield return Sentence.Of(
            $"Whether the daily timer runs is not known here. This shows it, on the machine of the service:");
    }
}
