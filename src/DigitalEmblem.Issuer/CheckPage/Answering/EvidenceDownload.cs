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

    /// <summary>Maps it.</summary>
    public static void MapEvidence(this IEndpointRouteBuilder app) =>
        app.MapPost($"/{{language:{SpokenLanguage.Name}}}/{Field}", SendAsync).WithMetadata(CheckHost.Bodies);

    private static async Task SendAsync(HttpContext context)
    {
        IFormCollection form = await context.Request.ReadFormAsync(context.RequestAborted);
        await (PackedEvidence.TryRead(form[Field], out byte[]? json)
            ? TypedResults.File(json, "application/json", FileName).ExecuteAsync(context)
            : throw new WebFaultException(StatusCodes.Status400BadRequest));
    }
}
