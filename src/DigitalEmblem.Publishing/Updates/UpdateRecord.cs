namespace DigitalEmblem.Publishing;

/// <summary>One record of an update: a prerequisite, or a change; its class says what it means (RFC 2136, 2.4 and 2.5).</summary>
/// <param name="Owner">Its owner.</param>
/// <param name="Type">Its type.</param>
/// <param name="Class">IN for a record itself; ANY or NONE for what is said of a whole set.</param>
/// <param name="Ttl">Its time to live; 0 unless it is added.</param>
/// <param name="Data">Its data; empty where it is said of a whole set.</param>
internal sealed record UpdateRecord(DomainName Owner, ushort Type, ushort Class, uint Ttl, ReadOnlyMemory<byte> Data)
{
    public const ushort ClassNone = 254, ClassAny = 255;

    private const int PointerToZone = 0xc000 | DnsWire.HeaderLength;
    private const int Fixed = 10, Pointer = 2;

    /// <summary>Its length in a message that updates <paramref name="zone"/>.</summary>
    public int LengthIn(DomainName zone) => (Below(zone) is { } labels ? labels.Length + 1 : 0) + Pointer + Fixed + Data.Length;

    /// <summary>
    /// Writes it into such a message. The owner ends in a pointer to the zone's name, which stands right after the header.
    /// </summary>
    public void Write(List<byte> bytes, DomainName zone)
    {
        if (Below(zone) is { } labels)
        {
            DnsWire.Labels(bytes, labels);
        }

        DnsWire.UInt16(bytes, PointerToZone);
        DnsWire.UInt16(bytes, Type);
        DnsWire.UInt16(bytes, Class);
        DnsWire.UInt32(bytes, Ttl);
        DnsWire.UInt16(bytes, Data.Length);
        bytes.AddRange(Data.Span);
    }

    /// <summary>The labels of the owner below the apex; null for the apex.</summary>
    private string? Below(DomainName zone) => Owner == zone ? null : Owner.ToString()[..^(zone.ToString().Length + 1)];
}
