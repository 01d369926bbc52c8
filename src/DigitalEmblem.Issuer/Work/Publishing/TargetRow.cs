using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>A zone with how it stands with its names.</summary>
/// <param name="Target">The zone, and how it takes records.</param>
/// <param name="Names">How many names should show an emblem there; <see cref="ListTargets.Counted"/> + 1 for more than it counts.</param>
/// <param name="Due">How many names wait to be published, replaced or removed; the same.</param>
/// <param name="Fault">Why the last attempts at what is due failed; null if none did.</param>
/// <param name="IsKeyMissing">Whether the settings lack the TSIG key that it names.</param>
internal sealed record TargetRow(PublicationTarget Target, int Names, int Due, Sentence? Fault, bool IsKeyMissing);
