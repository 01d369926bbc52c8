using DigitalEmblem.Issuer.CheckPage.Stages;
using DigitalEmblem.Issuer.Web;

namespace DigitalEmblem.Issuer.CheckPage.Answering;

/// <summary>Sends the evidence of an answer back as a file, from the form that carried it.</summary>
internal static class EvidenceDownload
{
    /// <summary>The name of the field, and the end of the path.</summary>
    public const string Field = "evidence";

    // The same for every host: names of files are kept in places that a person forgets.
    private const string FileName = "emblem-evidence.json";

    // A reader that is slower than this would keep the place of others.
    private static readonly TimeSpan LongestSending = TimeSpan.FromSeconds(30);

    /// <summary>Maps it.</summary>
    public static void MapEvidence(this IEndpointRouteBuilder app) =>
        app.MapPost($"/{{language:{SpokenLanguage.Name}}}/{Field}", SendAsync).WithMetadata(CheckHost.Bodies);

    private static async Task SendAsync(HttpContext context)
    {
        IFormCollection form = await context.Request.ReadFormAsync(context.RequestAborted);
        using IDisposable place = context.RequestServices.GetRequiredService<CheckBudgets>().TakeToRead()
            ?? throw TooOftenException.At(context, CheckBudgets.UntilAPlace);
        if (!PackedEvidence.TryRead(form[Field], out byte[]? json))
        {
            throw new WebFaultException(StatusCodes.Status400BadRequest);
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        patience.CancelAfter(LongestSending);
        HttpResponse response = context.Response;
        (response.ContentType, response.ContentLength) = ("application/json", json.Length);
        response.Headers.ContentDisposition = $"attachment; filename={FileName}";
        try
        {
            await response.Body.WriteAsync(json, patience.Token);
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            context.Abort();
        }
    }
}
