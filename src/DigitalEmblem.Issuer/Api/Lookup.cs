using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Api;

/// <summary>Looks up an entity by its identity, to show it.</summary>
internal static class Lookup
{
    public static async Task<T> FindAsync<T>(this IssuerStore store, Guid id, CancellationToken cancellationToken)
        where T : Entity =>
        await store.ReadAsync(d => d.Set<T>().SingleOrDefaultAsync(e => e.Id == id, cancellationToken)) ?? throw Missing(id);

    public static RefusedException Missing(Guid id) => new(Refusal.NotFound, $"There is nothing of id {id} here.");
}
