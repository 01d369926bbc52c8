using System.Net.Mime;
using DigitalEmblem.Issuer.Work.Publishing;
using Microsoft.AspNetCore.Mvc;

namespace DigitalEmblem.Issuer.Web.Acting;

/// <summary>The records of a zone as a file, written as they are read: a zone may have a hundred thousand names.</summary>
/// <param name="pages">The records.</param>
/// <param name="form">The form.</param>
/// <param name="name">The name of the file.</param>
internal sealed class StreamedRecords(IAsyncEnumerable<RecordsByHand> pages, RecordsForm form, string name) : IActionResult
{
    /// <inheritdoc/>
    public Task ExecuteResultAsync(ActionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        HttpResponse response = context.HttpContext.Response;
        response.ContentType = RecordsByHand.MediaType(form);
        response.Headers.ContentDisposition = new ContentDisposition { FileName = name, Inline = false }.ToString();
        return RecordsWriter.WriteAsync(pages, form, response.Body, context.HttpContext.RequestAborted);
    }
}
