using DigitalEmblem.Discovery;
using System.Formats.Cbor;

namespace DigitalEmblem.Extensions;

/// <summary>
/// An answer of DNS in the cache: <c>[version, outcome, ttl or null, canonical name or null, [data], [names]]</c> in deterministic CBOR. It
/// does not hold who was asked, nor whether the answer was authenticated. Reading is strict.
/// </summary>
internal static class LookupAnswerCodec
{
    private const int Version = 1, Members = 6;

    // A name has 255 bytes, and each may be written as four characters.
    private const int MaxNameLength = 1020;

    // A message of DNS has 64 KiB, and each record takes some twelve bytes of it.
    private const int MaxRecords = 6000, MaxRecordBytes = ushort.MaxValue;

    public static byte[] Write(LookupAnswer answer)
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartArray(Members);
        writer.WriteInt32(Version);
        writer.WriteInt32((int)answer.Outcome);
        if (answer.TimeToLive is { } ttl)
        {
            writer.WriteInt64((long)ttl.TotalSeconds);
        }
        else
        {
            writer.WriteNull();
        }

        if (answer.CanonicalName is { } canonical)
        {
            writer.WriteTextString(canonical);
        }
        else
        {
            writer.WriteNull();
        }

        writer.WriteStartArray(answer.Data.Count);
        foreach (ReadOnlyMemory<byte> data in answer.Data)
        {
            writer.WriteByteString(data.Span);
        }

        writer.WriteEndArray();
        writer.WriteStartArray(answer.Names.Count);
        foreach (string name in answer.Names)
        {
            writer.WriteTextString(name);
        }

        writer.WriteEndArray();
        writer.WriteEndArray();
        return writer.Encode();
    }

    /// <summary>The answer; null if it is not of the form.</summary>
    public static LookupAnswer? Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return Read(new CborReader(bytes, CborConformanceMode.Canonical));
        }
        catch (Exception e) when (e is CborContentException or InvalidOperationException or OverflowException)
        {
            return null;
        }
    }

    private static LookupAnswer? Read(CborReader reader)
    {
        if (reader.ReadStartArray() != Members || reader.ReadInt32() != Version)
        {
            return null;
        }

        var outcome = (LookupOutcome)reader.ReadInt32();
        uint? ttl = Optional(reader, r => r.ReadUInt32());
        string? canonical = Optional<string>(reader, r => r.ReadTextString());
        ReadOnlyMemory<byte>[]? data = List(reader, r => (ReadOnlyMemory<byte>)r.ReadByteString());
        string[]? names = List(reader, r => r.ReadTextString());
        reader.ReadEndArray();
        bool found = outcome == LookupOutcome.Found;
        bool wellFormed = reader.BytesRemaining == 0
            && outcome is LookupOutcome.Found or LookupOutcome.NoData or LookupOutcome.NameNotFound
            && data is not null && names is not null
            && (found ? ttl > 0 && data.Length > 0 : ttl is null && data.Length == 0 && names.Length == 0)
            && data.All(d => d.Length <= MaxRecordBytes)
            && names.All(IsName) && (canonical is null || IsName(canonical));
        return wellFormed
            ? new LookupAnswer
            {
                Outcome = outcome,
                Data = data!,
                Names = names!,
                CanonicalName = canonical,
                TimeToLive = ttl is { } seconds ? TimeSpan.FromSeconds(seconds) : null
            }
            : null;
    }

    private static bool IsName(string name) => name.Length <= MaxNameLength && name.All(c => c is > ' ' and <= '~');

    private static T? Optional<T>(CborReader reader, Func<CborReader, T> read)
        where T : class
    {
        if (reader.PeekState() != CborReaderState.Null)
        {
            return read(reader);
        }

        reader.ReadNull();
        return null;
    }

    private static uint? Optional(CborReader reader, Func<CborReader, uint> read)
    {
        if (reader.PeekState() != CborReaderState.Null)
        {
            return read(reader);
        }

        reader.ReadNull();
        return null;
    }

    private static T[]? List<T>(CborReader reader, Func<CborReader, T> read)
    {
        // The stated length comes from the cache and is not trusted, so memory is not reserved before the items are read.
        if (reader.ReadStartArray() is not (>= 0 and <= MaxRecords))
        {
            return null;
        }

        var items = new List<T>();
        while (reader.PeekState() != CborReaderState.EndArray)
        {
            items.Add(read(reader));
        }

        reader.ReadEndArray();
        return [.. items];
    }
}
