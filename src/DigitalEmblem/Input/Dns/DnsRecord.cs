namespace DigitalEmblem;

/// <summary>The section of a message that a record stands in.</summary>
internal enum DnsSection
{
    Answer,
    Authority,
    Additional,
}

/// <summary>One resource record as received.</summary>
/// <param name="Section">Where it stands.</param>
/// <param name="Owner">Its owner in lower case without the last dot; the root is empty. Bytes that no name of ours has are escaped.</param>
/// <param name="Type">Its type.</param>
/// <param name="Class">Its class.</param>
/// <param name="Ttl">Its time to live in seconds.</param>
/// <param name="Data">Its data, as on the wire.</param>
/// <param name="Target">
/// The name in the data of a CNAME or PTR, and the primary server in that of an SOA in Answer, in the form of <paramref name="Owner"/>.
/// </param>
internal sealed record DnsRecord(
    DnsSection Section, string Owner, ushort Type, ushort Class, uint Ttl, ReadOnlyMemory<byte> Data, string? Target = null);
