using System.Text.Json;

namespace DigitalEmblem;

/// <summary>The rules of verification in files (spec/evidence.md).</summary>
internal static class CommitmentRulesJson
{
    public static void Write(Utf8JsonWriter json, CommitmentRules rules)
    {
        json.WriteStartObject("rules");
        json.WriteBoolean("strictNames", rules.StrictNames);
        json.WriteBoolean("allEntries", rules.AllEntries);
        json.WriteBoolean("revocationChecked", rules.RevocationChecked);
        json.WriteSeconds("maximumLogListAge", rules.MaximumLogListAge);
        json.WriteSeconds("maximumTimeSinceLogging", rules.MaximumTimeSinceLogging);
        json.WriteSeconds("clockSkew", rules.ClockSkew);
        json.WriteEndObject();
    }

    /// <summary>Reads the member <c>rules</c>.</summary>
    public static CommitmentRules Read(JsonElement parent) => TokenFormatException.InPath("rules", () =>
    {
        JsonElement json = JsonFields.Object(parent, "rules");
        var rules = new CommitmentRules
        {
            StrictNames = JsonFields.Boolean(json, "strictNames"),
            AllEntries = JsonFields.Boolean(json, "allEntries"),
            RevocationChecked = JsonFields.Boolean(json, "revocationChecked"),
            MaximumLogListAge = JsonFields.Seconds(json, "maximumLogListAge"),
            MaximumTimeSinceLogging = JsonFields.Seconds(json, "maximumTimeSinceLogging"),
            ClockSkew = JsonFields.Seconds(json, "clockSkew") ?? throw new TokenFormatException("required, and missing", "clockSkew"),
        };
        try
        {
            rules.Validate();
            return rules;
        }
        catch (ArgumentException e)
        {
            throw new TokenFormatException(e.Message.TrimEnd('.'));
        }
    });
}
