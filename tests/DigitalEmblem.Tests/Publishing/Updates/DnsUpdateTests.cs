using System.Text;
using DigitalEmblem.TestSupport;
using FsCheck.Xunit;
using Xunit;

namespace DigitalEmblem.Tests.Publishing.Updates;

/// <summary>
/// What is asked of a name server, to the byte. If these fail, a zone is changed in another way than was meant, or a set
/// that cannot be sent is found out too late.
/// </summary>
public class DnsUpdateTests
{
    private const ushort Ihle = DnsType.DefaultIhle;

    private static readonly DomainName Zone = DomainName.Parse("society.example"), Host = DomainName.Parse("www.society.example");

    private static readonly TsigKey Key = new("emblem-key", new byte[32]);

    /// <summary>Written down from RFC 2136, 2: header, zone, three prerequisites, a deletion, and what comes in place of the set.</summary>
    [Fact]
    public void Encode_AnUpdateOfEveryKind_IsTheMessageOfTheRfc()
    {
        DnsUpdate update = new DnsUpdate(Zone)
            .RequireExists(Zone, 6)
            .RequireAbsent(Host, DnsType.Txt)
            .RequireExactly(Host, Ihle, [Bytes(0xaa, 0xbb)])
            .Delete(Host, DnsType.Txt)
            .Replace(Host, Ihle, 300, [Bytes(1), Bytes(2, 3)]);
        string[] expected =
        [
            "1234 2800 0001 0003 0004 0000", // id, opcode 5, counts
            "07736f6369657479 076578616d706c65 00 0006 0001", // society.example SOA IN
            "c00c 0006 00ff 00000000 0000", // the apex has a SOA: ANY
            "03777777 c00c 0010 00fe 00000000 0000", // www has no TXT: NONE
            "03777777 c00c ff11 0001 00000000 0002 aabb", // www has exactly this IHLE: IN, TTL 0
            "03777777 c00c 0010 00ff 00000000 0000", // no TXT: ANY
            "03777777 c00c ff11 00ff 00000000 0000", // no IHLE
            "03777777 c00c ff11 0001 0000012c 0001 01",
            "03777777 c00c ff11 0001 0000012c 0002 0203",
        ];
        Assert.Equal(string.Concat(expected).Replace(" ", "", StringComparison.Ordinal), Convert.ToHexStringLower(update.Encode(0x1234)));
    }

    [Property(MaxTest = 300)]
    public void EncodedLength_AnyUpdate_IsTheLengthOfWhatIsSent(byte[][] data, bool atApex, byte label)
    {
        DomainName owner = atApex ? Zone : DomainName.Parse($"{new string('a', 1 + (label % 63))}.b.society.example");
        DnsUpdate update = (data ?? []).Where(d => d is not null).Aggregate(
            new DnsUpdate(Zone).Delete(owner, 16),
            (u, d) => (d.Length % 3) switch
            {
                0 => u.Replace(owner, Ihle, d.Length, [d, Bytes(7)]),
                1 => u.RequireExactly(owner, Ihle, [d]),
                _ => u.RequireAbsent(owner, Ihle),
            });
        Assert.Equal(update.EncodedLength(), update.Encode(1).Length);
        foreach (TsigAlgorithm algorithm in Enum.GetValues<TsigAlgorithm>())
        {
            var key = new TsigKey("a.longer.name-of-a-key", new byte[64], algorithm);
            Assert.Equal(update.EncodedLength(key), SentUpdate.Of(update, key, TestTokens.Now).Message.Length);
        }
    }

    /// <summary>What we write, our own reader reads back, record by record.</summary>
    [Property(MaxTest = 300)]
    public void Encode_AnyRecords_AreReadBack(byte[][] data, ushort ttl)
    {
        byte[][] records = [.. (data ?? []).Where(d => d is not null).DistinctBy(Convert.ToHexString)];
        if (records.Length == 0)
        {
            return;
        }

        byte[] message = new DnsUpdate(Zone).Replace(Host, Ihle, ttl, Memory(records)).Encode(1);
        var reader = new DnsReader(message, DnsWire.HeaderLength);
        Assert.Equal(("society.example", 6, 1), (reader.Name(), reader.UInt16(), reader.UInt16()));
        DnsRecord deletion = reader.Record(DnsSection.Authority);
        Assert.Equal(
            ("www.society.example", Ihle, 255, 0u, 0), (deletion.Owner, deletion.Type, deletion.Class, deletion.Ttl, deletion.Data.Length));
        foreach (byte[] expected in records)
        {
            DnsRecord record = reader.Record(DnsSection.Authority);
            Assert.Equal(("www.society.example", Ihle, 1, (uint)ttl), (record.Owner, record.Type, record.Class, record.Ttl));
            Assert.Equal(expected, record.Data.ToArray());
        }

        Assert.True(reader.IsAtEnd);
    }

    [Fact]
    public void Update_Extended_LeavesTheOneBeforeAsItWas()
    {
        DnsUpdate empty = new(Zone), one = empty.Delete(Host, Ihle), two = one.Delete(Host, DnsType.Txt);
        Assert.Equal((true, false), (empty.IsEmpty, one.IsEmpty));
        Assert.True(empty.EncodedLength() < one.EncodedLength() && one.EncodedLength() < two.EncodedLength());
        Assert.Equal(one.Encode(1), empty.Delete(Host, Ihle).Encode(1));
    }

    [Fact]
    public void Update_CallersData_IsCopiedAndEachRecordStandsOnce()
    {
        byte[] data = [1, 2, 3];
        DnsUpdate update = new DnsUpdate(Zone).Replace(Host, Ihle, 60, [data, Bytes(1, 2, 3)]),
            expected = new DnsUpdate(Zone).Replace(Host, Ihle, 60, [Bytes(1, 2, 3)]);
        data[0] = 9;
        Assert.Equal(expected.Encode(1), update.Encode(1));
    }

    [Fact]
    public void Replace_PublishedRecords_AreThoseOfTheirName()
    {
        PublishedRecords records = PublishedRecords.For(
            UnverifiedTokens.Read(Encoding.ASCII.GetBytes(Jws.Sign(TestTokens.Emblem(), TestKeys.Of(SignatureAlgorithm.Ed25519, 1)))),
            Host,
            ttl: 77);
        Assert.Equal((DnsType.Txt, 77, 1), (records.Type, records.Ttl, records.Data.Count));
        Assert.Equal(
            new DnsUpdate(Zone).Replace(Host, DnsType.Txt, 77, records.Data).Encode(1), new DnsUpdate(Zone).Replace(records).Encode(1));
    }

    [Fact]
    public void Update_CallersMistakes_AreRefusedAtOnce()
    {
        DnsUpdate update = new(Zone);
        string Refusal(Func<DnsUpdate> mistake) => Assert.ThrowsAny<ArgumentException>(mistake).Message;
        Assert.Contains(
            "not in the zone", Refusal(() => update.Delete(DomainName.Parse("www.other.example"), Ihle)), StringComparison.Ordinal);
        Assert.Contains(
            "not in the zone", Refusal(() => update.Delete(DomainName.Parse("wwwsociety.example"), Ihle)), StringComparison.Ordinal);
        Assert.Contains(
            "not in the zone", Refusal(() => update.Replace(DomainName.Parse("example"), Ihle, 1, [Bytes(1)])), StringComparison.Ordinal);
        Assert.Contains("Use Delete", Refusal(() => update.Replace(Host, Ihle, 60, [])), StringComparison.Ordinal);
        Assert.Contains("Use RequireAbsent", Refusal(() => update.RequireExactly(Host, Ihle, [])), StringComparison.Ordinal);
        Assert.Contains("65535 bytes", Refusal(() => update.Replace(Host, Ihle, 60, [new byte[65536]])), StringComparison.Ordinal);
        Refusal(() => update.Replace(Host, Ihle, -1, [Bytes(1)]));
        foreach (ushort type in (ushort[])[0, 41, 128, 249, 250, 251, 252, 255])
        {
            // ANY would delete all that stands at the name.
            Assert.Contains("none that a zone holds", Refusal(() => update.Delete(Host, type)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Send_WhatFitsNoMessageOrAsksForNothing_IsRefusedBeforeAnythingIsSent()
    {
        var client = new DnsUpdateClient(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 9), Key);
        await Assert.ThrowsAsync<ArgumentException>(() => client.SendAsync(new DnsUpdate(Zone)));

        DnsUpdate tight = new DnsUpdate(Zone).Replace(Host, Ihle, 60, [new byte[65_300]]);
        int over = tight.EncodedLength(Key) - DnsUpdate.MaxLength;
        DnsUpdate fits = new DnsUpdate(Zone).Replace(Host, Ihle, 60, [new byte[65_300 - over]]),
            tooLong = new DnsUpdate(Zone).Replace(Host, Ihle, 60, [new byte[65_301 - over]]);
        Assert.Equal(DnsUpdate.MaxLength, fits.EncodedLength(Key));
        Assert.Equal(DnsUpdateOutcome.NotReached, (await client.SendAsync(fits)).Outcome);
        Assert.Contains(
            "65536 bytes",
            (await Assert.ThrowsAsync<ArgumentException>(() => client.SendAsync(tooLong))).Message,
            StringComparison.Ordinal);
        // Without a key there is more room.
        Assert.True(tooLong.EncodedLength() < DnsUpdate.MaxLength);
    }

    [Fact]
    public void Client_TimeoutOutOfItsRange_IsRefused()
    {
        var server = new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 53);
        foreach (TimeSpan timeout in (TimeSpan[])[TimeSpan.Zero, TimeSpan.FromSeconds(-1), TimeSpan.FromMinutes(6)])
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => new DnsUpdateClient(server, timeout: timeout));
        }
    }

    private static ReadOnlyMemory<byte> Bytes(params byte[] bytes) => bytes;

    private static IEnumerable<ReadOnlyMemory<byte>> Memory(IEnumerable<byte[]> records) => records.Select(r => (ReadOnlyMemory<byte>)r);
}
