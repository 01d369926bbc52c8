using DigitalEmblem.Discovery;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace DigitalEmblem.Publishing;

/// <summary>How an answer with all records travels.</summary>
public enum AnswerFit
{
    /// <summary>In one UDP datagram of 1232 bytes, which no path fragments.</summary>
    Udp = 0,

    /// <summary>Over TCP: a resolver asks again, as it must be able to.</summary>
    Tcp,

    /// <summary>Not at all: a DNS message has 65,535 bytes at most.</summary>
    Impossible,
}

/// <summary>
/// The records that publish a set at a name: IHLE for the CWT profile, TXT for the JWS profile, in the forms that
/// zones, updates and providers take.
/// </summary>
public sealed class PublishedRecords
{
    private const int FixedRecordBytes = 12; // a compressed owner, type, class, TTL and length
    private const int OptBytes = 11;

    private readonly (string Type, byte[] Data, string? Text)[] _records;

    private PublishedRecords(DomainName name, int ttl, (string Type, byte[] Data, string? Text)[] records)
    {
        Name = name;
        Ttl = ttl;
        _records = records;
    }

    /// <summary>The name they are published at.</summary>
    public DomainName Name { get; }

    /// <summary>The number of their record type: that of IHLE, or TXT.</summary>
    public ushort Type =>
        _records[0].Text is null
            ? ushort.Parse(_records[0].Type.AsSpan("TYPE".Length), NumberStyles.None, CultureInfo.InvariantCulture)
            : DnsType.Txt;

    /// <summary>Their time to live in seconds.</summary>
    public int Ttl { get; }

    /// <summary>
    /// The data of each record, as on the wire: what an authoritative server answers once they are published
    /// (<see cref="LookupAnswer.Data"/>).
    /// </summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Data => [.. _records.Select(r => (ReadOnlyMemory<byte>)r.Data)];

    /// <summary>How many records there are.</summary>
    public int Count => _records.Length;

    /// <summary>The size of an answer with all of them, in bytes of DNS message, with EDNS and without DNSSEC signatures.</summary>
    public int AnswerBytes => QueryBytes + _records.Sum(r => FixedRecordBytes + r.Data.Length);

    /// <summary>How such an answer travels.</summary>
    public AnswerFit Fit => AnswerBytes switch
    {
        <= DnsWire.EdnsPayload => AnswerFit.Udp,
        <= ushort.MaxValue => AnswerFit.Tcp,
        _ => AnswerFit.Impossible,
    };

    /// <summary>
    /// How many times larger the answer is than the question. An attacker who forges the sender of a question over UDP gains this factor. A
    /// server that adds IHLE to every answer, as the draft asks, gives it for every query type.
    /// </summary>
    public double ReflectionFactor => (double)Math.Min(AnswerBytes, DnsWire.EdnsPayload) / QueryBytes;

    private int QueryBytes => DnsWire.HeaderLength + Name.ToString().Length + 2 + 4 + OptBytes;

    /// <summary>The records of a set.</summary>
    /// <param name="tokens">Tokens and public keys; of one profile.</param>
    /// <param name="name">The name to publish them at.</param>
    /// <param name="ttl">The time to live in seconds; 0 to 2^31-1. Caches keep withdrawn records for that long.</param>
    /// <param name="ihleType">The record type's number for IHLE.</param>
    /// <exception cref="ArgumentException">There is nothing to publish, something that cannot be read, or both profiles.</exception>
    public static PublishedRecords For(
        UnverifiedTokens tokens, DomainName name, int ttl = 300, int ihleType = DnsEmblemSource.DefaultIhleType)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentOutOfRangeException.ThrowIfNegative(ttl);
        if (tokens.ExceededLimit is not null || tokens.Items.Any(i => i.Fault is not null))
        {
            throw new ArgumentException("Something here is no token and no key, and cannot be published ('emblem inspect' shows what).");
        }

        TokenProfile[] profiles = [.. tokens.Items.Select(i => i.Profile).OfType<TokenProfile>().Distinct()];
        if (profiles.Length != 1)
        {
            throw new ArgumentException(profiles.Length == 0
                ? "There is no token to publish."
                : "The tokens are of both profiles: publish the CWT and the JWS tokens from files of their own.");
        }

        string ihle = string.Create(CultureInfo.InvariantCulture, $"TYPE{ihleType}");
        return new PublishedRecords(name, ttl, [.. tokens.Items.Select(i => profiles[0] == TokenProfile.Cwt ? Ihle(i, ihle) : Txt(i))]);
    }

    /// <summary>Lines of a zone file (RFC 1035, 5; RFC 3597, 5).</summary>
    public string ToZone() => Lines(r => string.Create(CultureInfo.InvariantCulture, $"{Name}. {Ttl} IN {r.Type} {Presentation(r)}"));

    /// <summary>
    /// A script for <c>nsupdate</c> (RFC 2136) that replaces all records of the type at the name in one step. It has no <c>server</c> and
    /// no key, because the caller adds these.
    /// </summary>
    public string ToNsupdate() => string.Join('\n', [
        .. _records.Select(r => r.Type).Distinct().Select(type => $"update delete {Name}. {type}"),
        .. _records.Select(r => string.Create(CultureInfo.InvariantCulture, $"update add {Name}. {Ttl} {r.Type} {Presentation(r)}")),
        "send",
        "",
    ]);

    /// <summary>The values of TXT records alone, one a line, as web forms of providers take them; IHLE records as generic data.</summary>
    public string ToValues() => Lines(r => r.Text ?? Presentation(r));

    /// <summary>
    /// A JSON array with <c>name</c>, <c>type</c>, <c>ttl</c> and <c>content</c> of each record, for the interfaces of providers.
    /// </summary>
    public string ToJson()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(
            buffer,
            new JsonWriterOptions { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartArray();
            foreach ((string Type, byte[] Data, string? Text) record in _records)
            {
                json.WriteStartObject();
                json.WriteString("name", Name.ToString());
                json.WriteString("type", record.Type);
                json.WriteNumber("ttl", Ttl);
                json.WriteString("content", record.Text ?? Presentation(record));
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    /// <summary>The records as a server sends them.</summary>
    internal IEnumerable<(ushort Type, uint Ttl, byte[] Data)> OnTheWire() => _records.Select(r => (Type, (uint)Ttl, r.Data));

    private string Lines(Func<(string Type, byte[] Data, string? Text), string> line) =>
        string.Concat(_records.Select(r => line(r) + "\n"));

    private static (string, byte[], string?) Ihle(InputItem item, string type) =>
        (type, item.Token?.Encoded.ToArray() ?? item.Key!.ToCoseKey(), null);

    private static (string, byte[], string?) Txt(InputItem item)
    {
        string id = item.SetId is null ? "" : "-" + item.SetId;
        string text = item.Token is { } token
            ? $"adem-token{id}={Encoding.ASCII.GetString(token.Encoded.Span)}"
            : $"adem-key{id}={item.Key!.ToJwk()}";
        return ("TXT", CharacterStrings.Data(text), text);
    }

    private static string Presentation((string Type, byte[] Data, string? Text) record) => record.Text is null
        ? string.Create(CultureInfo.InvariantCulture, $"\\# {record.Data.Length} {Convert.ToHexString(record.Data)}")
        : string.Join(' ', CharacterStrings.Split(Encoding.UTF8.GetBytes(record.Text)).Select(s => Quoted(Encoding.UTF8.GetString(s))));

    private static string Quoted(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
