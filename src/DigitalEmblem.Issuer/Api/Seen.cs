using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Api;

/// <summary>
/// The version that a caller saw, from If-Match. With it, the second of two callers that change the same entity is refused.
/// </summary>
/// <param name="Version">The version; null if none is named.</param>
/// <param name="IsAny">Whether any version will do (<c>*</c>), if only there is one.</param>
internal sealed record Seen(Guid? Version, bool IsAny = false)
{
    /// <summary>Metadata of a PUT that also creates: If-Match is needed only if the thing exists already.</summary>
    public static readonly object NotAlways = new NotAlwaysMark();

    private const int Digits = 32;

    /// <summary>The version, for calls that must name one; null if any will do.</summary>
    public Guid? Required => IsAny ? null : Version ?? throw Missing();

    /// <summary>The version, for calls that cannot be taken back, and so take none but the one that was seen.</summary>
    public Guid Exact => Version ?? throw Missing();

    public static ValueTask<Seen> BindAsync(HttpContext context) => ValueTask.FromResult(context.Request.Headers.IfMatch switch
    {
        [] => new Seen((Guid?)null),
        ["*"] => new Seen(null, IsAny: true),
        [{ Length: > Digits + 1 } tag] when tag[0] == '"' && tag[^1] == '"' && IsEnd(tag.AsSpan(Digits + 1))
            && Guid.TryParseExact(tag.AsSpan(1, Digits), "N", out Guid version) => new Seen(version),
        _ => throw new ApiException(ProblemKind.Malformed, "If-Match takes the one ETag that was read, with its quotes, or *."),
    });

    /// <summary>Puts the version into an answer; <see cref="ConditionalAnswers"/> makes the ETag of it and of the answer.</summary>
    public static T Tag<T>(HttpContext context, Entity entity, T answer)
    {
        context.Response.Headers.ETag = $"\"{entity.DecisionVersion:N}\"";
        return answer;
    }

    // The digest of the answer, which only a GET looks at.
    private static bool IsEnd(ReadOnlySpan<char> rest) => rest is "\"" || (rest.Length == ConditionalAnswers.Digits + 2 && rest[0] == '.');

    private static ApiException Missing() => new(
        ProblemKind.PreconditionRequired,
        "Read it first, and send its ETag back as If-Match: then nothing is overwritten that someone else changed meanwhile.");

    private sealed class NotAlwaysMark;
}
