using System.Text.Json.Nodes;

namespace DigitalEmblem.Issuer.Journal.Replay;

/// <summary>
/// Members of rows that had another name once. Lines are never changed, so those from before still tell them by the former name: a member
/// that gets another name gets a line here, or each row of before would be taken for changed from outside.
/// </summary>
internal static class FormerNames
{
    private static readonly Dictionary<(string Table, string Former), string> Present = new()
    {
        [("targets", "TsigKey")] = "Access",
    };

    /// <summary>The members of a told row by their present names.</summary>
    public static JsonObject Renamed(string table, JsonObject members)
    {
        if (!members.Any(m => Present.ContainsKey((table, m.Key))))
        {
            return members;
        }

        var renamed = new JsonObject();
        foreach ((string name, JsonNode? value) in members)
        {
            renamed[Present.GetValueOrDefault((table, name), name)] = value?.DeepClone();
        }

        return renamed;
    }
}
