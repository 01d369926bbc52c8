using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Endorsements;
using DigitalEmblem.Issuer.Work.Keys;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Authority;

/// <summary>Signs the endorsement that two people have approved.</summary>
internal sealed class EndorseApplicant(IssuerStore store, ISigningKeys keys, TimeProvider clock)
{
    /// <summary>Signs it, and enters it into the register.</summary>
    /// <returns>The endorsement; or the request that has to be signed on the machine where the root key is.</returns>
    public Task<(GivenEndorsement? Given, PendingSigning? Pending)> RunAsync(
        Actor actor, Guid id, CancellationToken cancellationToken) => RunAsync(actor, id, null, cancellationToken);

    /// <summary>Signs it as it was seen: the terms may be others since.</summary>
    /// <param name="actor">Who.</param>
    /// <param name="id">The application.</param>
    /// <param name="seen">The version of it that the person saw; null for any.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The endorsement; or the request that has to be signed on the machine where the root key is.</returns>
    public async Task<(GivenEndorsement? Given, PendingSigning? Pending)> RunAsync(
        Actor actor, Guid id, Guid? seen, CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.GetUtcNow();
        (OrganizationKey root, PlannedEndorsement planned) = await store.ReadAsync(async d =>
        {
            Application application = await d.Applications.SingleOrDefaultAsync(a => a.Id == id, cancellationToken)
                ?? throw new RefusedException(Refusal.NotFound, $"There is no application {id}.");
            if (seen is not null && seen != application.Version)
            {
                throw new RefusedException(
                    Refusal.Conflict,
                    $"{EntityWords.Of(typeof(Application))} {id} was changed by someone else meanwhile: read it again, and decide again.");
            }

            if (application.State != ApplicationState.Approved)
            {
                throw new RefusedException(
                    Refusal.WrongState,
                    $"The application of {application.Issuer} is '{application.State}': two people have to approve it first.");
            }

            (OrganizationIdentifier organization, OrganizationKey key, RootCommitment commitment) = await RootInUse.LoadAsync(
                d, cancellationToken);
            EndorsementRequest request = VerifiedRequest.Of(application);
            // The approved term from a little before now, cut to the term that was asked for.
            Validity asked = request.Terms.Validity;
            Validity granted = Refusing.Malformed(() => Validity.IssuedAt(now, application.TermsLifetime!.Value));
            DateTimeOffset start = granted.NotBefore > asked.NotBefore ? granted.NotBefore : asked.NotBefore;
            DateTimeOffset end = new[] { start + granted.Lifetime, asked.Expires }.Min();
            Endorsement claims = Refusing.Malformed(
                () => request.ToEndorsement(
                    organization, commitment.Log(), Validity.From(start, end - start), application.TermsPurposes!.Value) with
                {
                    IssuedAt = now,
                });
            bool jws = request.Terms.AlsoInJws && commitment.Profiles.Has(TokenProfile.Jws);
            return (key, PlannedEndorsement.Of(claims, request.Terms.Key, jws ? MarkProfiles.Both : MarkProfiles.Cwt));
        });
        if (root.Custody == KeyCustody.Offline)
        {
            return (null, await store.ChangeAsync(
                actor, change => NewSigning.AddAsync(change, root, [.. planned.ToItems()], cancellationToken), cancellationToken));
        }

        SignedEndorsement signed = await keys.UseAsync(root, planned.Sign, cancellationToken);
        return (
            await store.ChangeAsync(
                actor, change => EndorsementRegister.AddAsync(change, root.Id, signed, cancellationToken), cancellationToken),
            null);
    }
}
