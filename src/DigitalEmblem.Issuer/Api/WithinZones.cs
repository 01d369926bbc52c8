namespace DigitalEmblem.Issuer.Api;

/// <summary>Metadata of calls that an API key may make that is bound to zones. A call without it is refused to such keys.</summary>
internal sealed class WithinZones
{
    private WithinZones(bool isOfRows) => IsOfRows = isOfRows;

    /// <summary>It reads and changes names: the database is opened through the zones.</summary>
    public static WithinZones Rows { get; } = new(isOfRows: true);

    /// <summary>It is about the caller alone, or about what is the same for everyone, and touches no name.</summary>
    public static WithinZones NoNames { get; } = new(isOfRows: false);

    /// <summary>Whether the database is opened through the zones.</summary>
    public bool IsOfRows { get; }
}
