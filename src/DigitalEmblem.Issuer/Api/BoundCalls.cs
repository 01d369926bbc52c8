using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;

namespace DigitalEmblem.Issuer.Api;

/// <summary>
/// Holds callers whose API key is bound to zones to them: here, once for all calls. A call that does not say how it can be bound
/// (<see cref="WithinZones"/>) is refused; what the others read and change is narrowed where the database is opened.
/// </summary>
internal sealed class BoundCalls(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (Caller.ZonesOf(context.User) is not { } zones || context.GetEndpoint() is not { } endpoint)
        {
            return next(context);
        }

        WithinZones bound = endpoint.Metadata.GetMetadata<WithinZones>() ?? throw new ApiException(
            ProblemKind.Forbidden,
            "This API key is bound to zones, and this call reaches beyond them. Ask an administrator for a key that is not bound.");
        return bound.IsOfRows ? ZonesInForce.RunAsync(zones, () => next(context)) : next(context);
    }
}
