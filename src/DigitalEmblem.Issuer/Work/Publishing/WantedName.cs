namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>What a name should show, over all record types that emblems stand in. All of it changes in one step.</summary>
/// <param name="Name">The name.</param>
/// <param name="Records">The records, one entry a type, also for types that should have none of ours.</param>
/// <param name="Own">Which records at the name are ours.</param>
internal sealed record WantedName(DomainName Name, IReadOnlyList<WantedRecords> Records, OwnRecords Own)
{
    /// <summary>Whether nothing of ours should be there.</summary>
    public bool IsNothing => Records.All(r => r.Data.Count == 0);
}
