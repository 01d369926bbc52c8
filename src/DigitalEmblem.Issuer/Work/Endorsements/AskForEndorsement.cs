using System.Security.Cryptography;
using System.Text;
using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Keys;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Endorsements;

/// <summary>Asks an authority to endorse the root key.</summary>
internal sealed class AskForEndorsement(IssuerStore store, ISigningKeys keys, TimeProvider clock)
{
    /// <summary>Makes the request, signed by the root key.</summary>
    /// <returns>The request; or, where the root key is elsewhere, what has to be signed there first.</returns>
    public async Task<(SentRequest? Request, PendingSigning? Pending)> RunAsync(
        string actor,
        OrganizationIdentifier authority,
        Purposes purposes,
        TimeSpan lifetime,
        string? contact,
        CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.GetUtcNow();
        (OrganizationKey root, EndorsementTerms terms) = await store.ReadAsync(async d =>
        {
            (OrganizationIdentifier organization, OrganizationKey root, ValueList<CommitmentEntry> log) = await RootInUse.LoadAsync(
                d, cancellationToken);
            if (authority == organization)
            {
                throw new RefusedException(
                    Refusal.Malformed,
                    "An organization cannot be its own authority: its root key endorses its other keys without a request.");
            }

            RootCommitment commitment = await d.Commitments.SingleAsync(c => c.KeyId == root.Id && c.LogJson != null, cancellationToken);
            return (root, new EndorsementTerms
            {
                Issuer = organization,
                Authority = authority,
                Key = root.ToVerificationKey(),
                Log = log,
                Chain = BindingChain.Read(Encoding.UTF8.GetBytes(commitment.ChainPem!), "the binding certificate"),
                Purposes = purposes,
                Validity = Validity.IssuedAt(now, lifetime),
                MadeAt = now,
                Nonce = RandomNumberGenerator.GetBytes(EndorsementTerms.NonceLength),
                Contact = contact,
            });
        });
        if (root.Custody == KeyCustody.Offline)
        {
            return (null, await store.ChangeAsync(
                actor, change => NewSigning.AddAsync(change, root, [SigningItem.Of(terms)], cancellationToken), cancellationToken));
        }

        byte[] request = await keys.UseAsync(
            root, k => Refusing.Malformed(() => EndorsementRequest.Sign(terms, k).ToBytes()), cancellationToken);
        return (
            await store.ChangeAsync(
                actor, change => NewRequest.AddAsync(change, root.Id, authority, request, cancellationToken), cancellationToken),
            null);
    }
}
