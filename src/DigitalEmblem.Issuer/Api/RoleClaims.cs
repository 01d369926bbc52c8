using System.Security.Claims;
using System.Text.Json;

namespace DigitalEmblem.Issuer.Api;

/// <summary>Reads the claim with the roles, which some providers nest: <c>realm_access.roles</c>.</summary>
internal static class RoleClaims
{
    /// <summary>The texts at a claim, or at a path within one. A claim of the whole name comes first: names may have dots.</summary>
    public static IEnumerable<string> Of(ClaimsPrincipal token, string path)
    {
        if (token.FindFirst(path) is not null)
        {
            return token.FindAll(path).Select(c => c.Value);
        }

        for (int dot = path.IndexOf('.', StringComparison.Ordinal); dot > 0; dot = path.IndexOf('.', dot + 1))
        {
            if (token.FindFirst(path[..dot]) is { } claim)
            {
                return Within(claim.Value, path[(dot + 1)..].Split('.'));
            }
        }

        return [];
    }

    private static string[] Within(string json, string[] path)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            JsonElement at = document.RootElement;
            foreach (string name in path)
            {
                if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at))
                {
                    return [];
                }
            }

            return at.ValueKind switch
            {
                JsonValueKind.String => [at.GetString()!],
                JsonValueKind.Array => [.. at.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.String).Select(e => e.GetString()!)],
                _ => [],
            };
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
