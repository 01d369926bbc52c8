using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>
/// The journal's line about those of a batch that got no emblem, by reason. One that got none for the same reason before is not told again:
/// most causes wait for people, and a line a try would fill the journal.
/// </summary>
/// <param name="words">What they are called.</param>
internal sealed class NotIssuedLine(MarkWords words)
{
    // Bounds the line. The rows that it tells have the rest by their identity.
    private const int MostReasons = 20, MostNames = 100;

    // People have to mend most causes, so retrying each second would only fill the logs.
    private static readonly TimeSpan TryAgain = TimeSpan.FromMinutes(1);

    private readonly Dictionary<Sentence, List<string>> _names = [];
    private int _count;

    /// <summary>Postpones one, and notes it if the reason is new.</summary>
    public void Postpone(Change change, Markable marked, Sentence why)
    {
        if (!marked.Postpone(why, change.Now + TryAgain))
        {
            return;
        }

        _count++;
        if (_names.TryGetValue(why, out List<string>? names) || _names.Count < MostReasons)
        {
            _names[why] = names ??= [];
            names.Add(marked.Called);
        }
    }

    /// <summary>Writes the line, if there is something new to say.</summary>
    public void Write(Change change)
    {
        if (_count == 0)
        {
            return;
        }

        change.Journal(words.NotIssued, $"{_count} {words.Noun}", new JsonObject
        {
            ["reasons"] = new JsonArray([.. _names.Select(r => new JsonObject
            {
                ["why"] = r.Key.ToString(),
                ["count"] = r.Value.Count,
                [words.Noun] = new JsonArray([.. r.Value.Take(MostNames).Select(n => (JsonNode)n)]),
            })]),
            ["others"] = _count - _names.Sum(r => r.Value.Count),
        });
    }
}
