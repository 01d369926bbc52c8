using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>Finds a file that was kept for a person, and has it taken once. Another person's is not found.</summary>
internal sealed class TakeImport(IssuerStore store, TimeProvider clock)
{
    /// <summary>The file, to show what is in it.</summary>
    /// <exception cref="RefusedException">This person has no such file, or not any more.</exception>
    public Task<KeptImport> FindAsync(Actor actor, Guid id, CancellationToken cancellationToken) =>
        store.ReadAsync(async d => Found(await OwnAsync(d, actor, id, cancellationToken), clock.GetUtcNow()));

    /// <summary>Takes it: a second press finds that it is being taken, or is gone. If taking it fails, it is kept as before.</summary>
    /// <param name="actor">The person.</param>
    /// <param name="id">The file.</param>
    /// <param name="take">Takes what is in the file, and tells whether it was taken.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="RefusedException">This person has no such file, or it is being taken.</exception>
    public async Task RunAsync(Actor actor, Guid id, Func<byte[], Task<bool>> take, CancellationToken cancellationToken)
    {
        byte[] file = await store.ChangeAsync(
            actor,
            async change =>
            {
                KeptImport kept = Found(await OwnAsync(change.Database, actor, id, cancellationToken), change.Now);
                kept.Take(change.Now);
                return kept.Bytes;
            },
            cancellationToken);
        bool isTaken = false;
        try
        {
            isTaken = await take(file);
        }
        finally
        {
            // Not ended by the caller: a list that was taken must not look as if it was not.
            await EndAsync(actor, id, isTaken);
        }
    }

    /// <summary>Removes it, because the person does not want it any more.</summary>
    public Task DropAsync(Actor actor, Guid id, CancellationToken cancellationToken) => store.ChangeAsync(
        actor,
        async change => change.Database.Remove(Found(await OwnAsync(change.Database, actor, id, cancellationToken), change.Now)),
        cancellationToken);

    private Task EndAsync(Actor actor, Guid id, bool isTaken) => store.ChangeAsync(
        actor,
        async change =>
        {
            if (await OwnAsync(change.Database, actor, id, CancellationToken.None) is not { } kept)
            {
                return;
            }

            if (isTaken)
            {
                change.Database.Remove(kept);
            }
            else
            {
                kept.GiveBack();
            }
        },
        CancellationToken.None);

    private static Task<KeptImport?> OwnAsync(IssuerContext database, Actor actor, Guid id, CancellationToken cancellationToken)
    {
        string owner = actor.Name;
        return database.KeptImports.FirstOrDefaultAsync(k => k.Id == id && k.Owner == owner, cancellationToken);
    }

    private static KeptImport Found(KeptImport? kept, DateTimeOffset now) => kept is not null && now < kept.ExpiresAt
        ? kept
        : throw new RefusedException(
            Refusal.NotFound, $"There is no such file of yours: it was taken, or its 24 hours are over. Bring the list again.");
}
