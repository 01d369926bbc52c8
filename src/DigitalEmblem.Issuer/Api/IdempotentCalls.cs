using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Api;

/// <summary>
/// Carries out calls with an Idempotency-Key only once: for a day, the same call again gets the first answer. The header is optional: the
/// domain itself refuses most actions the second time, and in an emergency a missing header must not stop a call.
/// </summary>
internal sealed class IdempotentCalls(RequestDelegate next, IssuerStore store)
{
    /// <summary>The header.</summary>
    public const string Header = "Idempotency-Key";

    /// <summary>The header that marks a repeated answer.</summary>
    public const string ReplayedHeader = "Idempotency-Replayed";

    /// <summary>Metadata of endpoints whose answer has a secret. Such an answer is shown once and not kept.</summary>
    public static readonly object SecretAnswer = new SecretAnswerMark();

    private const int LongestKey = 200;
    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    // The call may be a withdrawal, and these changes are small.
    private readonly IssuerStore _store = store.At(Precedence.Urgent);

    public async Task InvokeAsync(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method)
            || context.Request.Headers[Header] is not { Count: > 0 } given
            || context.GetEndpoint() is not RouteEndpoint endpoint)
        {
            await next(context);
            return;
        }

        if (given is not [{ Length: > 0 and <= LongestKey } key] || key.Any(c => c is < '!' or > '~'))
        {
            throw new ApiException(ProblemKind.Malformed, $"{Header} has 1 to {LongestKey} visible ASCII characters.");
        }

        string name = Caller.Of(context.User).Actor.Name;
        // Answers are kept by what a key reaches: one that is bound does not get the answer that another key of the person got.
        string id = Convert.ToHexStringLower(
            Caller.ZonesOf(context.User) is { } zones ? Digest(name, key, zones.ToString()) : Digest(name, key));
        byte[] digest = Digest(
            context.Request.Method,
            context.Request.Path.Value ?? "",
            context.Request.QueryString.Value ?? "",
            context.Request.ContentType ?? "",
            context.Request.Headers.IfMatch.ToString(),
            Convert.ToHexStringLower(await DigestOfBodyAsync(context)));
        if (await StartAsync(id, digest, context.RequestAborted) is { } before)
        {
            await AnswerAgainAsync(context, before, digest);
            return;
        }

        await CarryOutAsync(context, id, secret: endpoint.Metadata.GetMetadata<SecretAnswerMark>() is not null);
    }

    private async Task CarryOutAsync(HttpContext context, string id, bool secret)
    {
        Stream outer = context.Response.Body;
        using var body = new MemoryStream();
        context.Response.Body = body;
        try
        {
            await next(context);
        }
        catch (Exception e) when (e is RefusedException or ApiException or TokenFormatException or BadHttpRequestException)
        {
            // Nothing was changed, so the same call may be made again.
            await ForgetAsync(id);
            throw;
        }
        finally
        {
            context.Response.Body = outer;
        }

        // After any other exception it is unknown how far the call came, so the entry stays without an answer.
        if (context.Response.StatusCode is >= 200 and < 300)
        {
            await KeepAsync(id, context.Response, secret ? null : body.ToArray());
        }
        else if (context.Response.StatusCode < 500)
        {
            await ForgetAsync(id);
        }

        body.Position = 0;
        await body.CopyToAsync(outer, context.RequestAborted);
    }

    /// <summary>Notes that a call begins.</summary>
    /// <returns>The call that had this key before; null if it is new.</returns>
    private Task<IdempotentCall?> StartAsync(string id, byte[] digest, CancellationToken cancellationToken) => _store.ChangeAsync(
        Instance.Actor,
        async change =>
        {
            DateTimeOffset old = change.Now - Kept;
            await change.Database.Calls.Where(c => c.StartedAt < old).ExecuteDeleteAsync(cancellationToken);
            if (await change.Database.Calls.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, cancellationToken) is { } before)
            {
                return before;
            }

            change.Database.Add(new IdempotentCall { Id = id, Digest = digest, StartedAt = change.Now });
            return null;
        },
        cancellationToken);

    private Task KeepAsync(string id, HttpResponse response, byte[]? body) => _store.ChangeAsync(
        Instance.Actor,
        async change => (await change.Database.Calls.SingleOrDefaultAsync(c => c.Id == id))
            ?.Answer(response.StatusCode, response.ContentType, response.Headers.Location, response.Headers.ETag, body),
        CancellationToken.None);

    private Task<int> ForgetAsync(string id) =>
        _store.ChangeAsync(
            Instance.Actor,
            change => change.Database.Calls.Where(c => c.Id == id && c.Status == null).ExecuteDeleteAsync(),
            CancellationToken.None);

    private static async Task AnswerAgainAsync(HttpContext context, IdempotentCall before, byte[] digest)
    {
        if (!CryptographicOperations.FixedTimeEquals(before.Digest, digest))
        {
            throw new ApiException(
                ProblemKind.IdempotencyReused,
                "This Idempotency-Key named another call within the last day (another address, body or version): "
                    + "take a new one for each thing that you want done.");
        }

        if (before.Status is not { } status)
        {
            throw new ApiException(
                ProblemKind.IdempotencyUnfinished,
                $"The call began at {before.StartedAt:u} and has no answer yet; perhaps it never gets one. Look whether it was done; "
                    + "if it was not, call with another Idempotency-Key.");
        }

        if (before.Body is null)
        {
            throw new ApiException(
                ProblemKind.IdempotencySecret,
                "It was carried out, and its answer was shown once. If it was lost on its way, take back what was made, and make another.");
        }

        HttpResponse response = context.Response;
        response.StatusCode = status;
        response.ContentType = before.ContentType;
        response.Headers.Location = before.Location;
        response.Headers.ETag = before.ETag;
        response.Headers[ReplayedHeader] = "true";
        if (before.Body.Length > 0)
        {
            response.ContentLength = before.Body.Length;
            await response.Body.WriteAsync(before.Body, context.RequestAborted);
        }
    }

    private static async Task<byte[]> DigestOfBodyAsync(HttpContext context)
    {
        if (context.Request.Body is not MemoryStream body)
        {
            return SHA256.HashData([]);
        }

        byte[] digest = await SHA256.HashDataAsync(body, context.RequestAborted);
        body.Position = 0;
        return digest;
    }

    private static byte[] Digest(params ReadOnlySpan<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        foreach (string part in parts)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(part);
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return hash.GetHashAndReset();
    }

    private sealed class SecretAnswerMark;
}
