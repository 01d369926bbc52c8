namespace DigitalEmblem.Issuer.Web.Stages;

/// <summary>
/// Answers only to the host of <c>Web:Origin</c>. A page of another name that leads here (DNS rebinding) is told that it is at the wrong
/// place, and learns nothing.
/// </summary>
/// <param name="next">The next stage.</param>
/// <param name="origin">The origin of the pages.</param>
internal sealed class OneHost(RequestDelegate next, WebOrigin origin)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (!string.Equals(context.Request.Host.Value, origin.Host, StringComparison.OrdinalIgnoreCase))
        {
            throw new WebFaultException(StatusCodes.Status421MisdirectedRequest);
        }

        // Links, cookies and checks of this request go by the settings, whatever a proxy or a header says.
        (context.Request.Scheme, context.Request.Host) = (origin.Scheme, new HostString(origin.Host));
        return next(context);
    }
}
