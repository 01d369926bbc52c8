using Microsoft.AspNetCore.Http.HttpResults;

namespace DigitalEmblem.Issuer.Api;

/// <summary>
/// Exchange files as bodies and answers. They are JSON texts with a format of their own (spec/exchange-files.md). Here they are only bytes,
/// because their readers check the format.
/// </summary>
internal static class Files
{
    public const string MediaType = "application/json";

    /// <summary>Says that an endpoint takes a file as its body.</summary>
    public static RouteHandlerBuilder TakesFile(this RouteHandlerBuilder endpoint) =>
        endpoint.Accepts<Stream>(MediaType, "application/octet-stream");

    /// <summary>The body. <see cref="RequestBodies"/> has already read it into memory.</summary>
    public static async Task<byte[]> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var all = new MemoryStream();
        await request.Body.CopyToAsync(all, cancellationToken);
        return all.ToArray();
    }

    public static FileContentHttpResult Write(byte[] file, Guid id, string extension) =>
        TypedResults.File(file, MediaType, id.ToString("N") + extension);
}
