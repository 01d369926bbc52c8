using System.Text.Json.Nodes;
using DigitalEmblem.Data;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Marking;

namespace DigitalEmblem.Issuer.Work.DataMarks;

/// <summary>What an officer does with data.</summary>
internal sealed class ActOnData(IssuerStore store, ProposeMarks? propose = null)
{
    private readonly IssuerStore _urgent = store.At(Precedence.Urgent);

    /// <summary>The same, for trials: nothing is kept.</summary>
    public ActOnData Trial() => new(store.Trial(), propose);

    /// <summary>Declares that the data serve only what their sign stands for; also the yearly re-confirmation.</summary>
    public Task<MarkedData> DeclareAsync(Actor actor, DataRoot root, Guid? seen, CancellationToken cancellationToken) => store.ChangeAsync(
        actor,
        async change =>
        {
            MarkedData data = await change.DataAsync(root, seen, cancellationToken);
            data.Declare(actor.Name, change.Now);
            change.Journal(
                "data.declared", root.ToString(), data, new JsonObject { ["until"] = data.DeclaredUntil!.Value.ToUnixTimeSeconds() });
            return data;
        },
        cancellationToken);

    /// <summary>Marks the data, so that a sign is due from now on; or proposes it, where a second officer has to confirm it.</summary>
    /// <returns>The data, which are not marked if it is only proposed.</returns>
    public Task<MarkedData> MarkAsync(Actor actor, DataRoot root, Guid? seen, CancellationToken cancellationToken) => store.ChangeAsync(
        actor,
        async change =>
        {
            MarkedData data = await change.DataAsync(root, seen, cancellationToken);
            if (propose?.IsNeeded == true)
            {
                await ProposeMarks.DataAsync(change, data, cancellationToken);
                return data;
            }

            data.Mark(change.Now);
            change.Journal("data.marked", root.ToString(), data);
            return data;
        },
        cancellationToken);

    /// <summary>
    /// Withdraws the data. One officer can do it alone, and it goes before all other changes that wait. No sign is made or given out any
    /// more. Nothing is done to copies: those are valid until they expire.
    /// </summary>
    public Task<MarkedData> WithdrawAsync(Actor actor, DataRoot root, Guid? seen, CancellationToken cancellationToken) =>
        _urgent.ChangeAsync(
            actor, async change => Withdraw(change, await change.DataAsync(root, seen, cancellationToken)), cancellationToken);

    /// <summary>Withdraws several, as a decision after a compromise says.</summary>
    public Task WithdrawAsync(Actor actor, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) => _urgent.ChangeAsync(
        actor,
        async change =>
        {
            foreach (Guid id in ids)
            {
                Withdraw(change, await change.GetAsync<MarkedData>(id, null, cancellationToken));
            }
        },
        cancellationToken);

    private static MarkedData Withdraw(Change change, MarkedData data)
    {
        data.Withdraw();
        change.Journal("data.withdrawn", data.Root.ToString(), data);
        return data;
    }
}
