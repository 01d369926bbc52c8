using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>
/// The journal's line about the assets of a batch that got no emblem, by reason. An asset that got none for the same reason before is not
/// told again: most causes wait for people, and a line a try would fill the journal.
/// </summary>
internal sealed class NotIssuedLine
{
    // Bounds the line. The rows that it tells have the rest by their identity.
    private const int MostReasons = 20, MostNames = 100;

    private readonly Dictionary<string, List<string>> _names = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>Postpones an asset, and notes it if the reason is new.</summary>
    public void Postpone(Asset asset, string why, DateTimeOffset until)
    {
        if (!asset.Postpone(why, until))
        {
            return;
        }

        _count++;
        if (_names.TryGetValue(why, out List<string>? names) || _names.Count < MostReasons)
        {
            _names[why] = names ??= [];
            names.Add(asset.Name.ToString());
        }
    }

    /// <summary>Writes the line, if there is something new to say.</summary>
    public void Write(Change change)
    {
        if (_count == 0)
        {
            return;
        }

        change.Journal("emblems.notIssued", $"{_count} assets", new JsonObject
        {
            ["reasons"] = new JsonArray([.. _names.Select(r => new JsonObject
            {
                ["why"] = r.Key,
                ["count"] = r.Value.Count,
                ["assets"] = new JsonArray([.. r.Value.Take(MostNames).Select(n => (JsonNode)n)]),
            })]),
            ["others"] = _count - _names.Sum(r => r.Value.Count),
        });
    }
}
