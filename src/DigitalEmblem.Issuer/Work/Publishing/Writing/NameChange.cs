namespace DigitalEmblem.Issuer.Work.Publishing.Writing;

/// <summary>A change of one name, over all record types that change.</summary>
/// <param name="Name">The name.</param>
/// <param name="Records">The changes, one a type.</param>
/// <param name="Above">
/// The name, and those above it up to the zone's apex without the apex: at a delegation there, a server takes records and never shows them.
/// </param>
internal sealed record NameChange(DomainName Name, IReadOnlyList<RecordChange> Records, IReadOnlyList<DomainName> Above)
{
    /// <summary>Whether records are put in, and not only taken out.</summary>
    public bool Adds => Records.Any(r => r.Next.Count > 0);
}
