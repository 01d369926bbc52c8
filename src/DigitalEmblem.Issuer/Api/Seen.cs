using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Api;

/// <summary>
/// The version that a caller saw, from If-Match. With it, the second of two callers that change the same entity is refused.
/// </summary>
/// <param name="Version">The version; null if none is named.</param>
internal sealed record Seen(Guid? Version)
{
    /// <summary>The version, for calls that must name one.</summary>
    public Guid Required =>
        Version ?? throw new ApiException(
            ProblemKind.PreconditionRequired,
            "Read it first, and send its ETag back as If-Match: then nothing is overwritten that someone else changed meanwhile.");

    public static ValueTask<Seen> BindAsync(HttpContext context) => ValueTask.FromResult(context.Request.Headers.IfMatch switch
    {
        [] => new Seen((Guid?)null),
        [{ Length: 34 } tag] when tag[0] == '"' && tag[^1] == '"' && Guid.TryParseExact(tag.AsSpan(1, 32), "N", out Guid version) =>
            new Seen(version),
        _ => throw new ApiException(ProblemKind.Malformed, "If-Match takes the one ETag that was read, with its quotes."),
    });

    /// <summary>Puts the version into an answer, as its ETag.</summary>
    public static T Tag<T>(HttpContext context, Entity entity, T answer)
    {
        context.Response.Headers.ETag = $"\"{entity.Version:N}\"";
        return answer;
    }
}
