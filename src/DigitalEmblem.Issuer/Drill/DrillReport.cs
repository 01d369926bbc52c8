using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DigitalEmblem.Issuer.Drill;

/// <summary>What a drill showed.</summary>
/// <param name="Steps">Its steps.</param>
/// <param name="Unmarked">How long, in the drill's time, each name was without an emblem that validators accept.</param>
/// <param name="Looks">How often an observer looked at the names.</param>
/// <param name="Seconds">How long it took here.</param>
internal sealed record DrillReport(
    IReadOnlyList<DrillStep> Steps, IReadOnlyDictionary<string, TimeSpan> Unmarked, int Looks, double Seconds)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Whether all went as it should.</summary>
    public bool IsGood => Steps.All(s => s.Faults.Count == 0);

    /// <summary>The lines about one step, as it is printed while the drill runs.</summary>
    public static string Text(DrillStep step)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Time(step.At)}  {step.Who}: {step.What}\n");
        if (step.Call is not null)
        {
            text.Append("        call: ").Append(step.Call).Append('\n');
        }

        if (step.Seen.Count > 0)
        {
            text.Append("        seen: ").Append(string.Join("; ", Seen(step.Seen))).Append('\n');
        }

        foreach (string fault in step.Faults)
        {
            text.Append("        NOT AS IT SHOULD BE: ").Append(fault).Append('\n');
        }

        return text.Append(CultureInfo.InvariantCulture, $"        took: {step.Seconds:0.0} s here").ToString();
    }

    /// <summary>The end of the report, for a person.</summary>
    public string Summary()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"An observer looked {Looks} times by DNS and by the well-known resource.");
        foreach ((string name, TimeSpan time) in Unmarked)
        {
            text.Append(time == TimeSpan.Zero
                ? $" {name} was marked all the time."
                : $" {name} was without a valid emblem for {Words(time)}.");
        }

        int faults = Steps.Sum(s => s.Faults.Count);
        text.Append(CultureInfo.InvariantCulture, $"\nThe drill took {Seconds:0.0} s here, and {Words(Steps[^1].At)} by its own clock. ");
        return text.Append(faults == 0
            ? "It ended as it should."
            : $"IT DID NOT END AS IT SHOULD: {faults} faults, marked above. Keep this output, and report it.").ToString();
    }

    /// <summary>The report, for a program.</summary>
    public string Json() => new JsonObject
    {
        ["endedAsItShould"] = IsGood,
        ["seconds"] = Math.Round(Seconds, 2),
        ["looks"] = Looks,
        ["secondsWithoutValidEmblem"] = new JsonObject(
            Unmarked.Select(u => KeyValuePair.Create(u.Key, (JsonNode?)(long)u.Value.TotalSeconds))),
        ["steps"] = new JsonArray([.. Steps.Select(Json)]),
    }.ToJsonString(Indented);

    private static JsonNode Json(DrillStep step) => new JsonObject
    {
        ["at"] = (long)step.At.TotalSeconds,
        ["who"] = step.Who,
        ["what"] = step.What,
        ["call"] = step.Call,
        ["seconds"] = Math.Round(step.Seconds, 2),
        ["seen"] = new JsonArray([.. step.Seen.Select(s => new JsonObject
        {
            ["name"] = s.Name,
            ["dns"] = s.Dns,
            ["wellKnown"] = s.WellKnown,
            ["restsOnLostKey"] = s.RestsOnLostKey,
        })]),
        ["faults"] = new JsonArray([.. step.Faults.Select(f => JsonValue.Create(f))]),
    };

    private static IEnumerable<string> Seen(IReadOnlyList<DrillSight> seen) => seen
        .GroupBy(s => (s.Dns, s.WellKnown, s.RestsOnLostKey))
        .Select(g => $"{string.Join(", ", g.Select(s => s.Name))} {g.Key.Dns} by DNS, {g.Key.WellKnown} by well-known"
            + (g.Key.RestsOnLostKey ? ", still by the lost key" : ""));

    private static string Words(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0} minutes");

    private static string Time(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours:00}:{time.Minutes:00}");
}
