using System.Text;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Authority;

/// <summary>The answer to an applicant.</summary>
internal sealed class AnswerApplicant(IssuerStore store)
{
    /// <summary>
    /// The endorsement and the key that verifies it, the same endorsement in the JWS profile if it was given in it, and the certificates
    /// that bind the key to this authority.
    /// </summary>
    public Task<(byte[] Bundle, string? Jws, string? ChainPem)> RunAsync(Guid applicationId, CancellationToken cancellationToken) =>
        store.ReadAsync(async d =>
        {
            GivenEndorsement given = await d.Register.OrderByDescending(g => g.Id)
                .FirstOrDefaultAsync(g => g.ApplicationId == applicationId, cancellationToken)
                ?? throw new RefusedException(Refusal.NotFound, $"Nothing was endorsed on this application yet: see its state.");
            if (given.RevokedSince is { } since)
            {
                throw new RefusedException(
                    Refusal.WrongState,
                    $"The endorsement was revoked at {since:u}, and is not given out: see the note of the application.");
            }

            OrganizationKey signer = await d.Keys.SingleAsync(k => k.Id == given.SignerKeyId, cancellationToken);
            // The chain that the endorsement's log entries are of: the certificate may have been renewed since.
            ValueList<CommitmentEntry> log = Cwt.Read(given.Token).Claims is Endorsement claims ? claims.Log : [];
            List<RootCommitment> complete = await d.Commitments.Where(c => c.KeyId == signer.Id && c.LogJson != null)
                .OrderByDescending(c => c.CompletedAt).ThenByDescending(c => c.Id).ToListAsync(cancellationToken);
            RootCommitment? commitment = complete.FirstOrDefault(c => c.Log().Equals(log)) ?? complete.FirstOrDefault();
            return (
                TokenBundle.Write([given.Token, signer.PublicKey]),
                given.JwsToken is { } jws ? Encoding.ASCII.GetString(jws) : null,
                commitment?.ChainPem);
        });
}
