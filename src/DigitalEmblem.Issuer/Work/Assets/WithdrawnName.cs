using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>How far the withdrawal of a name is.</summary>
/// <param name="Asset">The asset.</param>
/// <param name="Places">How it stands with its records, by place; none if this service publishes nothing of it.</param>
/// <param name="CopiesUntil">Until when a kept copy of an emblem validates; null if none does.</param>
internal sealed record WithdrawnName(Asset Asset, IReadOnlyList<PublishedPlace> Places, DateTimeOffset? CopiesUntil)
{
    /// <summary>Whether records of it are still to be removed somewhere.</summary>
    public bool IsDue => Places.Any(p => p.IsDue);

    /// <summary>When the last cache that keeps to the rules is clear; null while something is due, or if nothing was published.</summary>
    public DateTimeOffset? CachesClearAt => IsDue ? null : Places.Max(p => p.Publication.CachesClearAt);
}
