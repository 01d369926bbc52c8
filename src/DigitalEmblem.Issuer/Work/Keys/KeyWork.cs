using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Commands;
using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Keys;

/// <summary>Makes keys, commits to root keys, and retires keys.</summary>
internal sealed class KeyWork(IssuerStore store, KeyRing ring, CommitmentJudging judging)
{
    /// <summary>Makes a key in a custody of this machine.</summary>
    public async Task<OrganizationKey> MakeAsync(string actor, KeyUse use, SignatureAlgorithm algorithm, KeyCustody custody, CancellationToken cancellation)
    {
        if (custody == KeyCustody.Offline)
        {
            throw new RefusedException(Refusal.Malformed, "A key on another machine is made there ('emblem key new'); give its public key here.");
        }

        await store.ReadAsync(async d => await d.Organizations.AnyAsync(cancellation) ? true : throw new RefusedException(Refusal.NotReady, "No organization is set up here yet."));
        StoredKey made;
        try
        {
            made = await ring.Store(custody).GenerateAsync(algorithm, use.ToString().ToLowerInvariant(), cancellation);
        }
        catch (CryptographicException e)
        {
            throw new RefusedException(Refusal.NotReady, e.Message);
        }

        // A process that dies here leaves a private key that nothing refers to: of no use to anybody, and no harm.
        return await store.ChangeAsync(actor, change => Task.FromResult(Add(change, use, made.PublicKey, custody, made.Reference)), cancellation);
    }

    /// <summary>Takes note of a root key that lives on another machine.</summary>
    public Task<OrganizationKey> RegisterOfflineAsync(string actor, VerificationKey publicKey, CancellationToken cancellation) => store.ChangeAsync(
        actor,
        async change =>
        {
            await change.OrganizationAsync(cancellation);
            return Add(change, KeyUse.Root, publicKey, KeyCustody.Offline, publicKey.CoseIdentifier.ToString());
        },
        cancellation);

    /// <summary>Makes the certificate request that commits the organization to a root key. A new one can be made at any time; the old one is then forgotten.</summary>
    public Task<RootCommitment> RequestCommitmentAsync(string actor, Guid keyId, CancellationToken cancellation) => store.ChangeAsync(
        actor,
        async change =>
        {
            Organization organization = await change.OrganizationAsync(cancellation);
            OrganizationKey key = await change.GetAsync<OrganizationKey>(keyId, null, cancellation);
            BindingRequest request = Request(BindingNames.Wanted(organization.Identifier, KeyIdentifier.Parse(key.Identifier)));
            var commitment = RootCommitment.Request(key, request.RequestPem, change.Now);
            change.Database.RemoveRange(await change.Database.Commitments.Where(c => c.KeyId == keyId && c.LogJson == null).ToListAsync(cancellation));
            change.Database.Add(commitment);
            change.Journal("commitment.requested", key.Identifier);
            return commitment;
        },
        cancellation);

    /// <summary>Takes the certificate chain: checks names, logs and path, computes the <c>log</c> entries, and takes the key into use.</summary>
    public async Task<RootCommitment> CompleteCommitmentAsync(string actor, Guid keyId, string chainPem, CancellationToken cancellation)
    {
        BindingChain chain;
        try
        {
            chain = BindingChain.Read(Encoding.UTF8.GetBytes(chainPem), "the chain given");
        }
        catch (TokenFormatException e)
        {
            throw new RefusedException(Refusal.Malformed, $"This is no certificate chain in PEM: {e.Message}");
        }

        (OrganizationIdentifier organization, string identifier) = await store.ReadAsync(async d => (
            (await d.Organizations.SingleOrDefaultAsync(cancellation) ?? throw new RefusedException(Refusal.NotReady, "No organization is set up here yet.")).Identifier,
            (await d.Keys.SingleOrDefaultAsync(k => k.Id == keyId, cancellation) ?? throw new RefusedException(Refusal.NotFound, $"There is no key {keyId}.")).Identifier));
        ValueList<CommitmentEntry> log = chain.LogEntries(judging.Logs);
        var claim = new CommitmentClaim(organization, await KeyOfAsync(keyId, cancellation), log);
        (CommitmentKnowledge knowledge, string note) = await judging.JudgeAsync(claim, chain, cancellation);
        if (knowledge != CommitmentKnowledge.Proven)
        {
            throw new RefusedException(Refusal.NotVerified, $"The chain does not prove that {organization} is committed to {identifier}. {note}");
        }

        return await store.ChangeAsync(
            actor,
            async change =>
            {
                OrganizationKey key = await change.GetAsync<OrganizationKey>(keyId, null, cancellation);
                RootCommitment commitment = await change.Database.Commitments.Where(c => c.KeyId == keyId).OrderByDescending(c => c.RequestedAt).FirstOrDefaultAsync(cancellation)
                    ?? throw new RefusedException(Refusal.NotReady, "No certificate was asked for, for this key.");
                commitment.Complete(chainPem, log, chain.NotAfter);
                if (key.State == KeyState.Pending)
                {
                    await RefuseSecondAsync(change, KeyUse.Root, cancellation);
                    key.Activate();
                }

                change.Journal("commitment.completed", key.Identifier, new JsonObject { ["log"] = JsonNode.Parse(commitment.LogJson!), ["note"] = note });
                return commitment;
            },
            cancellation);
    }

    /// <summary>Retires a key in good order; a root key only when nothing in use rests on it.</summary>
    public async Task<OrganizationKey> RetireAsync(string actor, Guid keyId, Guid? seen, CancellationToken cancellation)
    {
        OrganizationKey retired = await store.ChangeAsync(
            actor,
            async change =>
            {
                OrganizationKey key = await change.GetAsync<OrganizationKey>(keyId, seen, cancellation);
                bool used = await change.Database.Endorsements.AnyAsync(e => e.State == EndorsementState.Current && e.SignerKeyId == keyId, cancellation)
                    || (key is { Use: KeyUse.Emblem, State: KeyState.Active } && await change.Database.Assets.AnyAsync(a => a.State == AssetState.Marked, cancellation));
                if (used)
                {
                    throw new RefusedException(Refusal.WrongState, $"Emblems that are in force rest on key {key.Identifier}: roll it (a new key, endorsed), and retire it then.");
                }

                key.Retire(change.Now);
                change.Journal("key.retired", key.Identifier);
                return key;
            },
            cancellation);
        ring.Forget(KeyIdentifier.Parse(retired.Identifier));
        return retired;
    }

    private Task<VerificationKey> KeyOfAsync(Guid keyId, CancellationToken cancellation) =>
        store.ReadAsync(async d => (await d.Keys.SingleAsync(k => k.Id == keyId, cancellation)).ToVerificationKey());

    private static OrganizationKey Add(Change change, KeyUse use, VerificationKey publicKey, KeyCustody custody, string reference)
    {
        var key = OrganizationKey.Create(use, publicKey, custody, reference, change.Now);
        change.Database.Add(key);
        change.Journal("key.made", key.Identifier, new JsonObject { ["use"] = use.ToString(), ["algorithm"] = key.Algorithm, ["custody"] = custody.ToString() });
        return key;
    }

    /// <summary>Of each use one key is active: the next is taken into use by a roll.</summary>
    internal static async Task RefuseSecondAsync(Change change, KeyUse use, CancellationToken cancellation)
    {
        if (await change.Database.Keys.FirstOrDefaultAsync(k => k.Use == use && k.State == KeyState.Active, cancellation) is { } active)
        {
            throw new RefusedException(Refusal.WrongState, $"{use} key {active.Identifier} is in use. Roll it: the new key takes its place in one step.");
        }
    }

    private static BindingRequest Request(ValueList<string> names)
    {
        try
        {
            return BindingRequest.Create(names);
        }
        catch (ArgumentException e)
        {
            throw new RefusedException(Refusal.Malformed, e.Message);
        }
    }
}
