using System.Security.Cryptography.X509Certificates;
using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Work.Certificates;

/// <summary>A certificate that binds a root key, as people look at it.</summary>
/// <param name="State">How it stands.</param>
/// <param name="Serial">Its serial number, in hexadecimal digits.</param>
/// <param name="Issuer">The certificate authority.</param>
/// <param name="NotBefore">The first instant at which it is valid.</param>
/// <param name="NotAfter">The last instant at which it is valid.</param>
/// <param name="Names">The DNS names that it holds.</param>
/// <param name="MissingNames">The names that it should hold and does not.</param>
/// <param name="Logs">The logs that it stands in.</param>
/// <param name="TakenAt">When it was taken here, after its names, its path and its logs were checked.</param>
/// <param name="SeenAt">
/// When a log was seen to show it; null if that was not looked for, because the logs' promises inside (SCT) were enough.
/// </param>
internal sealed record CertificateFacts(
    CertificateState State,
    string Serial,
    string Issuer,
    DateTimeOffset NotBefore,
    DateTimeOffset NotAfter,
    IReadOnlyList<string> Names,
    IReadOnlyList<string> MissingNames,
    IReadOnlyList<LogPlace> Logs,
    DateTimeOffset TakenAt,
    DateTimeOffset? SeenAt)
{
    /// <summary>Reads them from a commitment that is complete.</summary>
    /// <param name="commitment">The commitment.</param>
    /// <param name="isInUse">Whether it is the newest one of its key.</param>
    /// <param name="wanted">The names that the certificate should hold.</param>
    /// <param name="logs">The logs that are known; null for none.</param>
    /// <param name="now">The present instant.</param>
    public static CertificateFacts Of(
        RootCommitment commitment, bool isInUse, IReadOnlyList<string> wanted, LogList? logs, DateTimeOffset now)
    {
        BindingChain chain = GivenChain.Read(commitment.ChainPem!);
        using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(chain.Certificates[0].Span);
        DateTimeOffset takenAt = commitment.CompletedAt!.Value;
        return new CertificateFacts(
            !isInUse ? CertificateState.Replaced : StateOf(chain.NotAfter, now),
            certificate.SerialNumber,
            certificate.Issuer,
            chain.NotBefore,
            chain.NotAfter,
            chain.DnsNames,
            [.. wanted.Except(chain.DnsNames, StringComparer.OrdinalIgnoreCase)],
            LogPlace.Of(commitment.Log(), chain, logs),
            takenAt,
            // Without promises inside, it is taken only once a log has shown it.
            chain.Scts.Count == 0 ? takenAt : null);
    }

    private static CertificateState StateOf(DateTimeOffset end, DateTimeOffset now) => end <= now ? CertificateState.Ended
        : CertificateEnd.Lasts(end, CertificateEnd.UsualDays, now) ? CertificateState.InUse
        : CertificateState.EndingSoon;
}
