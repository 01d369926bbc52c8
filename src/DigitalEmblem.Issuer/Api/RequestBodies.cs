using Microsoft.AspNetCore.Http.Features;

namespace DigitalEmblem.Issuer.Api;

/// <summary>
/// Reads each body to its end before the call is processed, within the limits of size and time. Unauthorized calls are refused before
/// this stage, without reading their body.
/// </summary>
internal sealed class RequestBodies(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody != true)
        {
            await next(context);
            return;
        }

        if (context.Request.Headers.ContentEncoding.Count > 0)
        {
            throw new ApiException(ProblemKind.UnsupportedMedia, "Bodies are taken as they are, without a Content-Encoding.");
        }

        BodyLimit limit = context.GetEndpoint()?.Metadata.GetMetadata<BodyLimit>() ?? BodyLimit.Default;
        if (context.Request.ContentLength > limit.Bytes)
        {
            throw TooLarge(limit);
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            // Reads one byte more than the limit, so that this check and not Kestrel's refuses the body.
            size.MaxRequestBodySize = limit.Bytes + 1L;
        }

        using MemoryStream body = await ReadAsync(context, limit);
        context.Request.Body = body;
        await next(context);
    }

    private static async Task<MemoryStream> ReadAsync(HttpContext context, BodyLimit limit)
    {
        using var time = new CancellationTokenSource(limit.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(time.Token, context.RequestAborted);
        var body = new MemoryStream();
        byte[] part = new byte[16 << 10];
        try
        {
            for (int read; (read = await context.Request.Body.ReadAsync(part, either.Token)) > 0;)
            {
                if (body.Length + read > limit.Bytes)
                {
                    throw TooLarge(limit);
                }

                body.Write(part, 0, read);
            }
        }
        catch (OperationCanceledException) when (time.IsCancellationRequested)
        {
            throw new ApiException(ProblemKind.TooSlow, $"The body did not come within {limit.Time.TotalSeconds:0} seconds.");
        }

        body.Position = 0;
        return body;
    }

    private static ApiException TooLarge(BodyLimit limit) =>
        new(ProblemKind.TooLarge, $"The body of this call may have {limit.Bytes} bytes.");
}
