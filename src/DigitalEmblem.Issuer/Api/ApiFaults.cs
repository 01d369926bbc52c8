using System.Data.Common;
using System.Text.Json;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Risks;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Api;

/// <summary>
/// Reports every fault as a problem (RFC 9457): refusals of the domain, faults of the call, and failures. For a failure it reports nothing
/// that the caller did not send.
/// </summary>
internal sealed partial class ApiFaults(RequestDelegate next, ILogger<ApiFaults> log)
{
    private static readonly object Reason = new();

    /// <summary>Says why a caller is not known, for the answer.</summary>
    public static void Because(HttpContext context, ProblemKind kind, string detail) => context.Items[Reason] = (kind, detail);

    public async Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(() =>
        {
            context.Response.Headers.CacheControl = "no-store";
            context.Response.Headers.XContentTypeOptions = "nosniff";
            return Task.CompletedTask;
        });
        try
        {
            await next(context);
            if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null })
            {
                (ProblemKind kind, string detail) = context.Items[Reason] is ValueTuple<ProblemKind, string> told
                    && context.Response.StatusCode == StatusCodes.Status401Unauthorized
                        ? told
                        : ProblemKind.Of(context.Response.StatusCode);
                await TellAsync(context, kind, detail);
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller has closed the connection.
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            Read(context, e, out ProblemKind kind, out string detail);
            if (kind == ProblemKind.Failed || kind == ProblemKind.Unavailable)
            {
                CallFailed(log, e, DeniedCalls.RouteOf(context));
            }

            await TellAsync(context, kind, detail, (e as ApiException)?.More ?? (e as OpenRisksException)?.More());
        }
    }

    private static void Read(HttpContext context, Exception e, out ProblemKind kind, out string detail) => (kind, detail) = e switch
    {
        RefusedException { Refusal: Refusal.Conflict } when context.Request.Headers.IfMatch.Count > 0 =>
            (ProblemKind.PreconditionFailed, e.Message),
        RefusedException refused => (ProblemKind.Of(refused.Refusal), e.Message),
        ApiException api => (api.Kind, e.Message),
        TokenFormatException => (ProblemKind.Malformed, e.Message),
        BadHttpRequestException { InnerException: JsonException json } => (ProblemKind.Malformed, Tell(json)),
        BadHttpRequestException { StatusCode: 400 } => (
            ProblemKind.Malformed,
            "A value in the address, a header or the body is missing, or is not of the kind that it should be. See /api/v1/openapi.json."),
        BadHttpRequestException bad => ProblemKind.Of(bad.StatusCode),
        CommitUnknownException => (
            ProblemKind.Unavailable,
            "The database failed while it was told to commit, so it is not known whether the change was made: read it before you ask "
                + "again."),
        DbException or DbUpdateException => ProblemKind.Of(503),
        _ => ProblemKind.Of(500),
    };

    // Tells only the position: the exception's message names our types and may quote the body.
    private static string Tell(JsonException json) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"The body is no JSON of the form that this call takes, at {Printable.Text(json.Path is { Length: > 0 } path ? path : "$")}, line "
            + $"{(json.LineNumber ?? 0) + 1}: a member is missing, unknown, twice there, or of another kind. See /api/v1/openapi.json.");

    private static Task TellAsync(HttpContext context, ProblemKind kind, string detail, IReadOnlyDictionary<string, object?>? more = null)
    {
        // Keep the headers that earlier stages set, such as WWW-Authenticate and Retry-After.
        (string? challenge, string? retry, string? allow) =
            (context.Response.Headers.WWWAuthenticate, context.Response.Headers.RetryAfter, context.Response.Headers.Allow);
        context.Response.Clear();
        (context.Response.Headers.WWWAuthenticate, context.Response.Headers.RetryAfter, context.Response.Headers.Allow) =
            (challenge, retry, allow);
        return TypedResults.Problem(detail, null, kind.Status, kind.Title.ToString(), kind.Type, more?.Select(m => m))
            .ExecuteAsync(context);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A call of {Route} failed.")]
    private static partial void CallFailed(ILogger logger, Exception exception, string route);
}
