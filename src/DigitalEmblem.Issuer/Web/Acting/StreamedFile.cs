using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace DigitalEmblem.Issuer.Web.Acting;

/// <summary>
/// A file that is written while it is sent, so that it need not fit into memory. If that fails midway the connection breaks, and browsers
/// say that the download failed: a part never looks like the whole.
/// </summary>
/// <param name="name">The name that browsers keep it under; ASCII.</param>
/// <param name="type">The media type.</param>
/// <param name="write">Writes it.</param>
internal sealed class StreamedFile(string name, string type, Func<StreamWriter, CancellationToken, Task> write) : ActionResult
{
    /// <inheritdoc/>
    public override async Task ExecuteResultAsync(ActionContext context)
    {
        HttpResponse response = context.HttpContext.Response;
        response.ContentType = type;
        response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = name }.ToString();
        if (HttpMethods.IsHead(context.HttpContext.Request.Method))
        {
            return;
        }

        await using var writer = new StreamWriter(response.Body, leaveOpen: true);
        await write(writer, context.HttpContext.RequestAborted);
        await writer.FlushAsync(context.HttpContext.RequestAborted);
    }
}
