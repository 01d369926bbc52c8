using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.DataMarks;
using DigitalEmblem.Issuer.Work.Endorsements;
using DigitalEmblem.Texts;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Keys;

/// <summary>
/// Takes the steps after the compromise of each key, until nothing in the DNS depends on the key. Any instance can take the next step.
/// Each step first checks what was already done, so a process may die at any moment.
/// </summary>
internal sealed class FollowUpCompromises(
    IssuerStore store, MakeKey make, EndorseKey endorse, KeyRing ring, TimeProvider clock)
{
    // A name server that is away for longer than this is told, so that a person decides whether to wait for it.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly WithdrawAssets _withdraw = new(store);
    private readonly ActOnData _data = new(store);

    /// <summary>Takes all next steps that need no people.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        List<KeyCompromise> open = await store.ReadAsync(
            d => d.Compromises.Where(c => c.Step < CompromiseStep.Republished).OrderBy(c => c.StartedAt).ToListAsync(cancellationToken));
        foreach (KeyCompromise compromise in open)
        {
            OrganizationKey lost = await store.ReadAsync(d => d.Keys.SingleAsync(k => k.Id == compromise.KeyId, cancellationToken));
            try
            {
                await (compromise.Step == CompromiseStep.Declared
                    ? ConfirmInTimeAsync(compromise, cancellationToken)
                    : AdvanceAsync(compromise, lost, cancellationToken));
            }
            catch (RefusedException e) when (e.Refusal == Refusal.Conflict)
            {
                // Another instance, or a person, was faster: the next round sees what is left to do.
            }
            catch (RefusedException e)
            {
                // Counting all marked assets each second costs much, so count them once for each thing that is waited for.
                if (!compromise.IsDecided && compromise.WaitsFor?.ToString().StartsWith(e.Message, StringComparison.Ordinal) == true)
                {
                    continue;
                }

                Sentence? resting = compromise.Step is CompromiseStep.Stopped or CompromiseStep.NewKey
                    ? await store.ReadAsync(d => RestingMarks.SentenceAsync(d, compromise, lost, cancellationToken))
                    : null;
                await WaitAsync(compromise, resting is null ? e.Sentence : Sentence.Of($"{e.Sentence} {resting}"), cancellationToken);
            }
        }
    }

    /// <summary>Carries on with a compromise that nobody has confirmed or taken back in time.</summary>
    private async Task ConfirmInTimeAsync(KeyCompromise compromise, CancellationToken cancellationToken)
    {
        if (clock.GetUtcNow() < compromise.GoesOnAt)
        {
            return;
        }

        string identifier = await store.ChangeAsync(
            Instance.Actor,
            async change =>
            {
                KeyCompromise tracked = await change.GetAsync<KeyCompromise>(compromise.Id, compromise.Version, cancellationToken);
                return (await ConfirmCompromise.ConfirmAsync(change, tracked, null, cancellationToken)).Identifier;
            },
            cancellationToken);
        ring.Forget(KeyIdentifier.Parse(identifier));
    }

    private async Task AdvanceAsync(KeyCompromise compromise, OrganizationKey lost, CancellationToken cancellationToken)
    {
        // Forget the key in this instance as well: the call may have reached another one.
        ring.Forget(KeyIdentifier.Parse(lost.Identifier));
        if (compromise.IsDecided && await CarryOutAsync(compromise, lost, cancellationToken))
        {
            return;
        }

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
                    (d, now) => RestingMarks.AnyAsync(d, compromise, lost, now, cancellationToken),
                    cancellationToken);
                break;
            default:
                await ReachWhenAsync(
                    compromise,
                    CompromiseStep.Republished,
                    (d, now) => AreUnpublishedAsync(d, compromise, now, cancellationToken),
                    cancellationToken);
                break;
        }
    }

    /// <summary>Carries out what people have decided: a part of the withdrawals, or the end.</summary>
    /// <returns>Whether that was this step.</returns>
    private async Task<bool> CarryOutAsync(KeyCompromise compromise, OrganizationKey lost, CancellationToken cancellationToken)
    {
        List<Guid> named = [.. compromise.Decisions.Where(d => d.Decision == CompromiseDecision.Withdraw).Select(d => d.AssetId)];
        (List<Guid> names, List<Guid> data, bool resting, bool due) = await store.ReadAsync(async d =>
        {
            RestingMarks all = await RestingMarks.OfAsync(d, compromise, lost, cancellationToken);
            return (
                await DecidedAsync(all.Names),
                await DecidedAsync(all.Data),
                await all.AnyAsync(cancellationToken),
                await Due(d, compromise).AnyAsync(cancellationToken));
        });
        if (names.Count > 0)
        {
            await _withdraw.RunAsync(By(names), names, cancellationToken);
        }

        if (data.Count > 0)
        {
            await _data.WithdrawAsync(By(data), data, cancellationToken);
        }

        if (names.Count + data.Count > 0)
        {
            return true;
        }

        if (resting || due)
        {
            return false;
        }

        await store.ChangeAsync(
            Instance.Actor,
            async change =>
            {
                KeyCompromise tracked = await change.GetAsync<KeyCompromise>(compromise.Id, compromise.Version, cancellationToken);
                tracked.EndDecided(change.Now);
                Journal(change, tracked, lost);
            },
            cancellationToken);
        return true;

        string By(List<Guid> ids) => compromise.AllWithdrawnBy ?? compromise.Decisions.First(d => d.AssetId == ids[0]).By;
        Task<List<Guid>> DecidedAsync<T>(IQueryable<T> all)
            where T : Markable => (compromise.AllWithdrawnBy is null ? all.Where(a => named.Contains(a.Id)) : all)
            .OrderBy(a => a.Id).Select(a => a.Id).Take(Errand.AtOnce).ToListAsync(cancellationToken);
    }

    private static async Task<bool> AreUnpublishedAsync(
        IssuerContext database, KeyCompromise compromise, DateTimeOffset now, CancellationToken cancellationToken)
    {
        IQueryable<Publication> due = Due(database, compromise);
        if (!await due.AnyAsync(cancellationToken))
        {
            return false;
        }

        if (now - compromise.ReachedAt < Patience)
        {
            return true;
        }

        List<string> names = await RestingMarks.NamesAsync(
            database.Assets.Where(a => due.Any(p => p.AssetId == a.Id)), cancellationToken);
        throw new RefusedException(
            Refusal.NotReady,
            $"Names are not in the DNS as they should be, {names.FirstOrDefault()} among them: see their zones for why, and mend it or "
                + $"correct the records by hand. Or decide to leave them.");
    }

    /// <summary>The publications that the compromise waits for.</summary>
    private static IQueryable<Publication> Due(IssuerContext database, KeyCompromise compromise)
    {
        List<Guid> left = [.. compromise.LeftAssets];
        return database.Publications.Where(p => p.State == PublicationState.Due && !left.Contains(p.AssetId));
    }

    private async Task RollAsync(KeyCompromise compromise, OrganizationKey lost, CancellationToken cancellationToken)
    {
        // Another key is in use already if the lost one was not, or if people were faster: then no new one is needed.
        OrganizationKey? next = await InUseAsync(lost.Use, cancellationToken)
            ?? await store.ReadAsync(d => PreparedAsync(d, lost, compromise.StartedAt, cancellationToken));
        if (next is null && lost.Custody == KeyCustody.Offline)
        {
            throw new RefusedException(
                Refusal.NotReady, $"The compromised key lived on another machine: make a new root key there, and register its public key.");
        }

        next ??= await make.RunAsync(Instance.Actor, lost.Use, SignatureAlgorithm.Parse(lost.Algorithm), lost.Custody, cancellationToken);
        await store.ChangeAsync(
            Instance.Actor,
            async change =>
            {
                KeyCompromise tracked = await change.GetAsync<KeyCompromise>(compromise.Id, compromise.Version, cancellationToken);
                tracked.Roll(next, change.Now);
                Journal(change, tracked, lost);
            },
            cancellationToken);
    }

    /// <summary>
    /// A pending key to take: a root key that people have prepared, with its commitment; else one that is newer than the compromise, which
    /// an instance that died may have made.
    /// </summary>
    private static Task<OrganizationKey?> PreparedAsync(
        IssuerContext database, OrganizationKey lost, DateTimeOffset since, CancellationToken cancellationToken) => database.Keys
        .Where(k => k.Use == lost.Use && k.State == KeyState.Pending
            && (k.CreatedAt >= since || database.Commitments.Any(c => c.KeyId == k.Id && c.LogJson != null)))
        .OrderByDescending(k => database.Commitments.Any(c => c.KeyId == k.Id && c.LogJson != null))
        .ThenBy(k => k.CreatedAt)
        .FirstOrDefaultAsync(cancellationToken);

    // Of one use one key is in use: taking another into use retires the one before.
    private Task<OrganizationKey?> InUseAsync(KeyUse use, CancellationToken cancellationToken) =>
        store.ReadAsync(d => d.Keys.FirstOrDefaultAsync(k => k.Use == use && k.State == KeyState.Active, cancellationToken));

    private async Task EndorseAsync(KeyCompromise compromise, OrganizationKey lost, CancellationToken cancellationToken)
    {
        if (await InUseAsync(lost.Use, cancellationToken) is { } inUse)
        {
            await (inUse.Id == compromise.NewKeyId
                ? UseAsync(compromise, lost, inUse, cancellationToken)
                : FollowAsync(compromise, lost, inUse, cancellationToken));
            return;
        }

        OrganizationKey next = await store.ReadAsync(d => d.Keys.SingleAsync(k => k.Id == compromise.NewKeyId, cancellationToken));
        if (next.State != KeyState.Pending)
        {
            // The new key has ended as well: take or make another one.
            OrganizationKey another = await store.ReadAsync(d => PreparedAsync(d, lost, compromise.StartedAt, cancellationToken))
                ?? (lost.Custody == KeyCustody.Offline
                    ? throw new RefusedException(
                        Refusal.NotReady,
                        $"The new key {next.Identifier} has ended as well: make another root key on its machine, and register it.")
                    : await make.RunAsync(
                        Instance.Actor, lost.Use, SignatureAlgorithm.Parse(lost.Algorithm), lost.Custody, cancellationToken));
            await FollowAsync(compromise, lost, another, cancellationToken);
            return;
        }

        if (lost.Use == KeyUse.Root)
        {
            bool committed = await store.ReadAsync(d => CommitmentInUse.FindAsync(d, next.Id, cancellationToken)) is not null;
            throw new RefusedException(
                Refusal.NotReady,
                committed
                    ? Sentence.Of(
                        $"The new root key {next.Identifier} has its commitment: have your authorities endorse it, and then roll it.")
                    : Sentence.Of(
                        $"The new root key {next.Identifier} needs its commitment (certificate request, then chain), endorsements by your "
                            + $"authorities, and then it endorses the emblem key."));
        }

        Purposes purposes = await store.ReadAsync(async d => (await d.Endorsements.Where(e => e.KeyId == lost.Id)
            .OrderByDescending(e => e.ReceivedAt).FirstOrDefaultAsync(cancellationToken))?.Purposes ?? Purposes.Protective);
        bool waiting = await store.ReadAsync(async d => (await d.Signings.WhereOpen().ToListAsync(cancellationToken))
            .Any(s => s.ToRequest().Items.Any(i => i.Token is Endorsement e && e.EndorsedKey.ToString() == next.Identifier)));
        if (waiting || (await endorse.RunAsync(Instance.Actor, next.Id, purposes, cancellationToken)).Pending is not null)
        {
            throw new RefusedException(
                Refusal.NotReady, $"The root key is on another machine: take the signing request there, and import the answer.");
        }

        await ReachWhenAsync(
            compromise,
            CompromiseStep.Endorsed,
            async (d, _) => !await d.Keys.AnyAsync(k => k.Id == next.Id && k.State == KeyState.Active, cancellationToken),
            cancellationToken);
    }

    /// <summary>Goes on with the new key in use. A root key must have endorsed the emblem key first.</summary>
    private async Task UseAsync(KeyCompromise compromise, OrganizationKey lost, OrganizationKey inUse, CancellationToken cancellationToken)
    {
        if (lost.Use == KeyUse.Root)
        {
            OrganizationKey? bare = await store.ReadAsync(d => d.Keys.FirstOrDefaultAsync(
                k => k.State == KeyState.Active && k.Use != KeyUse.Root && !d.Endorsements.Any(
                    e => e.KeyId == k.Id && e.State == EndorsementState.Current && e.SignerKeyId != null),
                cancellationToken));
            if (bare is not null)
            {
                throw new RefusedException(
                    Refusal.NotReady,
                    $"The new root key {inUse.Identifier} is in use, and has not endorsed {bare.Use} key {bare.Identifier}: have your "
                        + $"authorities endorse the root key, and then have it endorse that key.");
            }
        }

        await ReachWhenAsync(compromise, CompromiseStep.Endorsed, (_, _) => Task.FromResult(false), cancellationToken);
    }

    /// <summary>Takes another key for the new one: people have taken it into use, or the first one has ended.</summary>
    private Task FollowAsync(KeyCompromise compromise, OrganizationKey lost, OrganizationKey next, CancellationToken cancellationToken) =>
        store.ChangeAsync(
            Instance.Actor,
            async change =>
            {
                KeyCompromise tracked = await change.GetAsync<KeyCompromise>(compromise.Id, compromise.Version, cancellationToken);
                tracked.Follow(next);
                change.Journal("compromise.newKey", lost.Identifier, new JsonObject { ["key"] = next.Identifier });
            },
            cancellationToken);

    private async Task ReachWhenAsync(
        KeyCompromise compromise,
        CompromiseStep step,
        Func<IssuerContext, DateTimeOffset, Task<bool>> unfinished,
        CancellationToken cancellationToken)
    {
        // Look before the change: looking through many assets must not hold up other changes.
        bool wait = await store.ReadAsync(d => unfinished(d, clock.GetUtcNow()));
        if (wait && compromise.WaitsFor is null)
        {
            return;
        }

        await store.ChangeAsync(
            Instance.Actor,
            async change =>
            {
                KeyCompromise tracked = await change.GetAsync<KeyCompromise>(compromise.Id, compromise.Version, cancellationToken);
                OrganizationKey lost = await change.GetAsync<OrganizationKey>(compromise.KeyId, null, cancellationToken);
                if (wait)
                {
                    // People have decided; the service does the rest.
                    tracked.Wait(null);
                    change.Journal("compromise.goesOn", lost.Identifier);
                    return;
                }

                tracked.Reach(step, change.Now);
                Journal(change, tracked, lost);
            },
            cancellationToken);
    }

    private Task WaitAsync(KeyCompromise compromise, Sentence what, CancellationToken cancellationToken) =>
        compromise.WaitsFor == what ? Task.CompletedTask : store.ChangeAsync(
            Instance.Actor,
            async change =>
            {
                KeyCompromise tracked = await change.GetAsync<KeyCompromise>(compromise.Id, null, cancellationToken);
                tracked.Wait(what);
                OrganizationKey lost = await change.GetAsync<OrganizationKey>(compromise.KeyId, null, cancellationToken);
                change.Journal("compromise.waits", lost.Identifier, new JsonObject { ["for"] = what.ToString() });
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
