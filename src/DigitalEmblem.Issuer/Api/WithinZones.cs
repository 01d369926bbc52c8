namespace DigitalEmblem.Issuer.Api;

/// <summary>Metadata of the calls that an API key may make which is bound to zones. A call without it is refused to such keys.</summary>
internal sealed class WithinZones
{
    private WithinZones(bool isOfRows) => IsOfRows = isOfRows;

    /// <summary>The call reads and changes assets: the database is opened through the zones.</summary>
    public static WithinZones Rows { get; } = new(isOfRows: true);

    /// <summary>The call reads and changes only what belongs to the caller, or what all callers see alike; no asset.</summary>
    public static WithinZones NoNames { get; } = new(isOfRows: false);

    /// <summary>Whether the database is opened through the zones.</summary>
    public bool IsOfRows { get; }
}
