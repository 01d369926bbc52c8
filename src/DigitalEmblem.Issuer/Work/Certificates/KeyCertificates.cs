using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Work.Certificates;

/// <summary>The certificates of a root key, and what comes next.</summary>
/// <param name="Key">The root key.</param>
/// <param name="RootInUse">The root key in use; null if none is.</param>
/// <param name="Request">
/// The request for its certificate: the one that waits, or that of the certificate in use; null if none was made.
/// </param>
/// <param name="Certificates">Its certificates, the newest first, up to <see cref="ListCertificates.MostCertificates"/>.</param>
/// <param name="Older">How many older ones there are beside these.</param>
/// <param name="LastChallenge">
/// When a program last had a challenge for one of its names put into the zone (issuer acme present); null if none ever did.
/// </param>
/// <param name="LastImport">When a certificate last came by the command (issuer commitment import); null if none ever did.</param>
internal sealed record KeyCertificates(
    OrganizationKey Key,
    OrganizationKey? RootInUse,
    RootCommitment? Request,
    IReadOnlyList<CertificateFacts> Certificates,
    int Older,
    DateTimeOffset? LastChallenge,
    DateTimeOffset? LastImport)
{
    private const string Renew = "systemctl start emblem-certificate.service";
    private const string Import = "issuer commitment import fullchain.pem";

    /// <summary>The certificate in use; null if none is.</summary>
    public CertificateFacts? InUse => Certificates.Count > 0 ? Certificates[0] : null;

    /// <summary>Whether a request waits for its certificate.</summary>
    public bool Waits => Request is { IsComplete: false };

    /// <summary>Whether the certificate in use lasts longer than <see cref="CertificateEnd.UsualDays"/> days; null without one.</summary>
    public bool? Lasts => InUse is { } certificate ? certificate.State == CertificateState.InUse : null;

    /// <summary>How it stands.</summary>
    public BindingState State => InUse?.State switch
    {
        null => Request is null ? BindingState.None : BindingState.Requested,
        CertificateState.EndingSoon => BindingState.EndingSoon,
        CertificateState.Ended => BindingState.Ended,
        _ => BindingState.Bound,
    };

    /// <summary>What is missing, each in a sentence; none of a key that has ended.</summary>
    public IReadOnlyList<Sentence> Missing => Key.IsAlive ? [.. MissingNow()] : [];

    /// <summary>What a person does next, in this order; none if nothing is to be done.</summary>
    public IReadOnlyList<CertificateStep> Steps => Key.IsAlive ? [.. StepsNow()] : [];

    private IEnumerable<Sentence> MissingNow()
    {
        switch (State)
        {
            case BindingState.None:
                yield return Sentence.Of($"No certificate was asked for, so nothing shows others that this key is yours.");
                break;
            case BindingState.Requested:
                yield return Sentence.Of($"A certificate was asked for, and none is here yet.");
                break;
            case BindingState.EndingSoon:
                yield return Sentence.Of(
                    $"The certificate ends at {InUse!.NotAfter}, and no newer one is here. The commitment outlives it, since it stands in "
                        + $"the logs, but those who check may ask for a newer one.");
                break;
            case BindingState.Ended:
                yield return Sentence.Of(
                    $"The certificate ended at {InUse!.NotAfter}, and no newer one is here. The commitment outlives it, since it stands in "
                        + $"the logs, but those who check may refuse it.");
                break;
        }

        foreach (string name in InUse?.MissingNames ?? [])
        {
            yield return Sentence.Of($"The certificate does not name {new Verbatim(name)}. Order it anew with all names of the request.");
        }
    }

    private IEnumerable<CertificateStep> StepsNow()
    {
        if (Request is null)
        {
            yield return new(
                $"An administrator makes the certificate request, on the page Certificates or by the command. It makes nothing public yet.",
                $"issuer commitment request --key {Key.Identifier}");
            yield break;
        }

        if (Waits || Missing.Count > 0)
        {
            yield return new(
                $"Have the certificate issued. Where lego is set up on the machine of the service, this command orders it and brings it "
                    + $"here:",
                Renew);
            yield return new(
                $"Otherwise, have it issued for the request by an authority that logs its certificates. An administrator then brings the "
                    + $"chain, on the page Certificates or by the command:",
                Import);
        }

        if (InUse is not null && Key is { State: KeyState.Pending, SuspendedAt: null } && RootInUse is not null)
        {
            yield return new($"This key has its certificate. Roll the root key to it on the page of the key.", null);
        }
    }
}
