using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Keys;

/// <summary>
/// The commitment to a root key that counts: of the complete ones, the one that was completed last. A key has several once its certificate
/// was renewed, and one that is asked for and not complete beside them.
/// </summary>
internal static class CommitmentInUse
{
    /// <summary>Finds it; null if no commitment to the key is complete.</summary>
    public static Task<RootCommitment?> FindAsync(IssuerContext database, Guid keyId, CancellationToken cancellationToken) =>
        database.Commitments.Where(c => c.KeyId == keyId && c.LogJson != null)
            .OrderByDescending(c => c.CompletedAt).ThenByDescending(c => c.Id).FirstOrDefaultAsync(cancellationToken);

    /// <summary>Finds the request that waits for its certificate chain; null if none does.</summary>
    public static Task<RootCommitment?> FindOpenAsync(IssuerContext database, Guid keyId, CancellationToken cancellationToken) =>
        database.Commitments.Where(c => c.KeyId == keyId && c.LogJson == null)
            .OrderByDescending(c => c.RequestedAt).ThenByDescending(c => c.Id).FirstOrDefaultAsync(cancellationToken);
}
