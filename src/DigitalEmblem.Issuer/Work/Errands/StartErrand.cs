using System.Globalization;
using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.Marking;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Errands;

/// <summary>
/// Takes a long list as an errand. All rows are looked through first, by reading only: a list with a fault is refused whole, as a short one
/// is. What changes between that look and the row's turn is told by line.
/// </summary>
internal sealed class StartErrand(IssuerStore store, TimeProvider clock, ProposeMarks? propose = null)
{
    // Reads and changes of so many rows are short.
    private const int RowsRead = 500, PartsWritten = 40;

    private readonly IssuerStore _store = store.At(Precedence.Patient);
    private readonly IssuerStore _urgent = store.At(Precedence.Urgent);

    /// <summary>Takes an act on assets, as they are now.</summary>
    /// <exception cref="RefusedException">One of them is missing, or its state does not allow the act.</exception>
    public Task<Errand> OnAssetsAsync(Actor actor, AssetAct act, IReadOnlyList<Guid> ids, CancellationToken cancellationToken) =>
        OnAssetsAsync(actor, act, ids, null, cancellationToken);

    /// <summary>Takes an act on assets.</summary>
    /// <param name="actor">Who.</param>
    /// <param name="act">What is done.</param>
    /// <param name="ids">The assets.</param>
    /// <param name="seen">The purposes that the person saw; null for those that they have now.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="RefusedException">
    /// One of them is missing, has other purposes than were seen, or its state does not allow the act.
    /// </exception>
    public Task<Errand> OnAssetsAsync(
        Actor actor,
        AssetAct act,
        IReadOnlyList<Guid> ids,
        IReadOnlyDictionary<Guid, Purposes>? seen,
        CancellationToken cancellationToken) =>
        act == AssetActs.Mark && propose?.IsNeeded == true
            ? throw new InvalidOperationException("Marking needs a second officer here: MarkAssets proposes it.")
            : OnAssetsAsync(actor, act, ids, seen, null, cancellationToken);

    /// <summary>Takes the marking of names that one officer proposed and this one confirms.</summary>
    /// <param name="actor">The second officer.</param>
    /// <param name="ids">The names.</param>
    /// <param name="confirm">Confirms the proposal, as a part of the change that opens the errand.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="RefusedException">One of them could not be marked now, or the proposal could not be confirmed.</exception>
    public Task<Errand> MarkProposedAsync(
        Actor actor, IReadOnlyList<Guid> ids, Func<Change, Task> confirm, CancellationToken cancellationToken) =>
        OnAssetsAsync(actor, AssetActs.Mark, ids, null, confirm, cancellationToken);

    private async Task<Errand> OnAssetsAsync(
        Actor actor,
        AssetAct act,
        IReadOnlyList<Guid> ids,
        IReadOnlyDictionary<Guid, Purposes>? seen,
        Func<Change, Task>? together,
        CancellationToken cancellationToken)
    {
        var purposes = new Dictionary<Guid, Purposes>();
        foreach (Guid[] some in ids.Chunk(RowsRead))
        {
            List<Asset> assets = await _store.ReadAsync(d => AssetsById.ReadAsync(d, some, cancellationToken));
            foreach (Asset asset in assets)
            {
                if (act.IsForPurposes && seen is not null && seen[asset.Id] != asset.Purposes)
                {
                    throw new RefusedException(Refusal.Conflict, AssetAct.Changed(asset));
                }

                purposes[asset.Id] = act.IsForPurposes ? asset.Purposes : Purposes.None;
                // These are copies in memory, so that the act may be tried on them.
                act.Apply(asset, actor, clock.GetUtcNow());
            }
        }

        return await StoreAsync(
            actor,
            act.Kind,
            [.. ids.Select((id, i) => new ErrandRow(i + 1, id.ToString("D", CultureInfo.InvariantCulture), purposes[id]))],
            act.Kind == ErrandKind.Withdraw ? _urgent : _store,
            together,
            cancellationToken);
    }

    /// <summary>Takes a list of names that was looked through before (<see cref="ImportAssets.LookAsync"/>).</summary>
    public Task<Errand> OfImportAsync(Actor actor, IReadOnlyList<AssetRow> rows, CancellationToken cancellationToken) => StoreAsync(
        actor,
        ErrandKind.Import,
        [.. rows.Select(r => new ErrandRow(r.Line, r.Name.ToString(), r.Purposes, r.Lifetime, r.Labels))],
        _store,
        null,
        cancellationToken);

    private static async Task<Errand> StoreAsync(
        Actor actor,
        ErrandKind kind,
        IReadOnlyList<ErrandRow> rows,
        IssuerStore to,
        Func<Change, Task>? together,
        CancellationToken cancellationToken)
    {
        // Only the last change is the caller's: it wakes the rounds, and has the line of the journal.
        Errand errand = await to.ChangeAsync(
            Instance.Actor,
            change => Task.FromResult(change.Database.Add(Errand.Create(kind, actor, rows.Count, change.Now)).Entity),
            cancellationToken);
        int number = 0;
        foreach (ErrandRow[][] parts in rows.Chunk(ErrandPart.Size).Chunk(PartsWritten))
        {
            int first = number;
            await to.ChangeAsync(
                Instance.Actor,
                change =>
                {
                    change.Database.AddRange(parts.Select((p, i) => ErrandPart.Create(errand, first + i, p)));
                    return Task.CompletedTask;
                },
                cancellationToken);
            number += parts.Length;
        }

        return await to.ChangeAsync(
            actor,
            async change =>
            {
                if (together is not null)
                {
                    await together(change);
                }

                Errand stored = await change.GetAsync<Errand>(errand.Id, null, cancellationToken);
                stored.Open();
                change.Journal(
                    "errand.started", stored.Id.ToString(), new JsonObject { ["kind"] = kind.ToString(), ["total"] = rows.Count });
                return stored;
            },
            cancellationToken);
    }
}
