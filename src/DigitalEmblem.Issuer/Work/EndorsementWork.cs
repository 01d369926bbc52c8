using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work;

/// <summary>Endorsements of this organization's keys: by its own root key, and by authorities.</summary>
internal sealed class EndorsementWork(IssuerStore store, ISigningKeys keys, CommitmentJudging judging, IssuingOptions options, TimeProvider clock)
{
    /// <summary>Has the root key endorse a key of the organization. The endorsed key takes the place of the one in use, in one step, and all emblems are issued anew.</summary>
    /// <returns>The endorsement; or the request that has to be signed on the machine where the root key is.</returns>
    public async Task<(HeldEndorsement? Endorsement, PendingSigning? Pending)> EndorseAsync(string actor, Guid keyId, Purposes purposes, CancellationToken cancellation)
    {
        DateTimeOffset now = clock.GetUtcNow();
        (OrganizationKey root, Endorsement claims) = await store.ReadAsync(async d =>
        {
            (OrganizationIdentifier organization, OrganizationKey root, ValueList<CommitmentEntry> log) = await RootAsync(d, cancellation);
            OrganizationKey key = await d.Keys.SingleOrDefaultAsync(k => k.Id == keyId, cancellation) ?? throw new RefusedException(Refusal.NotFound, $"There is no key {keyId}.");
            if (key.Use == KeyUse.Root || key.State is KeyState.Retired or KeyState.Compromised)
            {
                throw new RefusedException(Refusal.WrongState, $"Key {key.Identifier} is a {key.Use} key and '{key.State}': the root key endorses emblem and intermediate keys that are pending or in use.");
            }

            return (root, new Endorsement
            {
                Issuer = organization,
                Subject = organization,
                EndorsedKey = KeyIdentifier.Parse(key.Identifier),
                MayEndorse = key.Use == KeyUse.Intermediate,
                Constraints = new EmblemConstraints { Purposes = purposes },
                Log = log,
                Validity = Validity.IssuedAt(now, options.EndorsementLifetime),
                IssuedAt = now,
            });
        });
        if (root.Custody == KeyCustody.Offline)
        {
            return (null, await AskToSignAsync(actor, root, SigningItem.Of(claims), cancellation));
        }

        byte[] token = await keys.UseAsync(root, k => Sign(claims, k), cancellation);
        return (await store.ChangeAsync(actor, change => TakeOwnAsync(change, root.Id, claims, token, cancellation), cancellation), null);
    }

    /// <summary>Asks an authority to endorse the root key.</summary>
    /// <returns>The request; or, where the root key is elsewhere, what has to be signed there first.</returns>
    public async Task<(EndorsementQuest? Quest, PendingSigning? Pending)> AskAsync(string actor, OrganizationIdentifier authority, Purposes purposes, TimeSpan lifetime, string? contact, CancellationToken cancellation)
    {
        DateTimeOffset now = clock.GetUtcNow();
        (OrganizationKey root, EndorsementTerms terms) = await store.ReadAsync(async d =>
        {
            (OrganizationIdentifier organization, OrganizationKey root, ValueList<CommitmentEntry> log) = await RootAsync(d, cancellation);
            if (authority == organization)
            {
                throw new RefusedException(Refusal.Malformed, "An organization cannot be its own authority: its root key endorses its other keys without a request.");
            }

            RootCommitment commitment = await d.Commitments.SingleAsync(c => c.KeyId == root.Id && c.LogJson != null, cancellation);
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
            return (null, await AskToSignAsync(actor, root, SigningItem.Of(terms), cancellation));
        }

        byte[] request = await keys.UseAsync(root, k => Refused(() => EndorsementRequest.Sign(terms, k).ToBytes()), cancellation);
        return (await store.ChangeAsync(actor, change => TakeRequestAsync(change, root.Id, authority, request, cancellation), cancellation), null);
    }

    /// <summary>Takes the endorsement that an authority gave: a bundle with the token and the authority's root key.</summary>
    public async Task<HeldEndorsement> ReceiveAsync(string actor, ReadOnlyMemory<byte> bundle, string? chainPem, CancellationToken cancellation)
    {
        DateTimeOffset now = clock.GetUtcNow();
        UnverifiedTokens read = UnverifiedTokens.Read(bundle);
        VerificationKey[] given = [.. read.Items.Select(i => i.Key).OfType<VerificationKey>()];
        (OrganizationIdentifier organization, OrganizationKey root) = await store.ReadAsync(async d =>
        {
            (OrganizationIdentifier o, OrganizationKey r, _) = await RootAsync(d, cancellation);
            return (o, r);
        });
        foreach (UnverifiedToken token in read.Items.Select(i => i.Token).OfType<UnverifiedToken>())
        {
            if (token.Claims is not Endorsement claims || claims.EndorsedKey != KeyIdentifier.Parse(root.Identifier))
            {
                continue;
            }

            VerificationKey signer = given.FirstOrDefault(token.IsSignedBy)
                ?? throw new RefusedException(Refusal.NotVerified, "The endorsement does not verify under any key that came with it: ask the authority for a bundle with its root key.");
            Require(claims.Subject == organization, $"The endorsement is for {claims.Subject}, and this is {organization}.");
            Require(claims.Issuer is not null && claims.Issuer != organization, "The endorsement does not say which other organization gives it.");
            Require(claims.MayEndorse, "The endorsement does not permit the root key to endorse (end), so no validator would count it.");
            Require(claims.Log.Count > 0, "The endorsement does not say where the authority's key is committed to (log), so no validator would count it.");
            Require(claims.Constraints.Purposes is > Purposes.None, "The endorsement is for no purpose.");
            Require(claims.Validity.Contains(now), $"The endorsement is valid within {claims.Validity}, and not now.");
            BindingChain? chain = chainPem is null ? null : Refused(() => BindingChain.Read(Encoding.UTF8.GetBytes(chainPem), "the authority's chain"));
            (CommitmentKnowledge knowledge, string note) = await judging.JudgeAsync(new CommitmentClaim(claims.Issuer!, signer, claims.Log), chain, cancellation);
            Require(knowledge == CommitmentKnowledge.Proven, $"It is not proven that {claims.Issuer} is committed to the key that signed. {note}");
            return await store.ChangeAsync(actor, change => TakeExternalAsync(change, root.Id, claims, token.Encoded, signer, chainPem, cancellation), cancellation);
        }

        throw new RefusedException(Refusal.Malformed, $"There is no endorsement of the root key {root.Identifier} in it.");
    }

    /// <summary>Ends a request that nobody waits for any more.</summary>
    public Task<EndorsementQuest> CloseAsync(string actor, Guid questId, Guid? seen, string note, CancellationToken cancellation) => store.ChangeAsync(
        actor,
        async change =>
        {
            EndorsementQuest quest = await change.GetAsync<EndorsementQuest>(questId, seen, cancellation);
            quest.Close(note);
            change.Journal("endorsement.requestClosed", quest.Authority.ToString(), new JsonObject { ["note"] = note });
            return quest;
        },
        cancellation);

    /// <summary>Puts an endorsement by the root key into force, and the key it endorses into use.</summary>
    internal static async Task<HeldEndorsement> TakeOwnAsync(Change change, Guid rootId, Endorsement claims, ReadOnlyMemory<byte> token, CancellationToken cancellation)
    {
        OrganizationKey root = await change.GetAsync<OrganizationKey>(rootId, null, cancellation);
        root.RequireActive(KeyUse.Root);
        string identifier = claims.EndorsedKey.ToString();
        OrganizationKey key = await change.Database.Keys.SingleOrDefaultAsync(k => k.Identifier == identifier, cancellation)
            ?? throw new RefusedException(Refusal.NotFound, $"There is no key {identifier}.");
        if (key.State == KeyState.Pending)
        {
            foreach (OrganizationKey active in await change.Database.Keys.Where(k => k.Use == key.Use && k.State == KeyState.Active).ToListAsync(cancellation))
            {
                active.Retire(change.Now);
                change.Journal("key.retired", active.Identifier, new JsonObject { ["followedBy"] = identifier });
            }

            key.Activate();
        }
        else if (key.State != KeyState.Active)
        {
            throw new RefusedException(Refusal.WrongState, $"Key {identifier} is '{key.State}': it is not endorsed any more.");
        }

        return await TakeAsync(change, key, root, claims, token, root.ToVerificationKey(), null, cancellation);
    }

    /// <summary>Keeps a signed request to an authority.</summary>
    internal static async Task<EndorsementQuest> TakeRequestAsync(Change change, Guid rootId, OrganizationIdentifier authority, byte[] request, CancellationToken cancellation)
    {
        OrganizationKey root = await change.GetAsync<OrganizationKey>(rootId, null, cancellation);
        foreach (EndorsementQuest open in await change.Database.Quests.Where(q => q.Authority == authority && q.State == QuestState.Asked).ToListAsync(cancellation))
        {
            open.Close("Another request took its place.");
        }

        var quest = EndorsementQuest.Ask(root, authority, request, change.Now);
        change.Database.Add(quest);
        change.Journal("endorsement.requested", authority.ToString(), new JsonObject { ["key"] = root.Identifier });
        return quest;
    }

    private static async Task<HeldEndorsement> TakeExternalAsync(
        Change change, Guid rootId, Endorsement claims, ReadOnlyMemory<byte> token, VerificationKey signer, string? chainPem, CancellationToken cancellation)
    {
        OrganizationKey root = await change.GetAsync<OrganizationKey>(rootId, null, cancellation);
        root.RequireActive(KeyUse.Root);
        foreach (EndorsementQuest quest in await change.Database.Quests.Where(q => q.Authority == claims.Issuer && q.State == QuestState.Asked).ToListAsync(cancellation))
        {
            quest.Receive();
        }

        byte[] bytes = token.ToArray();
        if (await change.Database.Endorsements.SingleOrDefaultAsync(e => e.KeyId == rootId && e.State == EndorsementState.Current && e.Token == bytes, cancellation) is { } there)
        {
            // Brought twice, or by two instances at once.
            return there;
        }

        return await TakeAsync(change, root, null, claims, token, signer, chainPem, cancellation);
    }

    private static async Task<HeldEndorsement> TakeAsync(
        Change change, OrganizationKey key, OrganizationKey? signer, Endorsement claims, ReadOnlyMemory<byte> token, VerificationKey signerKey, string? chainPem, CancellationToken cancellation)
    {
        foreach (HeldEndorsement older in await change.Database.Endorsements.Where(e => e.KeyId == key.Id && e.Issuer == claims.Issuer! && e.State == EndorsementState.Current).ToListAsync(cancellation))
        {
            older.Supersede();
        }

        var held = HeldEndorsement.Take(key, signer, claims, token, signerKey, chainPem, change.Now);
        change.Database.Add(held);
        change.JournalToken("endorsement.taken", key.Identifier, token.Span, claims.Validity, new JsonObject { ["issuer"] = claims.Issuer!.ToString(), ["purposes"] = held.Purposes.ToString() });
        await RefreshAsync(change, cancellation);
        return held;
    }

    /// <summary>What stands beside the emblems has changed: each is issued anew, and its set replaced in one step.</summary>
    internal static Task RefreshAsync(Change change, CancellationToken cancellation) => change.Database.Assets
        .Where(a => a.State == AssetState.Marked)
        .ExecuteUpdateAsync(
            s => s.SetProperty(a => a.RenewAt, change.Now).SetProperty(a => a.LeasedBy, (string?)null).SetProperty(a => a.LeasedUntil, (DateTimeOffset?)null).SetProperty(a => a.Version, new Guid(RandomNumberGenerator.GetBytes(16))),
            cancellation);

    /// <summary>The root key in use, and what its endorsements have to say of the commitment to it.</summary>
    internal static async Task<(OrganizationIdentifier Organization, OrganizationKey Root, ValueList<CommitmentEntry> Log)> RootAsync(IssuerContext database, CancellationToken cancellation)
    {
        Organization organization = await database.Organizations.SingleOrDefaultAsync(cancellation)
            ?? throw new RefusedException(Refusal.NotReady, "No organization is set up here yet.");
        OrganizationKey root = await database.Keys.SingleOrDefaultAsync(k => k.Use == KeyUse.Root && k.State == KeyState.Active, cancellation)
            ?? throw new RefusedException(Refusal.NotReady, "There is no root key in use: make one, and commit to it (certificate request, then chain).");
        RootCommitment commitment = await database.Commitments.SingleAsync(c => c.KeyId == root.Id && c.LogJson != null, cancellation);
        return (organization.Identifier, root, commitment.Log());
    }

    internal static byte[] Sign(EmblemToken claims, SigningKey key) => Refused(() => Cwt.Sign(claims, key));

    /// <summary>What the library refuses because of what the caller gave is a refusal here.</summary>
    internal static T Refused<T>(Func<T> make)
    {
        try
        {
            return make();
        }
        catch (Exception e) when (e is ArgumentException or TokenFormatException)
        {
            throw new RefusedException(Refusal.Malformed, e.Message);
        }
    }

    private Task<PendingSigning> AskToSignAsync(string actor, OrganizationKey key, SigningItem item, CancellationToken cancellation) =>
        store.ChangeAsync(actor, change => SigningWork.AskAsync(change, key, [item], cancellation), cancellation);

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new RefusedException(Refusal.NotVerified, otherwise);
        }
    }
}
