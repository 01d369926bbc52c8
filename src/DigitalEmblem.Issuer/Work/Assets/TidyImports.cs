using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>Removes files whose day is over.</summary>
internal sealed class TidyImports(IssuerStore store, TimeProvider clock)
{
    /// <summary>Does all that is due.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.GetUtcNow();
        if (await store.ReadAsync(d => d.KeptImports.AnyAsync(k => k.ExpiresAt <= now, cancellationToken)))
        {
            // By a statement, so that no file is read for it.
            await store.ChangeAsync(
                Instance.Actor,
                change => change.Database.KeptImports.Where(k => k.ExpiresAt <= change.Now).ExecuteDeleteAsync(cancellationToken),
                cancellationToken);
        }
    }
}
