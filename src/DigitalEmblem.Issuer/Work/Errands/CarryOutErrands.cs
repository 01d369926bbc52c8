using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Texts;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Errands;

/// <summary>
/// Carries errands on, one short change after another: withdrawals first, then in the order in which they came. Several instances may do so
/// at once, since the journal's lock lets one change through at a time, and each begins where the one before ended.
/// </summary>
internal sealed class CarryOutErrands
{
    private readonly IssuerStore _store, _patient, _urgent;
    private readonly Pace _pace;

    /// <summary>For a database.</summary>
    public CarryOutErrands(IssuerStore store)
        : this(store, new Pace())
    {
    }

    /// <summary>For a database, at a pace of its own, for tests.</summary>
    internal CarryOutErrands(IssuerStore store, Pace pace)
    {
        _store = store;
        _pace = pace;
        _patient = store.At(Precedence.Patient, _pace.Held);
        _urgent = store.At(Precedence.Urgent, _pace.Held);
    }

    /// <summary>How long to leave the database to other instances after a part: their turns are not known here.</summary>
    public TimeSpan Rest => _pace.LastHeld / 2;

    /// <summary>Does one part of the errand whose turn it is.</summary>
    /// <returns>How many rows; 0 if no errand is open.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        Errand? next = await _store.ReadAsync(d => d.Errands.Where(e => e.State == ErrandState.Open)
            .OrderByDescending(e => e.Kind == ErrandKind.Withdraw).ThenBy(e => e.Id).FirstOrDefaultAsync(cancellationToken));
        if (next is null)
        {
            await ForgetCutOffAsync(cancellationToken);
            return 0;
        }

        if (!await _store.ReadAsync(d => WhoMayGoOn.RunAsync(d, next, cancellationToken)))
        {
            await StopAsync(next.Id, cancellationToken);
            return 1;
        }

        IssuerStore store = next.Kind == ErrandKind.Withdraw ? _urgent : _patient;
        int count = _pace.Count;
        int rows;
        try
        {
            rows = await store.ChangeAsync(
                next.Actor, change => PartAsync(change, next.Id, count, null, cancellationToken), cancellationToken);
        }
        catch (RefusedException e)
        {
            // The domain refuses the whole part, as where the organization has lost its role. Tell so by line, and do not try for ever.
            rows = await store.ChangeAsync(
                next.Actor, change => PartAsync(change, next.Id, count, e.Sentence, cancellationToken), cancellationToken);
        }

        _pace.Adapt(rows);
        // Another instance may have ended this errand meanwhile; there may be others.
        return Math.Max(rows, 1);
    }

    private Task StopAsync(Guid id, CancellationToken cancellationToken) => _patient.ChangeAsync(
        Instance.Actor,
        async change =>
        {
            // Another instance may have stopped it, or the person may have the role again.
            if (await change.Database.Errands.FirstOrDefaultAsync(e => e.Id == id && e.State == ErrandState.Open, cancellationToken)
                is not { } errand || await WhoMayGoOn.RunAsync(change.Database, errand, cancellationToken))
            {
                return;
            }

            if (errand.Faults < Errand.MostFaults)
            {
                change.Database.Add(ErrandFault.Create(
                    errand,
                    errand.Done + 1,
                    $"It stops here, because the access by which it was started was ended or may not do this any more. What was done stays "
                        + $"done: check it, and start the rest anew."));
            }

            errand.Stop(change.Now);
            await change.Database.ErrandParts.Where(p => p.ErrandId == id).ExecuteDeleteAsync(cancellationToken);
            change.Journal(
                "errand.stopped",
                id.ToString(),
                new JsonObject
                {
                    ["startedBy"] = change.Who(errand.ActorName),
                    ["done"] = errand.Done,
                    ["total"] = errand.Total,
                });
        },
        cancellationToken);

    private static async Task<int> PartAsync(Change change, Guid id, int count, Sentence? fault, CancellationToken cancellationToken)
    {
        Errand? errand = await change.Database.Errands.FirstOrDefaultAsync(
            e => e.Id == id && e.State == ErrandState.Open, cancellationToken);
        // Who started it may have ended since the caller looked: the next call stops it.
        if (errand is null || !await WhoMayGoOn.RunAsync(change.Database, errand, cancellationToken))
        {
            return 0;
        }

        List<ErrandRow> rows = await RowsAsync(change.Database, errand, count, cancellationToken);
        List<ErrandFault> faults = fault is not null
            ? rows.ConvertAll(r => ErrandFault.Create(errand, r.Line, fault))
            : AssetActs.Of(errand.Kind) is { } act
                ? await ActAsync(change, errand, act, rows, cancellationToken)
                : await ImportAsync(change, errand, rows, cancellationToken);
        int room = Math.Max(0, Errand.MostFaults - errand.Faults);
        change.Database.AddRange(faults.Take(room));
        errand.Advance(rows.Count, faults.Count, change.Now);
        if (errand.State == ErrandState.Done)
        {
            change.Journal(
                "errand.done", errand.Id.ToString(), new JsonObject { ["total"] = errand.Total, ["faults"] = errand.Faults });
            await change.Database.ErrandParts.Where(p => p.ErrandId == id).ExecuteDeleteAsync(cancellationToken);
        }

        return rows.Count;
    }

    private static async Task<List<ErrandRow>> RowsAsync(
        IssuerContext database, Errand errand, int count, CancellationToken cancellationToken)
    {
        int first = errand.Done / ErrandPart.Size, last = (errand.Done + count - 1) / ErrandPart.Size;
        List<ErrandPart> parts = await database.ErrandParts.AsNoTracking()
            .Where(p => p.ErrandId == errand.Id && p.Number >= first && p.Number <= last)
            .OrderBy(p => p.Number).ToListAsync(cancellationToken);
        return [.. parts.SelectMany(p => p.ToRows()).Skip(errand.Done - (first * ErrandPart.Size)).Take(count)];
    }

    private static async Task<List<ErrandFault>> ImportAsync(
        Change change, Errand errand, List<ErrandRow> rows, CancellationToken cancellationToken)
    {
        AssetRow[] assets = [.. rows.Select(r => new AssetRow(r.Line, DomainName.Parse(r.Subject), r.Purposes, r.Lifetime, r.Labels))];
        (List<Asset> made, List<RowFault> faults) = await ImportAssets.MakeAsync(change, assets, cancellationToken);
        change.Database.AddRange(made);
        Journal(change, errand, rows, "assets.listed", made, a => new JsonObject
        {
            ["name"] = a.Name.ToString(),
            ["purposes"] = a.Purposes.ToString(),
        });
        return faults.ConvertAll(f => ErrandFault.Create(errand, f.Line, f.Fault));
    }

    private static async Task<List<ErrandFault>> ActAsync(
        Change change, Errand errand, AssetAct act, List<ErrandRow> rows, CancellationToken cancellationToken)
    {
        Guid[] ids = [.. rows.Select(r => Guid.Parse(r.Subject))];
        Dictionary<Guid, Asset> assets = await change.Database.Assets.Where(a => ids.Contains(a.Id))
            .ToDictionaryAsync(a => a.Id, cancellationToken);
        var faults = new List<ErrandFault>();
        var done = new List<Asset>();
        foreach ((ErrandRow row, Guid id) in rows.Zip(ids))
        {
            if (!assets.TryGetValue(id, out Asset? asset))
            {
                faults.Add(ErrandFault.Create(errand, row.Line, $"There is no asset {id}."));
                continue;
            }

            if (act.IsDone(asset))
            {
                continue;
            }

            if (row.Purposes != Purposes.None && row.Purposes != asset.Purposes)
            {
                faults.Add(ErrandFault.Create(errand, row.Line, AssetAct.Changed(asset)));
                continue;
            }

            try
            {
                act.Apply(asset, change.Actor, change.Now);
                done.Add(asset);
            }
            catch (RefusedException e)
            {
                faults.Add(ErrandFault.Create(errand, row.Line, e.Sentence));
            }
        }

        if (act.Follow is not null)
        {
            await act.Follow(change, done, cancellationToken);
        }

        Journal(change, errand, rows, act.ActionOfMany, done, a =>
        {
            JsonObject details = act.Details(a) ?? [];
            details["name"] = a.Name.ToString();
            return details;
        });
        return faults;
    }

    /// <summary>One line for the part, with each asset that it changed.</summary>
    private static void Journal(
        Change change, Errand errand, List<ErrandRow> rows, string action, List<Asset> assets, Func<Asset, JsonObject> tell)
    {
        if (assets.Count > 0)
        {
            change.Journal(action, errand.Id.ToString(), new JsonObject
            {
                ["firstLine"] = rows[0].Line,
                ["lastLine"] = rows[^1].Line,
                ["assets"] = new JsonArray([.. assets.Select(tell)]),
            });
        }
    }

    /// <summary>Ends errands whose receipt was cut off: their caller was told of no errand, and sends the list again.</summary>
    private async Task ForgetCutOffAsync(CancellationToken cancellationToken)
    {
        if (!await _store.ReadAsync(d => d.Errands.AnyAsync(e => e.State == ErrandState.Receiving, cancellationToken)))
        {
            return;
        }

        await _patient.ChangeAsync(
            Instance.Actor,
            async change =>
            {
                foreach (Errand errand in (await change.Database.Errands.Where(e => e.State == ErrandState.Receiving)
                    .ToListAsync(cancellationToken)).Where(e => e.IsCutOffAt(change.Now)))
                {
                    errand.Cancel(change.Now);
                    await change.Database.ErrandParts.Where(p => p.ErrandId == errand.Id).ExecuteDeleteAsync(cancellationToken);
                    change.Journal("errand.cutOff", errand.Id.ToString(), new JsonObject { ["kind"] = errand.Kind.ToString() });
                }
            },
            cancellationToken);
    }
}
