using System.Security.Cryptography.X509Certificates;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Certificates;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Keys;

/// <summary>
/// A certificate that binds a root key to the organization, and is to be revoked if the key is compromised (decisions.md, 32).
/// </summary>
/// <param name="Serial">Its serial number, in hexadecimal digits.</param>
/// <param name="Issuer">The certificate authority.</param>
/// <param name="Expires">When it expires.</param>
/// <param name="Logs">The logs that have it, by their identifiers.</param>
/// <param name="Next">How it is revoked.</param>
internal sealed record BoundCertificate(string Serial, string Issuer, DateTimeOffset Expires, IReadOnlyList<string> Logs, string Next)
{
    /// <summary>Those of a key that have not expired; none of a key that is no root key.</summary>
    public static async Task<IReadOnlyList<BoundCertificate>> OfAsync(
        IssuerContext database, Guid keyId, DateTimeOffset at, CancellationToken cancellationToken) =>
        [
            .. (await database.Commitments.Where(c => c.KeyId == keyId && c.LogJson != null).OrderBy(c => c.CompletedAt)
                .ToListAsync(cancellationToken)).Select(Of).Where(c => c.Expires > at),
        ];

    private static BoundCertificate Of(RootCommitment commitment)
    {
        using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(
            GivenChain.CertificateOf(commitment.ChainPem!).Span);
        string serial = certificate.SerialNumber;
        return new BoundCertificate(
            serial,
            certificate.Issuer,
            new DateTimeOffset(certificate.NotAfter.ToUniversalTime()),
            [.. commitment.Log().Select(e => e.ToString() ?? "")],
            "Have it revoked, with reason keyCompromise, through the account at the certificate authority that ordered it (with an ACME "
                + $"client: certbot revoke --reason keycompromise --cert-path FILE, or name serial {serial}). The chain is under "
                + $"keys/{commitment.KeyId}/commitment. Then note it here (certificate-revoked).");
    }
}
