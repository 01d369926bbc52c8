namespace DigitalEmblem.Issuer.Drill;

/// <summary>What an observer saw of one name at one moment.</summary>
/// <param name="Name">The name.</param>
/// <param name="Dns">The verdict on what stands in the DNS.</param>
/// <param name="WellKnown">The verdict on what the well-known resource gives.</param>
/// <param name="RestsOnLostKey">Whether one of the two shows a set that rests on a key which was declared compromised.</param>
internal sealed record DrillSight(string Name, string Dns, string WellKnown, bool RestsOnLostKey)
{
    /// <summary>Whether both show an emblem that validators accept.</summary>
    public bool IsMarked => Dns == "Marked" && WellKnown == "Marked";
}
