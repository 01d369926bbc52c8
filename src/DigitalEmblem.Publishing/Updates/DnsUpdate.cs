using System.Collections.Immutable;
using System.Globalization;

namespace DigitalEmblem.Publishing;

/// <summary>
/// A change of a zone (RFC 2136): prerequisites, and the changes that a server makes if they hold, all of them or none. Immutable: each
/// method returns an update with one more item. Several names of a zone fit into one update.
/// </summary>
public sealed class DnsUpdate
{
    /// <summary>The largest message that DNS has, in bytes.</summary>
    public const int MaxLength = ushort.MaxValue;

    private const int MaxDataLength = ushort.MaxValue;
    private const ushort UpdateOpcode = 5 << 11;

    private readonly ImmutableList<UpdateRecord> _prerequisites;
    private readonly ImmutableList<UpdateRecord> _changes;
    private readonly int _length;

    /// <summary>An update that asks for nothing yet.</summary>
    /// <param name="zone">
    /// The zone: the name at its apex, where its SOA is (<see cref="DnsZoneLookup"/> finds it), not the name that is changed.
    /// </param>
    public DnsUpdate(DomainName zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        Zone = zone;
        _prerequisites = _changes = [];
        _length = DnsWire.HeaderLength + zone.ToString().Length + 2 + 4;
    }

    private DnsUpdate(DnsUpdate before, IReadOnlyCollection<UpdateRecord> prerequisites, IReadOnlyCollection<UpdateRecord> changes)
    {
        Zone = before.Zone;
        _prerequisites = before._prerequisites.AddRange(prerequisites);
        _changes = before._changes.AddRange(changes);
        _length = before._length + prerequisites.Concat(changes).Sum(r => r.LengthIn(Zone));
    }

    /// <summary>The zone that is changed.</summary>
    public DomainName Zone { get; }

    /// <summary>Whether it asks for nothing at all.</summary>
    internal bool IsEmpty => _prerequisites.IsEmpty && _changes.IsEmpty;

    /// <summary>Whether it has prerequisites.</summary>
    internal bool HasPrerequisites => !_prerequisites.IsEmpty;

    /// <summary>Requires that there is an RRset of this type at the name, whatever its records (RFC 2136, 2.4.1).</summary>
    /// <param name="owner">The name; in the zone.</param>
    /// <param name="type">The record type's number.</param>
    /// <exception cref="ArgumentException">The name is not in the zone, or the type is none that a zone holds.</exception>
    public DnsUpdate RequireExists(DomainName owner, ushort type) => With(prerequisites: [Whole(owner, type, UpdateRecord.ClassAny)]);

    /// <summary>Requires that there is no RRset of this type at the name (RFC 2136, 2.4.3).</summary>
    /// <param name="owner">The name; in the zone.</param>
    /// <param name="type">The record type's number.</param>
    /// <exception cref="ArgumentException">The name is not in the zone, or the type is none that a zone holds.</exception>
    public DnsUpdate RequireAbsent(DomainName owner, ushort type) => With(prerequisites: [Whole(owner, type, UpdateRecord.ClassNone)]);

    /// <summary>
    /// Requires that the RRset of this type at the name has exactly these records, in any order and with any time to live (RFC 2136,
    /// 2.4.2). The update then fails if another party changed the RRset since it was looked up.
    /// </summary>
    /// <param name="owner">The name; in the zone.</param>
    /// <param name="type">The record type's number.</param>
    /// <param name="data">The data of each record, as on the wire; at least one. Copied.</param>
    /// <exception cref="ArgumentException">
    /// There is no record, the name is not in the zone, or the type is none that a zone holds.
    /// </exception>
    public DnsUpdate RequireExactly(DomainName owner, ushort type, IEnumerable<ReadOnlyMemory<byte>> data) =>
        With(prerequisites: Records(owner, type, 0, data, nameof(RequireAbsent)));

    /// <summary>
    /// Puts these records in place of the whole RRset of this type at the name (RFC 2136, 2.5.2 and 2.5.1): a query sees the old set or the
    /// new one, never both and never neither. At a name with a CNAME the server ignores this without saying so (RFC 2136, 3.4.2.2), so read
    /// the records back.
    /// </summary>
    /// <param name="owner">The name; in the zone.</param>
    /// <param name="type">The record type's number.</param>
    /// <param name="ttl">The time to live in seconds; 0 to 2^31-1. Caches keep withdrawn records for that long.</param>
    /// <param name="data">The data of each record, as on the wire; at least one. Copied.</param>
    /// <exception cref="ArgumentException">
    /// There is no record, the name is not in the zone, the type is none that a zone holds, or the time is negative.
    /// </exception>
    public DnsUpdate Replace(DomainName owner, ushort type, int ttl, IEnumerable<ReadOnlyMemory<byte>> data)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(ttl);
        return With(changes: [Whole(owner, type, UpdateRecord.ClassAny), .. Records(owner, type, (uint)ttl, data, nameof(Delete))]);
    }

    /// <summary>Puts the records of a set in place of all of their type at their name.</summary>
    /// <param name="records">The records.</param>
    /// <exception cref="ArgumentException">Their name is not in the zone.</exception>
    public DnsUpdate Replace(PublishedRecords records)
    {
        ArgumentNullException.ThrowIfNull(records);
        return Replace(records.Name, records.Type, records.Ttl, records.Data);
    }

    /// <summary>Deletes the whole RRset of this type at the name (RFC 2136, 2.5.2). It is no error if there is none.</summary>
    /// <param name="owner">The name; in the zone.</param>
    /// <param name="type">The record type's number.</param>
    /// <exception cref="ArgumentException">The name is not in the zone, or the type is none that a zone holds.</exception>
    public DnsUpdate Delete(DomainName owner, ushort type) => With(changes: [Whole(owner, type, UpdateRecord.ClassAny)]);

    /// <summary>
    /// The length of the message in bytes; more than <see cref="MaxLength"/> cannot be sent. In that case put fewer names into an update:
    /// each update by itself is made as a whole or not at all.
    /// </summary>
    /// <param name="key">The key that signs it; null for none.</param>
    public int EncodedLength(TsigKey? key = null) => _length + (key is null ? 0 : TsigRecord.LengthFor(key));

    /// <summary>For a person: the zone, and how many items the update asks for.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"update of {Zone}: {_prerequisites.Count} prerequisites, {_changes.Count} changes");

    /// <summary>The message without a signature; it fits.</summary>
    internal byte[] Encode(ushort id)
    {
        var bytes = new List<byte>(_length);
        DnsWire.UInt16(bytes, id);
        DnsWire.UInt16(bytes, UpdateOpcode);
        DnsWire.UInt16(bytes, 1);
        DnsWire.UInt16(bytes, _prerequisites.Count);
        DnsWire.UInt16(bytes, _changes.Count);
        DnsWire.UInt16(bytes, 0);
        DnsWire.Name(bytes, Zone.ToString());
        DnsWire.UInt16(bytes, DnsType.Soa);
        DnsWire.UInt16(bytes, DnsType.ClassIn);
        foreach (UpdateRecord record in _prerequisites.Concat(_changes))
        {
            record.Write(bytes, Zone);
        }

        return [.. bytes];
    }

    private DnsUpdate With(UpdateRecord[]? prerequisites = null, UpdateRecord[]? changes = null) =>
        new(this, prerequisites ?? [], changes ?? []);

    private UpdateRecord Whole(DomainName owner, ushort type, ushort recordClass) =>
        new(InZone(owner), OfZone(type), recordClass, 0, default);

    private UpdateRecord[] Records(DomainName owner, ushort type, uint ttl, IEnumerable<ReadOnlyMemory<byte>> data, string forNone)
    {
        ArgumentNullException.ThrowIfNull(data);
        InZone(owner);
        OfZone(type);
        // An RRset holds each record once.
        UpdateRecord[] records = [.. data.DistinctBy(d => Convert.ToHexString(d.Span))
            .Select(d => new UpdateRecord(owner, type, DnsType.ClassIn, ttl, d.ToArray()))];
        return records.Length == 0 ? throw new ArgumentException(
            $"There is no record: an empty set does not exist in DNS. Use {forNone} for that.", nameof(data))
            : records.Any(r => r.Data.Length > MaxDataLength)
                ? throw new ArgumentException($"A record's data has {MaxDataLength} bytes at most.", nameof(data))
            : records;
    }

    private DomainName InZone(DomainName owner)
    {
        ArgumentNullException.ThrowIfNull(owner);
        return Zone.Contains(owner)
            ? owner
            : throw new ArgumentException($"'{owner}' is not in the zone '{Zone}': each zone needs an update of its own.", nameof(owner));
    }

    // Refuses 0, OPT, and the types that exist only in questions and in transit (RFC 6895, 3.1). An update with ANY would delete everything
    // at a name.
    private static ushort OfZone(ushort type) => type is 0 or DnsType.Opt or (>= 128 and <= 255)
        ? throw new ArgumentException(
            string.Create(CultureInfo.InvariantCulture, $"Type {type} is none that a zone holds: 1 to 127 without 41, or 256 to 65535."),
            nameof(type))
        : type;
}
