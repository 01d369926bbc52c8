using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Api;

/// <summary>Access to approve that was proposed.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Handle">Who gets the access.</param>
/// <param name="AboutId">The invitation, key or subject; null for roles.</param>
/// <param name="Roles">The roles afterwards; empty for a subject, whose roles the provider gives.</param>
/// <param name="ProposedBy">Who proposed it.</param>
/// <param name="ProposedAt">When; it ends undecided after a week.</param>
/// <param name="State">What became of it.</param>
/// <param name="DecidedBy">Who decided.</param>
/// <param name="DecidedAt">When it was decided or ended.</param>
internal sealed record ProposalView(
    Guid Id,
    ProposalKind Kind,
    string Handle,
    Guid? AboutId,
    IReadOnlyList<AccessRoles> Roles,
    string ProposedBy,
    DateTimeOffset ProposedAt,
    ProposalState State,
    string? DecidedBy,
    DateTimeOffset? DecidedAt)
{
    public static ProposalView Of(AccessProposal p) => new(
        p.Id,
        p.Kind,
        p.Handle,
        p.AboutId,
        Callers.Apart(p.Roles),
        p.ProposedBy,
        p.ProposedAt,
        p.State,
        p.DecidedBy,
        p.DecidedAt);
}
