using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Watching;

/// <summary>A condition that a round found, for an alert.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Subject">A name, a zone, a key.</param>
/// <param name="Text">The condition, and what to do next.</param>
/// <param name="DaysLeft">The days until an end; null if the finding is not about an end.</param>
internal sealed record AlertFinding(AlertKind Kind, string Subject, Sentence Text, int? DaysLeft = null);
