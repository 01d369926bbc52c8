using System.Text;

namespace DigitalEmblem.EndToEnd.Tests.Discovery.Dns;

/// <summary>A record of a response.</summary>
internal sealed record Rr(byte[] Owner, int Type, byte[] Data, int Class = 1, uint Ttl = 60)
{
    /// <summary>The name that was asked, as a pointer to the question.</summary>
    public static readonly byte[] Asked = [0xc0, 12];

    public static Rr Opt(int extendedCode, int version = 0) =>
        new([0], DnsType.Opt, [], DnsWire.EdnsPayload, ((uint)extendedCode << 24) | ((uint)version << 16));

    public static Rr Ns(string zone) => new(DnsMessage.Name(zone), DnsType.Ns, DnsMessage.Name($"ns.{zone}"));

    public static Rr Soa(string zone) =>
        new(DnsMessage.Name(zone), DnsType.Soa, [.. DnsMessage.Name($"ns.{zone}"), .. DnsMessage.Name($"root.{zone}"), .. new byte[20]]);

    public static Rr Alias(string owner, string target) => new(DnsMessage.Name(owner), DnsType.CName, DnsMessage.Name(target));

    public static Rr Txt(string text) => new(Asked, DnsType.Txt, CharacterStrings.Data(text));
}

/// <summary>A response as a server of a test writes it: whatever a header may say, and whatever may follow it.</summary>
internal sealed record DnsMessage
{
    /// <summary>QR, RD, RA.</summary>
    public const int OfResolver = 0x8180;

    public int Flags { get; init; } = OfResolver;

    public int Code { get; init; }

    public bool Truncated { get; init; }

    public IReadOnlyList<Rr> Answer { get; init; } = [];

    public IReadOnlyList<Rr> Authority { get; init; } = [];

    public IReadOnlyList<Rr> Additional { get; init; } = [];

    /// <summary>Octets after the last record.</summary>
    public byte[] Tail { get; init; } = [];

    public static byte[] Name(string name) =>
        [.. name.Split('.').SelectMany(l => (byte[])[(byte)l.Length, .. Encoding.ASCII.GetBytes(l)]), 0];

    /// <summary>A header and nothing else, which says that the given counts follow.</summary>
    public static byte[] HeaderOnly(byte[] query, int code, byte questions = 0, byte additional = 0) =>
        [query[0], query[1], 0x81, (byte)(0x80 | code), 0, questions, 0, 0, 0, 0, 0, additional];

    public static bool HasEdns(byte[] query) => query[11] > 0;

    public static bool IsIhle(byte[] query) => DnsWire.ReadQuestion(query)?.Type == DnsType.DefaultIhle;

    /// <summary>The bytes, as the response to a query.</summary>
    public byte[] To(byte[] query)
    {
        int end = DnsWire.ReadQuestion(query)!.Value.End;
        var bytes = new List<byte>([query[0], query[1]]);
        DnsWire.UInt16(bytes, Flags | (Truncated ? 0x0200 : 0) | Code);
        DnsWire.UInt16(bytes, 1);
        IReadOnlyList<Rr>[] sections = [Answer, Authority, Additional];
        foreach (IReadOnlyList<Rr> section in sections)
        {
            DnsWire.UInt16(bytes, section.Count);
        }

        bytes.AddRange(query[12..end]);
        foreach (Rr record in sections.SelectMany(s => s))
        {
            bytes.AddRange(record.Owner);
            DnsWire.UInt16(bytes, record.Type);
            DnsWire.UInt16(bytes, record.Class);
            DnsWire.UInt32(bytes, record.Ttl);
            DnsWire.UInt16(bytes, record.Data.Length);
            bytes.AddRange(record.Data);
        }

        return [.. bytes, .. Tail];
    }
}
