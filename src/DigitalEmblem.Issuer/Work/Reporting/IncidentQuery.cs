using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Work.Reporting;

/// <summary>What an incident is about.</summary>
/// <param name="From">From when.</param>
/// <param name="To">Until when; that instant is not part of it.</param>
internal sealed record IncidentQuery(DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>A name that is or was on the list; null for all.</summary>
    public DomainName? Name { get; init; }

    /// <summary>The identifier of a key; null for all.</summary>
    public string? Key { get; init; }

    /// <summary>Whether what people typed is included.</summary>
    public bool WithReasons { get; init; }
}
