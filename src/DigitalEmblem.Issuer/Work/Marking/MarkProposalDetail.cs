using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Work.Marking;

/// <summary>A proposal to mark, and what it is about.</summary>
/// <param name="Proposal">The proposal.</param>
/// <param name="Names">A page of the names that are to be marked, in their order. One that was changed since is left out.</param>
/// <param name="Data">The data that are to be marked.</param>
/// <param name="Left">How many names and data it is about now.</param>
/// <param name="AreMore">Whether more names follow.</param>
internal sealed record MarkProposalDetail(
    MarkProposal Proposal, IReadOnlyList<Asset> Names, IReadOnlyList<MarkedData> Data, int Left, bool AreMore);
