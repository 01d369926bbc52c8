using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Work.Endorsements;

/// <summary>
/// What an authority sent back, as a person brings it: the JSON that an authority's service answers with, or the bundle alone, as it is or
/// in base64url. It is only taken apart here; <see cref="AcceptEndorsement"/> verifies it.
/// </summary>
/// <param name="Bundle">The endorsement and the key that verifies it.</param>
/// <param name="Jws">The endorsement in the JWS profile; null if there is none.</param>
/// <param name="ChainPem">The certificates that bind the key to the authority; null if there are none.</param>
internal sealed record AuthorityAnswer(byte[] Bundle, string? Jws, string? ChainPem)
{
    /// <summary>Takes it apart.</summary>
    /// <exception cref="RefusedException">It is none of these forms.</exception>
    public static AuthorityAnswer Read(byte[] file)
    {
        ArgumentNullException.ThrowIfNull(file);
        string text = Encoding.UTF8.GetString(file).Trim('\uFEFF', ' ', '\t', '\r', '\n');
        if (text.StartsWith('{'))
        {
            return OfJson(text);
        }

        if (text.StartsWith("-----BEGIN", StringComparison.Ordinal))
        {
            throw new RefusedException(
                Refusal.Malformed,
                $"These are certificates, and no endorsement. Put them into the field for the authority's certificates.");
        }

        // A bundle is CBOR, and a text may be one of base64url only.
        return new AuthorityAnswer(Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : file, null, null);
    }

    private static AuthorityAnswer OfJson(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            // The authority's service answers with it by itself, or as a member of what it tells of an application.
            JsonElement body = json.RootElement;
            if (body.TryGetProperty("endorsement", out JsonElement inner) && inner.ValueKind == JsonValueKind.Object)
            {
                body = inner;
            }

            return new AuthorityAnswer(
                Base64Url.DecodeFromChars(Member(body, "bundle")
                    ?? throw new RefusedException(
                        Refusal.Malformed, $"The file has no member 'bundle', so it is no answer of an authority. Is it the request?")),
                Member(body, "jws"),
                Member(body, "chainPem"));
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            throw new RefusedException(
                Refusal.Malformed, $"The file is damaged, or is no answer of an authority. Take it from the authority again.");
        }
    }

    private static string? Member(JsonElement body, string name) =>
        body.TryGetProperty(name, out JsonElement member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;
}
