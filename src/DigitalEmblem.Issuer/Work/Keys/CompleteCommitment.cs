using System.Text;
using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Keys;

/// <summary>Takes the certificate chain that commits the organization to a root key.</summary>
internal sealed class CompleteCommitment(IssuerStore store, ProveCommitment prove)
{
    /// <summary>
    /// Takes the certificate chain: checks names, logs and path, computes the <c>log</c> entries, and takes the key into use.
    /// </summary>
    public async Task<RootCommitment> RunAsync(string actor, Guid keyId, string chainPem, CancellationToken cancellationToken)
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
            (await d.Organizations.SingleOrDefaultAsync(cancellationToken)
                ?? throw new RefusedException(Refusal.NotReady, "No organization is set up here yet.")).Identifier,
            (await d.Keys.SingleOrDefaultAsync(k => k.Id == keyId, cancellationToken)
                ?? throw new RefusedException(Refusal.NotFound, $"There is no key {keyId}.")).Identifier));
        ValueList<CommitmentEntry> log = chain.LogEntries(prove.Logs);
        var claim = new CommitmentClaim(organization, await KeyOfAsync(keyId, cancellationToken), log);
        (CommitmentKnowledge knowledge, string note) = await prove.RunAsync(claim, chain, cancellationToken);
        if (knowledge != CommitmentKnowledge.Proven)
        {
            throw new RefusedException(
                Refusal.NotVerified, $"The chain does not prove that {organization} is committed to {identifier}. {note}");
        }

        return await store.ChangeAsync(
            actor,
            async change =>
            {
                OrganizationKey key = await change.GetAsync<OrganizationKey>(keyId, null, cancellationToken);
                RootCommitment commitment = await change.Database.Commitments.Where(c => c.KeyId == keyId)
                    .OrderByDescending(c => c.RequestedAt).FirstOrDefaultAsync(cancellationToken)
                    ?? throw new RefusedException(Refusal.NotReady, "No certificate was asked for, for this key.");
                commitment.Complete(chainPem, log, chain.NotAfter);
                if (key.State == KeyState.Pending)
                {
                    await RefuseSecondAsync(change, KeyUse.Root, cancellationToken);
                    key.Activate();
                }

                change.Journal(
                    "commitment.completed",
                    key.Identifier,
                    new JsonObject { ["log"] = JsonNode.Parse(commitment.LogJson!), ["note"] = note });
                return commitment;
            },
            cancellationToken);
    }

    private Task<VerificationKey> KeyOfAsync(Guid keyId, CancellationToken cancellationToken) =>
        store.ReadAsync(async d => (await d.Keys.SingleAsync(k => k.Id == keyId, cancellationToken)).ToVerificationKey());

    /// <summary>Refuses a second active key of one use: a new key becomes active only by a roll.</summary>
    private static async Task RefuseSecondAsync(Change change, KeyUse use, CancellationToken cancellationToken)
    {
        if (await change.Database.Keys.FirstOrDefaultAsync(
            k => k.Use == use && k.State == KeyState.Active, cancellationToken) is { } active)
        {
            throw new RefusedException(
                Refusal.WrongState, $"{use} key {active.Identifier} is in use. Roll it: the new key takes its place in one step.");
        }
    }
}
