using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Work.Publishing.Writing;

/// <summary>What writing into a zone came to.</summary>
/// <param name="Outcome">What it came to.</param>
/// <param name="Detail">What happened, the likely cause and the next step, for a person.</param>
internal sealed record WriteResult(WriteOutcome Outcome, Sentence Detail)
{
    /// <summary>Whether other names of the zone would fail as well now: nobody answers there.</summary>
    public bool IsSilent { get; init; }

    /// <summary>Whether each name would be told the same by itself.</summary>
    public bool IsForAll { get; init; }
}
