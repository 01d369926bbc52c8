namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>A change of all records of one type at a name.</summary>
/// <param name="Type">The record type's number.</param>
/// <param name="Before">The records that were read, which must still be there.</param>
/// <param name="Next">The records afterwards.</param>
/// <param name="Ttl">Their time to live in seconds.</param>
internal sealed record RecordChange(
    ushort Type, IReadOnlyList<ReadOnlyMemory<byte>> Before, IReadOnlyList<ReadOnlyMemory<byte>> Next, int Ttl);
