namespace DigitalEmblem.Issuer.Work.Certificates;

/// <summary>Where a certificate stands in Certificate Transparency.</summary>
/// <param name="Entry">The log and the leaf.</param>
/// <param name="Name">The log's name in the log list; null if the list does not have it now.</param>
/// <param name="PromisedAt">
/// When the log promised to show the certificate, by the promise inside it (SCT), which was checked when the certificate came; null if the
/// certificate was submitted by this service and has no promise inside.
/// </param>
internal sealed record LogPlace(CommitmentEntry Entry, string? Name, DateTimeOffset? PromisedAt)
{
    /// <summary>The log's name, or its identifier in base64 without one.</summary>
    public string Called => Name ?? Entry.LogId.ToBase64();

    /// <summary>The places of a commitment that is complete.</summary>
    /// <param name="entries">Its entries.</param>
    /// <param name="chain">Its certificate chain.</param>
    /// <param name="logs">The logs that are known; null for none.</param>
    public static IReadOnlyList<LogPlace> Of(IEnumerable<CommitmentEntry> entries, BindingChain chain, LogList? logs) =>
    [
        .. entries.Select(e => new LogPlace(
            e, logs?.Find(e.LogId)?.ToString(), chain.Scts.FirstOrDefault(s => s.LogId == e.LogId)?.Timestamp)),
    ];
}
