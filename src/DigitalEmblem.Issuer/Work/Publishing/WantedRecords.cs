namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>The records of one type that a name should have from us.</summary>
/// <param name="Type">The record type's number.</param>
/// <param name="Data">The data of each record, as on the wire; none to have none of ours there.</param>
internal sealed record WantedRecords(ushort Type, IReadOnlyList<ReadOnlyMemory<byte>> Data);
