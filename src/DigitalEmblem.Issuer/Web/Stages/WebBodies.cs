using DigitalEmblem.Issuer.Api;
using Microsoft.AspNetCore.Http.Features;

namespace DigitalEmblem.Issuer.Web.Stages;

/// <summary>Bounds the body of a request, by the limit of its page.</summary>
/// <param name="next">The next stage.</param>
internal sealed class WebBodies(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        BodyLimit limit = context.GetEndpoint()?.Metadata.GetMetadata<BodyLimit>() ?? BodyLimit.Default;
        if (context.Request.ContentLength > limit.Bytes)
        {
            throw new WebFaultException(StatusCodes.Status413PayloadTooLarge);
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = limit.Bytes;
        }

        return next(context);
    }
}
