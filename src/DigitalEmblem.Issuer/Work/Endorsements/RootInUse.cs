using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Endorsements;

/// <summary>The root key in use, and the <c>log</c> entries that its endorsements must have.</summary>
internal static class RootInUse
{
    /// <summary>Reads it; refuses if there is none.</summary>
    public static async Task<(OrganizationIdentifier Organization, OrganizationKey Root, ValueList<CommitmentEntry> Log)> LoadAsync(
        IssuerContext database, CancellationToken cancellationToken)
    {
        Organization organization = await database.Organizations.SingleOrDefaultAsync(cancellationToken)
            ?? throw new RefusedException(Refusal.NotReady, "No organization is set up here yet.");
        OrganizationKey root = await database.Keys.SingleOrDefaultAsync(
            k => k.Use == KeyUse.Root && k.State == KeyState.Active, cancellationToken)
            ?? throw new RefusedException(
                Refusal.NotReady, "There is no root key in use: make one, and commit to it (certificate request, then chain).");
        RootCommitment commitment = await database.Commitments.SingleAsync(c => c.KeyId == root.Id && c.LogJson != null, cancellationToken);
        return (organization.Identifier, root, commitment.Log());
    }
}
