using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Endorsements;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Keys;

/// <summary>
/// Takes the steps after the compromise of each key, until nothing in the DNS depends on the key. Any instance can take the next step.
/// Each step first checks what was already done, so a process may die at any moment.
/// </summary>
internal sealed class FollowUpCompromises(IssuerStore store, MakeKey make, EndorseKey endorse, KeyRing ring)
{
    /// <summary>Takes all next steps that need no people.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        List<KeyCompromise> open = await store.ReadAsync(
            d => d.Compromises.Where(c => c.Step != CompromiseStep.Republished).ToListAsync(cancellationToken));
        foreach (KeyCompromise compromise in open)
        {
            try
            {
                await AdvanceAsync(compromise, cancellationToken);
            }
            catch (RefusedException e)
            {
                await WaitAsync(compromise, e.Message, cancellationToken);
            }
        }
    }

    private async Task AdvanceAsync(KeyCompromise compromise, CancellationToken cancellationToken)
    {
        // Forget the key in this instance as well: the call may have reached another one.
        OrganizationKey lost = await store.ReadAsync(d => d.Keys.SingleAsync(k => k.Id == compromise.KeyId, cancellationToken));
        ring.Forget(KeyIdentifier.Parse(lost.Identifier));
        switch (compromise.Step)
        {
            case CompromiseStep.Stopped:
                await RollAsync(compromise, lost, cancellationToken);
                break;
            case CompromiseStep.NewKey:
                await EndorseAsync(compromise, lost, cancellationToken);
                break;
            case CompromiseStep.Endorsed:
                await ReachWhenAsync(
                    compromise,
                    CompromiseStep.Reissued,
                    d => d.Assets.AnyAsync(
                        a => a.State == AssetState.Marked
                            && !d.Emblems.Any(e => e.Id == a.EmblemId && d.Keys.Any(k => k.Id == e.KeyId && k.State == KeyState.Active)),
                        cancellationToken),
                    cancellationToken);
                break;
            default:
                await ReachWhenAsync(
                    compromise,
                    CompromiseStep.Republished,
                    d => d.Publications.AnyAsync(p => p.State == PublicationState.Due, cancellationToken),
                    cancellationToken);
                break;
        }
    }

    private async Task RollAsync(KeyCompromise compromise, OrganizationKey lost, CancellationToken cancellationToken)
    {
        if (lost.Custody == KeyCustody.Offline)
        {
            throw new RefusedException(
                Refusal.NotReady, "The compromised key lived on another machine: make a new root key there, and register its public key.");
        }

        // An instance that died may have made the key already: take a pending one that is newer than the compromise.
        OrganizationKey? made = await store.ReadAsync(d => d.Keys
            .Where(k => k.Use == lost.Use && k.State == KeyState.Pending && k.CreatedAt >= compromise.StartedAt)
            .OrderBy(k => k.CreatedAt)
            .FirstOrDefaultAsync(cancellationToken));
        made ??= await make.RunAsync(Instance.Actor, lost.Use, SignatureAlgorithm.Parse(lost.Algorithm), lost.Custody, cancellationToken);
        await store.ChangeAsync(
            Instance.Actor,
            async change =>
            {
                KeyCompromise tracked = await change.GetAsync<KeyCompromise>(compromise.Id, compromise.Version, cancellationToken);
                tracked.Roll(made, change.Now);
                Journal(change, tracked, lost);
            },
            cancellationToken);
    }

    private async Task EndorseAsync(KeyCompromise compromise, OrganizationKey lost, CancellationToken cancellationToken)
    {
        OrganizationKey next = await store.ReadAsync(d => d.Keys.SingleAsync(k => k.Id == compromise.NewKeyId, cancellationToken));
        if (next.State == KeyState.Pending && lost.Use == KeyUse.Root)
        {
            throw new RefusedException(
                Refusal.NotReady,
                $"The new root key {next.Identifier} needs its commitment (certificate request, then chain), endorsements by your "
                    + "authorities, and then it endorses the emblem key.");
        }

        if (next.State == KeyState.Pending)
        {
            Purposes purposes = await store.ReadAsync(async d => (await d.Endorsements.Where(e => e.KeyId == lost.Id)
                .OrderByDescending(e => e.ReceivedAt).FirstOrDefaultAsync(cancellationToken))?.Purposes ?? Purposes.Protective);
            bool waiting = await store.ReadAsync(async d => (await d.Signings.Where(s => s.AnsweredAt == null)
                .ToListAsync(cancellationToken))
                .Any(s => s.ToRequest().Items.Any(i => i.Token is Endorsement e && e.EndorsedKey.ToString() == next.Identifier)));
            if (waiting || (await endorse.RunAsync(Instance.Actor, next.Id, purposes, cancellationToken)).Pending is not null)
            {
                throw new RefusedException(
                    Refusal.NotReady, "The root key is on another machine: take the signing request there, and import the answer.");
            }
        }

        await ReachWhenAsync(
            compromise,
            CompromiseStep.Endorsed,
            async d => !await d.Keys.AnyAsync(k => k.Id == next.Id && k.State == KeyState.Active, cancellationToken),
            cancellationToken);
    }

    private Task ReachWhenAsync(KeyCompromise compromise, CompromiseStep step, Func<IssuerContext, Task<bool>> unfinished,
        CancellationToken cancellationToken) => store.ChangeAsync(
            Instance.Actor,
            async change =>
            {
                if (await unfinished(change.Database))
                {
                    return;
                }

                KeyCompromise tracked = await change.GetAsync<KeyCompromise>(compromise.Id, compromise.Version, cancellationToken);
                tracked.Reach(step, change.Now);
                Journal(change, tracked, await change.GetAsync<OrganizationKey>(compromise.KeyId, null, cancellationToken));
            },
            cancellationToken);

    private Task WaitAsync(KeyCompromise compromise, string what, CancellationToken cancellationToken) =>
        compromise.WaitsFor == what ? Task.CompletedTask : store.ChangeAsync(
            Instance.Actor,
            async change =>
            {
                KeyCompromise tracked = await change.GetAsync<KeyCompromise>(compromise.Id, null, cancellationToken);
                tracked.Wait(what);
            },
            cancellationToken);

    private static void Journal(Change change, KeyCompromise compromise, OrganizationKey lost) => change.Journal(
        "compromise.step", lost.Identifier,
            new JsonObject
            {
                ["step"] = compromise.Step.ToString(),
                ["secondsSinceStart"] = Math.Round((change.Now - compromise.StartedAt).TotalSeconds, 1),
            });
}
