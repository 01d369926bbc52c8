using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Keys;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Endorsements;

/// <summary>The root key in use, and its commitment, whose <c>log</c> entries its endorsements must have.</summary>
internal static class RootInUse
{
    /// <summary>Reads it; refuses if there is none.</summary>
    public static async Task<(OrganizationIdentifier Organization, OrganizationKey Root, RootCommitment Commitment)> LoadAsync(
        IssuerContext database, CancellationToken cancellationToken)
    {
        // A root key is taken into use only where no other is, or by a roll, which retires the other: there is one at most.
        OrganizationKey root = await database.Keys.SingleOrDefaultAsync(
            k => k.Use == KeyUse.Root && k.State == KeyState.Active, cancellationToken)
            ?? throw new RefusedException(
                Refusal.NotReady, $"There is no root key in use: make one, and commit to it (certificate request, then chain).");
        return await LoadAsync(database, root, cancellationToken);
    }

    /// <summary>Reads a root key that authorities are to endorse: the one that is named, in use or pending; else the one in use.</summary>
    public static async Task<(OrganizationIdentifier Organization, OrganizationKey Root, RootCommitment Commitment)> LoadAsync(
        IssuerContext database, Guid? keyId, CancellationToken cancellationToken)
    {
        if (keyId is not { } id)
        {
            return await LoadAsync(database, cancellationToken);
        }

        OrganizationKey root = await database.Keys.SingleOrDefaultAsync(k => k.Id == id, cancellationToken)
            ?? throw new RefusedException(Refusal.NotFound, $"There is no key {id}.");
        root.RequireEndorsableRoot();
        return await LoadAsync(database, root, cancellationToken);
    }

    private static async Task<(OrganizationIdentifier Organization, OrganizationKey Root, RootCommitment Commitment)> LoadAsync(
        IssuerContext database, OrganizationKey root, CancellationToken cancellationToken)
    {
        // The organization is set up once (SetUpOrganization), so there is one row at most.
        Organization organization = await database.Organizations.SingleOrDefaultAsync(cancellationToken)
            ?? throw new RefusedException(Refusal.NotReady, $"No organization is set up here yet.");
        return (
            organization.Identifier,
            root,
            await CommitmentInUse.FindAsync(database, root.Id, cancellationToken)
                ?? throw new RefusedException(
                    Refusal.NotReady, $"Root key {root.Identifier} is not committed to yet: import its certificate chain first."));
    }
}
