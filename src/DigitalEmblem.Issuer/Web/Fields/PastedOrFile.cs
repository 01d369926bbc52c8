using System.Text;

namespace DigitalEmblem.Issuer.Web.Fields;

/// <summary>What a person pasted into a field, or sent as a file beside it. The file counts if both came.</summary>
internal static class PastedOrFile
{
    /// <summary>Reads it. Its size is bounded with the whole form (<see cref="Stages.WebBodies"/>).</summary>
    /// <returns>The bytes; null if there is neither.</returns>
    public static async Task<byte[]?> ReadAsync(IFormFile? file, string? pasted, CancellationToken cancellationToken)
    {
        if (file is { Length: > 0 })
        {
            using var all = new MemoryStream();
            await file.CopyToAsync(all, cancellationToken);
            return all.ToArray();
        }

        return string.IsNullOrWhiteSpace(pasted) ? null : Encoding.UTF8.GetBytes(pasted.Trim());
    }
}
