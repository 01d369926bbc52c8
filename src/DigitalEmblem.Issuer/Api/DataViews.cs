using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Work.DataMarks;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Api;

/// <summary>Data that are marked, or may be.</summary>
/// <param name="Id">Their identity here.</param>
/// <param name="Root">Their root, which is all that is known of them.</param>
/// <param name="Label">What people here call them; it is in no sign.</param>
/// <param name="Purposes">What their sign stands for.</param>
/// <param name="LifetimeSeconds">How long their signs last; null for the service's setting.</param>
/// <param name="State">Where they stand.</param>
/// <param name="DeclaredBy">Who declared that they serve only what their sign stands for.</param>
/// <param name="DeclaredAt">When.</param>
/// <param name="DeclaredUntil">Until when the declaration holds.</param>
/// <param name="SignId">The sign in force.</param>
/// <param name="RenewAt">When the next one is due.</param>
/// <param name="NotIssued">Why the last one could not be issued; null if it could.</param>
/// <param name="MarkProposalId">The proposal to mark them that waits for a second officer; null if there is none.</param>
internal sealed record DataView(
    Guid Id,
    string Root,
    string Label,
    Purposes Purposes,
    long? LifetimeSeconds,
    AssetState State,
    string? DeclaredBy,
    DateTimeOffset? DeclaredAt,
    DateTimeOffset? DeclaredUntil,
    Guid? SignId,
    DateTimeOffset? RenewAt,
    string? NotIssued,
    Guid? MarkProposalId)
{
    public static DataView Of(MarkedData d, MarkProposal? proposed) => new(
        d.Id,
        d.Root.ToString(),
        d.Label,
        d.Purposes,
        (long?)d.Lifetime?.TotalSeconds,
        d.State,
        d.DeclaredBy,
        d.DeclaredAt,
        d.DeclaredUntil,
        d.EmblemId,
        d.RenewAt,
        d.NotIssued?.ToString(),
        proposed?.Id);
}

/// <summary>What a withdrawal of data did, and what it cannot do.</summary>
/// <param name="Data">The data.</param>
/// <param name="CopiesValidUntil">Until when copies of signs that were given out are valid; null if there are none.</param>
/// <param name="Note">What that means, and what to do.</param>
internal sealed record DataWithdrawnView(DataView Data, DateTimeOffset? CopiesValidUntil, string Note)
{
    public static DataWithdrawnView Of(MarkedData data, DateTimeOffset? until) =>
        new(DataView.Of(data, null), until, Sentence.Of($"No sign is made or given out any more. {SignsOfData.Copies(until)}").ToString());
}

/// <summary>A request to mark data. It carries the root, and nothing else of the data.</summary>
/// <param name="Root">The root, as <c>emblem data prepare</c> prints it.</param>
/// <param name="Purposes">What the sign is to stand for.</param>
/// <param name="LifetimeSeconds">How long signs last; the service's setting if left out.</param>
/// <param name="Label">What people here call the data, at most 200 characters: in no sign, but in the journal. No personal data.</param>
internal sealed record DataBody(string Root, Purposes Purposes, long? LifetimeSeconds = null, string? Label = null);
