using DigitalEmblem.Issuer.Web;

namespace DigitalEmblem.Issuer.CheckPage.Stages;

/// <summary>
/// Lets through what the page takes: GET, and forms as browsers send them unless told otherwise. A form of several parts would be written
/// to a temporary file by ASP.NET Core when it is large.
/// </summary>
/// <param name="next">The next stage.</param>
internal sealed class PlainForms(RequestDelegate next)
{
    private const string Form = "application/x-www-form-urlencoded";

    public Task InvokeAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        bool isPost = HttpMethods.IsPost(request.Method);
        if (!isPost && !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
        {
            throw new WebFaultException(StatusCodes.Status405MethodNotAllowed);
        }

        if (isPost && !string.Equals(request.ContentType?.Split(';')[0].Trim(), Form, StringComparison.OrdinalIgnoreCase))
        {
            throw new WebFaultException(StatusCodes.Status415UnsupportedMediaType);
        }

        return next(context);
    }
}
