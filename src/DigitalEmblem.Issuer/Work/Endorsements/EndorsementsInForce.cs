using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.Keys;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Endorsements;

/// <summary>Puts an endorsement of one of our keys into force, in place of the one before.</summary>
internal static class EndorsementsInForce
{
    /// <summary>Puts an endorsement by the root key into force, and the key it endorses into use.</summary>
    public static async Task<HeldEndorsement> TakeOwnAsync(
        Change change, Guid rootId, SignedEndorsement signed, CancellationToken cancellationToken)
    {
        Endorsement claims = signed.Claims;
        OrganizationKey root = await change.GetAsync<OrganizationKey>(rootId, null, cancellationToken);
        root.RequireActive(KeyUse.Root);
        await PermittedPurposes.RequireAsync(change, claims.Constraints.Purposes ?? Purposes.None, cancellationToken);
        string identifier = claims.EndorsedKey.ToString();
        if (claims.Validity.Expires <= change.Now)
        {
            throw new RefusedException(
                Refusal.NotVerified,
                $"The endorsement of key {identifier} expired at {claims.Validity.Expires:u}: endorse the key again, and answer the "
                    + $"request that comes of it.");
        }

        OrganizationKey key = await change.Database.Keys.SingleOrDefaultAsync(k => k.Identifier == identifier, cancellationToken)
            ?? throw new RefusedException(Refusal.NotFound, $"There is no key {identifier}.");
        key.RequireNotSuspended($"endorsed");
        if (key.State == KeyState.Pending)
        {
            foreach (OrganizationKey active in await change.Database.Keys.Where(k => k.Use == key.Use && k.State == KeyState.Active)
                .ToListAsync(cancellationToken))
            {
                await EndedKeys.RetireAsync(change, active, identifier, cancellationToken);
            }

            key.Activate();
        }
        else if (key.State != KeyState.Active)
        {
            throw new RefusedException(Refusal.WrongState, $"Key {identifier} is '{key.State}': it is not endorsed any more.");
        }

        return await TakeAsync(change, key, root, signed, root.ToVerificationKey(), null, cancellationToken);
    }

    /// <summary>Puts an authority's endorsement of a root key into force: the one in use, or one that is to take its place.</summary>
    public static async Task<HeldEndorsement> TakeExternalAsync(
        Change change,
        Guid rootId,
        SignedEndorsement signed,
        VerificationKey signer,
        string? chainPem,
        CancellationToken cancellationToken)
    {
        OrganizationKey root = await change.GetAsync<OrganizationKey>(rootId, null, cancellationToken);
        root.RequireEndorsableRoot();
        byte[] bytes = signed.Token;
        if (await change.Database.Endorsements.FirstOrDefaultAsync(
            e => e.KeyId == rootId && e.State == EndorsementState.Current && e.Token == bytes, cancellationToken) is { } there
            && (signed.JwsToken is null || there.JwsToken is not null))
        {
            // The same endorsement came twice, or two instances fetched it. It answers no request that was made since.
            return there;
        }

        foreach (SentRequest request in await change.Database.SentRequests
            .Where(q => q.KeyId == rootId && q.Authority == signed.Claims.Issuer && q.State == RequestState.Asked)
            .ToListAsync(cancellationToken))
        {
            request.Receive();
        }

        return await TakeAsync(change, root, null, signed, signer, chainPem, cancellationToken);
    }

    private static async Task<HeldEndorsement> TakeAsync(
        Change change,
        OrganizationKey key,
        OrganizationKey? signer,
        SignedEndorsement signed,
        VerificationKey signerKey,
        string? chainPem,
        CancellationToken cancellationToken)
    {
        Endorsement claims = signed.Claims;
        RequireAgreement(key, signed);
        foreach (HeldEndorsement older in (await change.Database.Endorsements
            .Where(e => e.KeyId == key.Id && e.Issuer == claims.Issuer! && e.State == EndorsementState.Current)
            .ToListAsync(cancellationToken)).Where(e => e.State == EndorsementState.Current))
        {
            older.RefuseOlder(claims, change.Now);
            older.Supersede();
        }

        var held = HeldEndorsement.Take(key, signer, signed, signerKey, chainPem, change.Now);
        change.Database.Add(held);
        foreach ((TokenProfile profile, byte[] token) in signed.Tokens)
        {
            change.JournalToken(
                "endorsement.taken",
                key.Identifier,
                token,
                claims.Validity,
                new JsonObject
                {
                    ["issuer"] = claims.Issuer!.ToString(),
                    ["purposes"] = held.Purposes.ToString(),
                    ["profile"] = profile.ToString(),
                });
        }

        if (signer is not null)
        {
            // The answer to an older request would be refused. A roll's is not: its endorsements replace those of another root key.
            await OpenSignings.CloseAsync(
                change,
                s => s.RollWithout is null && s.ToRequest().Items.Any(
                    i => i.Token is Endorsement e && e.EndorsedKey == claims.EndorsedKey && held.IsNewerThan(e, change.Now)),
                $"A newer endorsement of key {key.Identifier} is in force. If you need another one, endorse the key again.",
                cancellationToken);
        }

        if (key.State == KeyState.Active)
        {
            // The other items of all sets have changed. Each set is then replaced in one step.
            await RefreshEmblems.AskAsync(change, cancellationToken);
        }

        return held;
    }

    /// <summary>Refuses a token of the JWS profile that says something else than that of the CWT profile.</summary>
    private static void RequireAgreement(OrganizationKey key, SignedEndorsement signed)
    {
        if (!signed.Agrees(key.ToVerificationKey()))
        {
            throw new RefusedException(
                Refusal.NotVerified,
                $"The endorsement of key {key.Identifier} says something else in the JWS profile than in the CWT profile: "
                    + $"ask for it anew.");
        }
    }
}
