using Microsoft.AspNetCore.Connections.Features;

namespace DigitalEmblem.Issuer.Hosting;

/// <summary>
/// Which of the addresses a request came in on. It is noted at the connection, so nothing in a request can say otherwise.
/// </summary>
internal enum Listener
{
    /// <summary>The API's address. Endpoints that name no listener belong here.</summary>
    Api = 0,

    /// <summary>The public one.</summary>
    Public,

    /// <summary>That of the pages for people.</summary>
    Web,

    /// <summary>That of the figures for Prometheus.</summary>
    Metrics,
}

/// <summary>Separates the endpoints of the addresses.</summary>
internal static class ListenerExtensions
{
    private static readonly object Key = new();

    /// <summary>Notes the address at each of its connections.</summary>
    public static void Note(this Microsoft.AspNetCore.Server.Kestrel.Core.ListenOptions listen, Listener listener) =>
        listen.Use(next => connection =>
        {
            connection.Items[Key] = listener;
            return next(connection);
        });

    /// <summary>The address that a request came in on.</summary>
    public static Listener CameInOn(this HttpContext context) =>
        context.Features.Get<IConnectionItemsFeature>()?.Items.TryGetValue(Key, out object? listener) == true && listener is Listener known
            ? known
            : Listener.Api;

    /// <summary>Says that endpoints are answered on the public address, and only there.</summary>
    public static TBuilder OnPublicListener<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(Listener.Public);

    /// <summary>Says that endpoints are answered on the address of the pages, and only there.</summary>
    public static TBuilder OnWebListener<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(Listener.Web);

    /// <summary>Says that endpoints are answered on the address of the figures, and only there.</summary>
    public static TBuilder OnMetricsListener<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(Listener.Metrics);

    /// <summary>Answers 404 for endpoints of another address. Add it after routing and before authentication.</summary>
    public static IApplicationBuilder UseListeners(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.GetEndpoint() is { } endpoint && endpoint.Metadata.OfType<Listener>().LastOrDefault() != context.CameInOn())
        {
            context.SetEndpoint(null);
        }

        if (context.GetEndpoint() is null && context.CameInOn() is Listener.Public or Listener.Metrics)
        {
            // A plain 404 before authentication: the answer tells nothing about the other listeners.
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        return next(context);
    });
}
