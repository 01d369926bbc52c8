using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Work.Marking;

namespace DigitalEmblem.Issuer.Api;

/// <summary>What one officer proposed to mark.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Kind">Whether it is about names or data.</param>
/// <param name="Count">How many were proposed.</param>
/// <param name="ProposedBy">The officer.</param>
/// <param name="ProposedAt">When.</param>
/// <param name="EndsAt">When it ends undecided.</param>
/// <param name="State">What became of it; Ended if it was taken back, or nobody decided it in time.</param>
/// <param name="DecidedBy">Who decided.</param>
/// <param name="DecidedAt">When it was decided or ended.</param>
internal sealed record MarkProposalView(
    Guid Id,
    MarkProposalKind Kind,
    int Count,
    string ProposedBy,
    DateTimeOffset ProposedAt,
    DateTimeOffset EndsAt,
    ProposalState State,
    string? DecidedBy,
    DateTimeOffset? DecidedAt)
{
    public static MarkProposalView Of(MarkProposal p, DateTimeOffset now) =>
        new(p.Id, p.Kind, p.Count, p.ProposedBy, p.ProposedAt, p.EndsAt, p.StateAt(now), p.DecidedBy, p.DecidedAt);
}

/// <summary>A proposal, and what it would mark now.</summary>
/// <param name="Proposal">The proposal.</param>
/// <param name="Left">How many names and data it would mark now.</param>
/// <param name="Names">A part of the names.</param>
/// <param name="Data">The data.</param>
/// <param name="Next">What to give as <c>after</c> for the names behind these; null if there are no more.</param>
internal sealed record MarkProposalDetailView(
    MarkProposalView Proposal,
    int Left,
    IReadOnlyList<ProposedMarkView> Names,
    IReadOnlyList<ProposedMarkView> Data,
    string? Next)
{
    public static MarkProposalDetailView Of(MarkProposalDetail d, DateTimeOffset now) => new(
        MarkProposalView.Of(d.Proposal, now),
        d.Left,
        [.. d.Names.Select(ProposedMarkView.Of)],
        [.. d.Data.Select(ProposedMarkView.Of)],
        d.AreMore ? d.Names[^1].Name.ToString() : null);
}

/// <summary>A name or data that a proposal would mark.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Name">The name, or the root of the data.</param>
/// <param name="Purposes">What its emblem would stand for.</param>
/// <param name="DeclaredBy">Who declared that it serves nothing else.</param>
/// <param name="AcknowledgedRisks">The kinds of risks that officers acknowledged for the name.</param>
internal sealed record ProposedMarkView(
    Guid Id, string Name, Purposes Purposes, string? DeclaredBy, IReadOnlyList<RiskKinds> AcknowledgedRisks)
{
    public static ProposedMarkView Of(Markable m) =>
        new(m.Id, m.Called, m.Purposes, m.DeclaredBy, (m as Asset)?.AcknowledgedRisks?.Each() ?? []);
}
