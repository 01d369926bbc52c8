using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Api;

/// <summary>Finds one of a kind, to show it.</summary>
internal static class Finding
{
    public static async Task<T> FindAsync<T>(this IssuerStore store, Guid id, CancellationToken cancellation)
        where T : Entity => await store.ReadAsync(d => d.Set<T>().SingleOrDefaultAsync(e => e.Id == id, cancellation)) ?? throw Missing(id);

    public static RefusedException Missing(Guid id) => new(Refusal.NotFound, $"There is nothing of id {id} here.");
}
