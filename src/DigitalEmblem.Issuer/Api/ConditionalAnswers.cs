using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace DigitalEmblem.Issuer.Api;

/// <summary>
/// Gives each answer an ETag, and a GET that names it in If-None-Match 304. The ETag is the version on which people decide, if the thing
/// has one, a point, and a digest of the answer. If-Match looks at the version only, so a renewal by the service refuses no officer;
/// If-None-Match looks at all of it, so that 304 always means that nothing in the answer has changed.
/// </summary>
internal sealed class ConditionalAnswers(IOptions<JsonOptions> json) : IEndpointFilter
{
    /// <summary>How many digits the digest has.</summary>
    public const int Digits = 16;

    private const string MediaType = "application/json; charset=utf-8";

    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        object? answer = await next(context);
        HttpContext call = context.HttpContext;
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
