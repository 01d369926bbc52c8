using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DigitalEmblem.Discovery;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Certificates;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Watching.Logs;

/// <summary>
/// The certificates that were asked for here: those that were imported, and those of the requests, by their public keys. A request is
/// stored before it is handed out, so that no certificate for it is in a log before.
/// </summary>
internal static class OwnCertificates
{
    /// <summary>Reads what is known now.</summary>
    public static async Task<KnownCertificates> FindAsync(IssuerContext database, CancellationToken cancellationToken)
    {
        List<OrganizationKey> roots = await database.Keys.Where(k => k.Use == KeyUse.Root && k.State != KeyState.Compromised)
            .ToListAsync(cancellationToken);
        var commitments = await database.Commitments.Select(c => new { c.RequestPem, c.ChainPem }).ToListAsync(cancellationToken);
        return KnownCertificates.Of(commitments.Select(c => c.ChainPem).OfType<string>().Select(GivenChain.CertificateOf), []).With(
            new KnownCertificates
            {
                PublicKeys = commitments.Select(c => c.RequestPem).Distinct().Select(KeyOf).ToHashSet(),
                RootKeys = roots.Select(k => VerificationKey.FromCoseKey(k.PublicKey))
                    .SelectMany(k => (string[])[k.CoseIdentifier.ToString(), k.JwkIdentifier.ToString()])
                    .ToHashSet(StringComparer.Ordinal),
            });
    }

    private static Sha256Digest KeyOf(string requestPem) => Sha256Digest.Of(
        CertificateRequest.LoadSigningRequestPem(requestPem, HashAlgorithmName.SHA256).PublicKey.ExportSubjectPublicKeyInfo());
}
