using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Certificates;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Keys;

/// <summary>Takes the certificate chain that commits the organization to a root key: the first one, or a renewed one.</summary>
internal sealed class CompleteCommitment(IssuerStore store, ProveCommitment prove)
{
    /// <summary>What the journal calls a certificate that was taken.</summary>
    public const string Completed = "commitment.completed";

    /// <summary>
    /// Takes the certificate chain: checks names, logs and path, and computes the <c>log</c> entries. The commitment is in use from now on,
    /// in place of the one before. A pending key is taken into use if no other root key is; else a roll does that.
    /// </summary>
    public async Task<RootCommitment> RunAsync(Actor actor, Guid keyId, string chainPem, CancellationToken cancellationToken)
    {
        BindingChain chain = GivenChain.Read(chainPem);
        (OrganizationIdentifier organization, VerificationKey committed) = await store.ReadAsync(async d => (
            (await d.Organizations.SingleOrDefaultAsync(cancellationToken)
                ?? throw new RefusedException(Refusal.NotReady, $"No organization is set up here yet.")).Identifier,
            (await d.Keys.SingleOrDefaultAsync(k => k.Id == keyId, cancellationToken)
                ?? throw new RefusedException(Refusal.NotFound, $"There is no key {keyId}.")).ToVerificationKey()));
        ValueList<CommitmentEntry>? known = await KnownAsync(keyId, chain, cancellationToken);
        if (known is null && chain.NotAfter <= prove.Now)
        {
            throw new RefusedException(
                Refusal.NotVerified, $"The certificate ended at {chain.NotAfter:u}. Have another one issued for the same request.");
        }

        (ValueList<CommitmentEntry> log, bool isSubmitted) = known is { } before
            ? (before, false)
            : NamedIn(chain, organization, committed) != MarkProfiles.None
                ? await prove.EntriesAsync(chain, cancellationToken)
                // What a log takes is public for good, so a certificate that is for something else is not submitted.
                : (chain.LogEntries(prove.Logs), false);
        var claim = new CommitmentClaim(organization, committed, log);
        (CommitmentKnowledge knowledge, string note) = isSubmitted
            ? await prove.AwaitAsync(claim, chain, cancellationToken)
            : await prove.RunAsync(claim, chain, cancellationToken);
        if (isSubmitted && knowledge == CommitmentKnowledge.Unknown)
        {
            throw new RefusedException(
                Refusal.NotVerified,
                $"Logs have promised to show the certificate, and it is not proven yet that they do: import it again later today. {note}");
        }

        if (knowledge != CommitmentKnowledge.Proven)
        {
            throw new RefusedException(
                Refusal.NotVerified,
                $"The chain does not prove that {organization} is committed to {committed.CoseIdentifier}. {note}");
        }

        return await store.ChangeAsync(
            actor,
            async change =>
            {
                OrganizationKey key = await change.GetAsync<OrganizationKey>(keyId, null, cancellationToken);
                RootCommitment? inUse = await CommitmentInUse.FindAsync(change.Database, keyId, cancellationToken);
                string logJson = CommitmentEntry.WriteJson(log);
                RootCommitment commitment;
                if (inUse?.LogJson == logJson)
                {
                    // The same certificate again changes nothing.
                    commitment = inUse;
                }
                else
                {
                    await RefuseFormerAsync(change, keyId, logJson, cancellationToken);
                    commitment = await OpenAsync(change, keyId, inUse, cancellationToken);
                    commitment.Complete(
                        key, GivenChain.Write(chain), log, NamedIn(chain, organization, committed), chain.NotAfter, change.Now);
                    change.Journal(
                        Completed, key.Identifier, new JsonObject { ["log"] = JsonNode.Parse(logJson), ["note"] = note });
                }

                await ActivateAsync(change, key, cancellationToken);
                return commitment;
            },
            cancellationToken);
    }

    /// <summary>
    /// The entries of the same certificate, if it was imported before: logs that it was submitted to may promise it anew, at other entries.
    /// </summary>
    private async Task<ValueList<CommitmentEntry>?> KnownAsync(Guid keyId, BindingChain chain, CancellationToken cancellationToken)
    {
        RootCommitment[] all = await store.ReadAsync(
            d => d.Commitments.Where(c => c.KeyId == keyId && c.LogJson != null).ToArrayAsync(cancellationToken));
        return all.FirstOrDefault(c => GivenChain.CertificateOf(c.ChainPem!).Span.SequenceEqual(chain.Certificates[0].Span))?.Log();
    }

    /// <summary>The profiles whose identifier of the key the certificate names.</summary>
    private static MarkProfiles NamedIn(BindingChain chain, OrganizationIdentifier organization, VerificationKey key) =>
        MarkProfiles.Both.Each().Where(p => BindingNames.NameIn(chain.DnsNames, organization, key, p))
            .Aggregate(MarkProfiles.None, (all, p) => all | p.ToMark());

    /// <summary>The commitment that the chain completes: the open request, or a renewal of the one in use.</summary>
    private static async Task<RootCommitment> OpenAsync(
        Change change, Guid keyId, RootCommitment? inUse, CancellationToken cancellationToken)
    {
        if (await CommitmentInUse.FindOpenAsync(change.Database, keyId, cancellationToken) is { } open)
        {
            return open;
        }

        var renewed = RootCommitment.Renew(
            inUse ?? throw new RefusedException(
                Refusal.NotReady, $"No certificate was asked for, for this key: make the certificate request first."),
            change.Now);
        change.Database.Add(renewed);
        return renewed;
    }

    private static async Task RefuseFormerAsync(Change change, Guid keyId, string logJson, CancellationToken cancellationToken)
    {
        if (await change.Database.Commitments.FirstOrDefaultAsync(c => c.KeyId == keyId && c.LogJson == logJson, cancellationToken)
            is { } former)
        {
            throw new RefusedException(
                Refusal.WrongState,
                $"This certificate was imported at {former.CompletedAt:u} already, and a newer one took its place: import the newest one, "
                    + $"or have another issued.");
        }
    }

    private static async Task ActivateAsync(Change change, OrganizationKey key, CancellationToken cancellationToken)
    {
        if (key is { State: KeyState.Pending, SuspendedAt: null }
            && !await change.Database.Keys.AnyAsync(k => k.Use == KeyUse.Root && k.State == KeyState.Active, cancellationToken))
        {
            key.Activate();
            change.Journal("key.activated", key.Identifier);
        }
    }
}
