using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Journal.Heads;

/// <summary>Why a head of the journal is not at a place.</summary>
/// <param name="Place">The address or folder.</param>
/// <param name="Why">The cause, and what to look at.</param>
/// <param name="IsAnotherHead">Whether another head of the same line is there, which people are told at once.</param>
internal sealed record HeadFault(string Place, Sentence Why, bool IsAnotherHead = false);
