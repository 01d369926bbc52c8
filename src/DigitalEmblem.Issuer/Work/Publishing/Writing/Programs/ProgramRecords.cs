namespace DigitalEmblem.Issuer.Work.Publishing.Writing.Programs;

/// <summary>The change of all records of one type at a name.</summary>
/// <param name="Type">The record type's number.</param>
/// <param name="TypeName">TXT, or TYPE with the number.</param>
/// <param name="Ttl">The time to live in seconds of the records afterwards.</param>
/// <param name="Before">The records that must still be there.</param>
/// <param name="After">The records afterwards; none to remove all.</param>
internal sealed record ProgramRecords(
    int Type, string TypeName, int Ttl, IReadOnlyList<ProgramRecord> Before, IReadOnlyList<ProgramRecord> After)
{
    /// <summary>Of a change.</summary>
    public static ProgramRecords Of(RecordChange change) => new(
        change.Type,
        RecordText.TypeName(change.Type),
        change.Ttl,
        [.. change.Before.Select(d => ProgramRecord.Of(change.Type, d))],
        [.. change.Next.Select(d => ProgramRecord.Of(change.Type, d))]);
}
