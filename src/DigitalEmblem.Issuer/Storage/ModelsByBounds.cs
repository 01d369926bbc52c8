using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace DigitalEmblem.Issuer.Storage;

/// <summary>Keeps two models of each database: one for calls that are bound to zones, one without any condition for the rest.</summary>
internal sealed class ModelsByBounds : IModelCacheKeyFactory
{
    /// <inheritdoc/>
    public object Create(DbContext context, bool designTime) => (context.GetType(), ((IssuerContext)context).Zones is null, designTime);
}
