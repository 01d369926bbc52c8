using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using DigitalEmblem.Issuer.Domain;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace DigitalEmblem.Issuer.Api;

/// <summary>
/// Gives each answer an ETag, and a GET that names it in If-None-Match 304. The ETag is the version on which people decide, if the thing
/// has one, a point, and a digest of the answer. If-Match looks at the version only, so a renewal by the service refuses no officer;
/// If-None-Match looks at all of it, so that 304 always means that nothing in the answer has changed. A caller that prefers to wait gets
/// 304 only when the time is over, or the service stops.
/// </summary>
internal sealed class ConditionalAnswers(IOptions<JsonOptions> json, WaitingCalls waiting, TimeProvider clock) : IEndpointFilter
{
    /// <summary>How many digits the digest has.</summary>
    public const int Digits = 16;

    private const string MediaType = "application/json; charset=utf-8";

    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        HttpContext call = context.HttpContext;
        if (call.Request.Headers.IfNoneMatch.Count == 0 || WaitPreference.Of(call.Request.Headers[WaitPreference.Header]) is not { } seconds
            || !WaitPreference.IsOf(call.GetEndpoint()?.Metadata ?? EndpointMetadataCollection.Empty))
        {
            return await AnswerAsync(context, next);
        }

        Actor actor = Caller.Of(call.User).Actor;
        using IDisposable? place = waiting.Enter(actor.Credential ?? actor.Name);
        return place is null ? await AnswerAsync(context, next) : await WaitAsync(context, next, seconds);
    }

    private async Task<object?> WaitAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next, int seconds)
    {
        HttpContext call = context.HttpContext;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(call.RequestAborted, waiting.Stopping);
        Task over = Task.Delay(TimeSpan.FromSeconds(seconds), clock, ended.Token);
        try
        {
            while (true)
            {
                // Asked for before the answer is made: what changes meanwhile counts.
                Task moved = waiting.Moved;
                object? answer = await AnswerAsync(context, next);
                if (over.IsCompleted || StatusOf(answer) != StatusCodes.Status304NotModified)
                {
                    call.Response.Headers[WaitPreference.AppliedHeader] = string.Create(
                        CultureInfo.InvariantCulture, $"wait={seconds}");
                    return answer;
                }

                await Task.WhenAny(moved, over);
            }
        }
        finally
        {
            await ended.CancelAsync();
        }
    }

    private async Task<object?> AnswerAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        HttpContext call = context.HttpContext;
        // A call that waits is answered more than once; the tag of before is not the version.
        call.Response.Headers.Remove(HeaderNames.ETag);
        object? answer = await next(context);
        bool isGet = HttpMethods.IsGet(call.Request.Method);
        string version = call.Response.Headers.ETag.ToString().Trim('"');
        if (ValueOf(answer) is not { } value || (!isGet && version.Length == 0))
        {
            return answer;
        }

        byte[] body = JsonSerializer.SerializeToUtf8Bytes(value, value.GetType(), json.Value.SerializerOptions);
        string digest = Convert.ToHexStringLower(SHA256.HashData(body))[..Digits];
        string tag = version.Length > 0 ? $"\"{version}.{digest}\"" : $"\"{digest}\"";
        call.Response.Headers.ETag = tag;
        return !isGet || StatusOf(answer) != StatusCodes.Status200OK ? answer
            : IsKnown(call.Request.Headers.IfNoneMatch, tag) ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Text(body, MediaType, StatusCodes.Status200OK);
    }

    // What is no value (a file, a stream) has an ETag of its own or none.
    private static object? ValueOf(object? answer) => answer switch
    {
        null or string => null,
        INestedHttpResult nested => ValueOf(nested.Result),
        IValueHttpResult value => value.Value,
        IResult => null,
        _ => answer,
    };

    private static int StatusOf(object? answer) => answer switch
    {
        INestedHttpResult nested => StatusOf(nested.Result),
        IStatusCodeHttpResult { StatusCode: { } status } => status,
        _ => StatusCodes.Status200OK,
    };

    private static bool IsKnown(StringValues given, string tag) => given.Count > 0 && given
        .SelectMany(v => (v ?? "").Split(',', StringSplitOptions.TrimEntries))
        .Any(v => v == "*" || (v.StartsWith("W/", StringComparison.Ordinal) ? v[2..] : v) == tag);
}
