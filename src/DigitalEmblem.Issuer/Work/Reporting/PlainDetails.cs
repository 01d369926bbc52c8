using System.Text.Json.Nodes;

namespace DigitalEmblem.Issuer.Work.Reporting;

/// <summary>Details of a line of the journal without what people typed, and without names of people that the machine knows.</summary>
internal static class PlainDetails
{
    private const string User = "user";

    private static readonly HashSet<string> Typed =
        new(["reason", "suspensionReason", "revocationReason", "note", "label", "labels", "grounds"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes them out.</summary>
    /// <param name="details">A JSON object as text.</param>
    /// <param name="withReasons">Whether what people typed stays.</param>
    /// <returns>The rest, and whether anything was taken out.</returns>
    public static (JsonNode? Details, bool IsCut) Of(string details, bool withReasons)
    {
        JsonNode? read = JsonNode.Parse(details);
        return (read, Cut(read, withReasons));
    }

    /// <summary>
    /// What showed who acted, without what a name can be guessed from: the operating system's user, and digits of the hash of a subject of
    /// the identity provider.
    /// </summary>
    public static string? CredentialOf(string? credential) => credential?.Split(':')[0] switch
    {
        null => null,
        User => User,
        "oidc" => "oidc",
        _ => credential,
    };

    private static bool Cut(JsonNode? node, bool withReasons)
    {
        bool isCut = false;
        switch (node)
        {
            case JsonObject members:
                foreach (string name in members.Select(m => m.Key).ToList())
                {
                    if (name == User || (!withReasons && Typed.Contains(name)))
                    {
                        isCut |= members.Remove(name);
                    }
                    else
                    {
                        isCut |= Cut(members[name], withReasons);
                    }
                }

                break;
            case JsonArray items:
                foreach (JsonNode? item in items)
                {
                    isCut |= Cut(item, withReasons);
                }

                break;
            default:
                break;
        }

        return isCut;
    }
}
