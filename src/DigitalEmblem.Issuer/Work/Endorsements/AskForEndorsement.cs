using System.Security.Cryptography;
using System.Text;
using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Keys;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Work.Endorsements;

/// <summary>Asks an authority to endorse a root key: the one in use, or one that is to take its place.</summary>
internal sealed class AskForEndorsement(IssuerStore store, ISigningKeys keys, TimeProvider clock)
{
    /// <summary>Makes a request that states no grounds, signed by the root key.</summary>
    public Task<(SentRequest? Request, PendingSigning? Pending)> RunAsync(
        Actor actor,
        OrganizationIdentifier authority,
        Purposes purposes,
        TimeSpan lifetime,
        string? contact,
        Guid? keyId,
        CancellationToken cancellationToken) => RunAsync(actor, authority, purposes, lifetime, contact, keyId, [], cancellationToken);

    /// <summary>Makes the request, signed by the root key.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="authority">The authority.</param>
    /// <param name="purposes">For what.</param>
    /// <param name="lifetime">For how long.</param>
    /// <param name="contact">Whom the authority can ask.</param>
    /// <param name="keyId">The root key, in use or pending; null for the one in use.</param>
    /// <param name="grounds">On what grounds the organization may show the sign, by purpose; empty to state none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The request; or, where the root key is elsewhere, what has to be signed there first.</returns>
    public async Task<(SentRequest? Request, PendingSigning? Pending)> RunAsync(
        Actor actor,
        OrganizationIdentifier authority,
        Purposes purposes,
        TimeSpan lifetime,
        string? contact,
        Guid? keyId,
        ValueList<Entitlement> grounds,
        CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.GetUtcNow();
        if (grounds.SelectMany(g => g.Validate(DateOnly.FromDateTime(now.UtcDateTime))).FirstOrDefault() is { } fault)
        {
            throw new RefusedException(Refusal.Malformed, Sentence.OfText(fault));
        }

        (OrganizationKey root, EndorsementTerms terms) = await store.ReadAsync(async d =>
        {
            (OrganizationIdentifier organization, OrganizationKey root, RootCommitment commitment) = await RootInUse.LoadAsync(
                d, keyId, cancellationToken);
            if (authority == organization)
            {
                throw new RefusedException(
                    Refusal.Malformed,
                    $"An organization cannot be its own authority: its root key endorses its other keys without a request.");
            }

            return (root, new EndorsementTerms
            {
                Issuer = organization,
                Authority = authority,
                Key = root.ToVerificationKey(),
                Log = commitment.Log(),
                Chain = BindingChain.Read(Encoding.UTF8.GetBytes(commitment.ChainPem!), "the binding certificate"),
                Purposes = purposes,
                AlsoInJws = commitment.Profiles.Has(TokenProfile.Jws) && purposes.Expressible(TokenProfile.Jws) != Purposes.None,
                Validity = Validity.IssuedAt(now, lifetime),
                MadeAt = now,
                Nonce = RandomNumberGenerator.GetBytes(EndorsementTerms.NonceLength),
                Contact = contact,
                Grounds = grounds,
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
