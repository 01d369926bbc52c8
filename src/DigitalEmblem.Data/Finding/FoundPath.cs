using System.Text;

namespace DigitalEmblem.Data.Finding;

/// <summary>The path of something that a search found: the root as the caller wrote it, and what lies below.</summary>
/// <param name="Bytes">Its bytes.</param>
internal readonly record struct FoundPath(byte[] Bytes)
{
    public FoundSign Sign(FoundPlace place, DataOutcome outcome, string reason) => new()
    {
        Path = Encoding.UTF8.GetString(Bytes),
        PathBytes = Bytes,
        Place = place,
        Outcome = outcome,
        Reason = reason,
    };
}
