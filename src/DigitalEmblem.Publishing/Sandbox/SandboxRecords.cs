using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace DigitalEmblem.Publishing;

/// <summary>
/// The records of a sandbox server, by name. The records of a name change all at once: a query sees the old ones or the new ones.
/// </summary>
internal sealed class SandboxRecords
{
    private const int NoError = 0, FormErr = 1, NotImp = 4, Refused = 5, SetIsThere = 7, SetIsOther = 8;
    private const int UpdateOpcode = 5;
    private const ushort AnyType = 255;

    private readonly ConcurrentDictionary<DomainName, ImmutableArray<(ushort Type, uint Ttl, byte[] Data)>> _names = new();
    private readonly Lock _changing = new();

    /// <summary>The records of a name; none if it has none.</summary>
    public ImmutableArray<(ushort Type, uint Ttl, byte[] Data)> Of(DomainName name) => _names.GetValueOrDefault(name, []);

    /// <summary>Whether the name, or one below it, has records.</summary>
    public bool Exists(DomainName name) => _names.ContainsKey(name) || _names.Keys.Any(name.Contains);

    /// <summary>Puts records in place of all at a name; none to take the name away.</summary>
    public void Set(DomainName name, ImmutableArray<(ushort Type, uint Ttl, byte[] Data)> records)
    {
        lock (_changing)
        {
            Put(name, records);
        }
    }

    /// <summary>Whether a message asks for an update.</summary>
    public static bool IsUpdate(ReadOnlySpan<byte> message) => message.Length >= DnsWire.HeaderLength && (message[2] >> 3) == UpdateOpcode;

    /// <summary>Does what an update asks for, if its prerequisites hold (RFC 2136, 3.2 and 3.4), all of it or nothing.</summary>
    /// <param name="message">The message.</param>
    /// <param name="accepted">Whether this server takes updates.</param>
    /// <returns>The response's code.</returns>
    public int Update(ReadOnlyMemory<byte> message, bool accepted)
    {
        if (!accepted)
        {
            return Refused;
        }

        ReadOnlySpan<byte> header = message.Span;
        int zones = BinaryPrimitives.ReadUInt16BigEndian(header[4..]),
            prerequisites = BinaryPrimitives.ReadUInt16BigEndian(header[6..]),
            changes = BinaryPrimitives.ReadUInt16BigEndian(header[8..]);
        if (zones != 1)
        {
            return FormErr;
        }

        try
        {
            var reader = new DnsReader(message, DnsWire.HeaderLength);
            var zone = DomainName.Parse(reader.Name());
            reader.Take(4);
            var after = new Dictionary<DomainName, ImmutableArray<(ushort Type, uint Ttl, byte[] Data)>>();
            lock (_changing)
            {
                DnsRecord[] required =
                    [.. Enumerable.Range(0, prerequisites).Select(_ => reader.Record(DnsSection.Answer, withTarget: false))];
                if (Unfulfilled(zone, required) is { } code)
                {
                    return code;
                }

                for (int i = 0; i < changes; i++)
                {
                    DnsRecord record = reader.Record(DnsSection.Authority, withTarget: false);
                    var owner = DomainName.Parse(record.Owner);
                    if (!zone.Contains(owner) || record.Class is not (DnsType.ClassIn or UpdateRecord.ClassAny))
                    {
                        return zone.Contains(owner) ? NotImp : FormErr;
                    }

                    ImmutableArray<(ushort Type, uint Ttl, byte[] Data)> now =
                        after.TryGetValue(owner, out ImmutableArray<(ushort Type, uint Ttl, byte[] Data)> changed) ? changed : Of(owner);
                    after[owner] = record.Class == UpdateRecord.ClassAny
                        ? now.RemoveAll(r => record.Type is AnyType || r.Type == record.Type)
                        : now.RemoveAll(r => r.Type == record.Type && record.Data.Span.SequenceEqual(r.Data))
                            .Add((record.Type, record.Ttl, record.Data.ToArray()));
                }

                foreach ((DomainName name, ImmutableArray<(ushort Type, uint Ttl, byte[] Data)> records) in after)
                {
                    Put(name, records);
                }
            }

            return NoError;
        }
        catch (FormatException)
        {
            return FormErr;
        }
    }

    /// <summary>The response's code if a prerequisite does not hold; null if all do. Those about names in use are not known here.</summary>
    private int? Unfulfilled(DomainName zone, DnsRecord[] required)
    {
        foreach (IGrouping<(string Owner, ushort Type, ushort Class), DnsRecord> set in
            required.GroupBy(r => (r.Owner, r.Type, r.Class)))
        {
            var owner = DomainName.Parse(set.Key.Owner);
            if (!zone.Contains(owner) || set.Key.Type == AnyType)
            {
                return zone.Contains(owner) ? NotImp : FormErr;
            }

            HashSet<string> there = [.. Of(owner).Where(r => r.Type == set.Key.Type).Select(r => Convert.ToHexString(r.Data))];
            int? code = set.Key.Class switch
            {
                UpdateRecord.ClassNone => there.Count == 0 ? null : SetIsThere,
                UpdateRecord.ClassAny => there.Count > 0 ? null : SetIsOther,
                DnsType.ClassIn => there.SetEquals(set.Select(r => Convert.ToHexString(r.Data.Span))) ? null : SetIsOther,
                _ => FormErr,
            };
            if (code is not null)
            {
                return code;
            }
        }

        return null;
    }

    private void Put(DomainName name, ImmutableArray<(ushort Type, uint Ttl, byte[] Data)> records)
    {
        if (records.IsEmpty)
        {
            _names.TryRemove(name, out _);
        }
        else
        {
            _names[name] = records;
        }
    }
}
