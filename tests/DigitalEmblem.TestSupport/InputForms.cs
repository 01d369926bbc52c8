using System.Text;

namespace DigitalEmblem.TestSupport;

/// <summary>
/// One good emblem, and an answer without one, in all forms that <c>emblem verify</c> reads: the rows of spec/input.md.
/// </summary>
public static class InputForms
{
    public const string Name = "www.society.example";

    private const string Soa = "society.example.\t300\tIN\tSOA\tns.society.example. admin.society.example. 1 3600 900 604800 300";

    private static readonly SoftwareSigningKey EmblemKey = TestKeys.Of(SignatureAlgorithm.Ed25519, 0);
    private static readonly SoftwareSigningKey RootKey = TestKeys.Of(SignatureAlgorithm.ES256, 0);
    private static readonly string Root = Jws.Sign(TestTokens.Endorsement(EmblemKey.PublicKey, profile: TokenProfile.Jws), RootKey);
    private static readonly byte[] Bundle = TokenBundle.Write(
    [
        Cwt.Sign(TestTokens.Emblem(), EmblemKey),
        Cwt.Sign(TestTokens.Endorsement(EmblemKey.PublicKey), RootKey),
        EmblemKey.PublicKey.ToCoseKey(),
        RootKey.PublicKey.ToCoseKey(),
    ]);

    /// <summary>The values of the TXT records of a good emblem.</summary>
    public static IReadOnlyList<string> Values { get; } =
    [
        $"adem-token={Jws.Sign(TestTokens.Emblem(), EmblemKey)}",
        $"adem-token={Root}",
        $"adem-key={EmblemKey.PublicKey.ToJwk()}",
        $"adem-key={RootKey.PublicKey.ToJwk()}",
    ];

    /// <summary>Each form by the name of its row.</summary>
    public static IReadOnlyDictionary<string, byte[]> All { get; } = Make();

    /// <summary>Records in the form of a zone file or of dig, one a line.</summary>
    public static string Records(string owner = $"{Name}.", string head = "\t300\tIN\tTXT\t") =>
        Lines(Values.Select(v => $"{owner}{head}{Strings(v)}"));

    /// <summary>The output of dig.</summary>
    public static string Dig(
        string records,
        int answers,
        string status = "NOERROR",
        string question = $"{Name}.\t\tIN\tTXT",
        string flags = "qr rd ra",
        string authority = "",
        bool banner = true)
    {
        int below = authority.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;
        return (banner ? $"\n; <<>> DiG 9.18.49 <<>> {Name} TXT\n;; global options: +cmd\n;; Got answer:\n" : "")
            + $";; ->>HEADER<<- opcode: QUERY, status: {status}, id: 4711\n;; flags: {flags}; QUERY: 1, ANSWER: {answers}, AUTHORITY: "
            + $"{below}, ADDITIONAL: 1\n\n"
            + $";; OPT PSEUDOSECTION:\n; EDNS: version: 0, flags:; udp: 1232\n;; QUESTION SECTION:\n;{question}\n\n"
            + (records.Length > 0 ? $";; ANSWER SECTION:\n{records}\n" : "")
            + (authority.Length > 0 ? $";; AUTHORITY SECTION:\n{authority}\n" : "")
            + ";; Query time: 1 msec\n;; SERVER: 192.0.2.53#53(192.0.2.53) (UDP)\n;; WHEN: Tue Dec 01 00:00:00 UTC 2026\n"
            + ";; MSG SIZE  rcvd: 1523\n\n";
    }

    private static Dictionary<string, byte[]> Make()
    {
        string good = Records(),
            dig = Dig(good, 4),
            other = $"{Name}.\t300\tIN\tTXT\t\"v=spf1 -all\"\n",
            none = Dig("", 0, authority: Soa + "\n");
        string values = Lines(Values),
            quoted = Lines(Values.Select(Strings)),
            keys = $"{EmblemKey.PublicKey.ToJwk()}\n{RootKey.PublicKey.ToJwk()}\n";
        string set = $"{{\"keys\": [\n  {EmblemKey.PublicKey.ToJwk()},\n  {RootKey.PublicKey.ToJwk()}\n]}}\n",
            tokens = $"{Values[0][11..]}\n{Root}\n";
        byte[] utf16 = Encoding.Unicode.GetBytes(dig);
        var texts = new Dictionary<string, string>
        {
            ["bundle-hex"] = Convert.ToHexStringLower(Bundle),
            ["jws-lines"] = tokens + keys,
            ["txt-values"] = values,
            ["jwk-set"] = tokens + set,
            ["pem-keys"] = $"{tokens}Our keys:\n\n{EmblemKey.PublicKey.ToPem()}\n{RootKey.PublicKey.ToPem()}\n",
            ["armour-bundle"] = $"-----BEGIN EMBLEM-----\n{Convert.ToBase64String(Bundle, Base64FormattingOptions.InsertLineBreaks)}\n"
                + "-----END EMBLEM-----\n",
            ["dig"] = dig,
            ["dig-short"] = quoted,
            ["dig-answer"] = good,
            ["dig-multiline"] = Dig(
                Lines(
                    Values.Select(v => $"{Name}. 300 IN TXT ( {Strings(v).Replace("\" \"", "\"\n\t\t\t\"", StringComparison.Ordinal)} )")),
                4),
            ["dig-ttlunits"] = Dig(Records(head: "\t1h30m\tIN\tTXT\t"), 4),
            ["dig-unknownformat"] = Dig(Generic("CLASS1\tTYPE16"), 4, question: $"{Name}.\t\tCLASS1\tTYPE16"),
            ["dig-nocomments"] = $"\n; <<>> DiG 9.18.49 <<>> +nocomments {Name} TXT\n;; global options: +cmd\n;{Name}.\t\tIN\tTXT\n"
                + $"{good};; Query time: 1 msec\n",
            ["dig-after-failures"] = ";; communications error to 192.0.2.53#53: timed out\n;; Truncated, retrying in TCP mode.\n" + dig,
            ["dig-any"] = Dig(good, 4, question: $"{Name}.\t\tIN\tANY"),
            ["dig-and-another"] = dig + Dig("", 0, "SERVFAIL", banner: false),
            ["kdig"] = Kdig(good, 4, "NOERROR"),
            ["host"] = Lines(Values.Select(v => $"{Name} descriptive text {Strings(v)}")),
            ["nslookup"] = "Server:\t\t192.0.2.53\nAddress:\t192.0.2.53#53\n\nNon-authoritative answer:\n"
                + $"{Lines(Values.Select(v => $"{Name}\ttext = {Strings(v)}"))}\nAuthoritative answers can be found from:\n",
            ["nslookup-windows"] = "Server:  dns.example\r\nAddress:  192.0.2.53\r\n\r\nNon-authoritative answer:\r\n"
                + string.Concat(Values.Select(
                    v => $"{Name}\ttext =\r\n\r\n\t{Strings(v).Replace("\" \"", "\"\r\n\t\"", StringComparison.Ordinal)}\r\n")),
            ["zone"] = "$ORIGIN society.example.\n$TTL 5m\n@ SOA ns admin ( 1 ; serial\n 1h 15m 1w 5m )\n\tNS ns\nmail A 192.0.2.1\n"
                + $"{Records("www", " TXT ")}",
            ["zone-owner-omitted"] = $"$ORIGIN example.\n$TTL 1h\nwww.society IN 5m {"TXT " + Strings(Values[0])}\n"
                + Lines(Values.Skip(1).Select(v => $"\t\t5m TXT {Strings(v)}")),
            ["zone-generic"] = Generic("TYPE16"),
            ["zone-comments"] = Lines(Values.Select(v => $"{Name}. 300 IN TXT ( ; an emblem\n"
                + $"  {Strings(v).Replace("\" \"", "\" ; a part (of it\n  \"", StringComparison.Ordinal)} ; the rest\n )")),
            ["zone-ihle"] = $"{Name}. IN IHLE {Convert.ToHexString(Cwt.Sign(TestTokens.Emblem(), EmblemKey))}\n"
                + $"{string.Concat(CwtRest().Select(d => $"{Name}. 300 IN TYPE65297 \\# {d.Length} {Convert.ToHexString(d)}\n"))}",
            ["mail"] =
                $"Dear colleagues,\n\nthis is what I see (dig):\n\n{string.Concat(dig.Split('\n').Select(l => $"> > {l}\n"))}\nRegards\n",
            ["indented"] = string.Concat(dig.Split('\n').Select(l => $"    {l}\n")),
            ["mark-where-files-join"] = $"\ufeff{tokens.TrimEnd()}\ufeff{keys}",
            ["crlf"] = dig.Replace("\n", "\r\n", StringComparison.Ordinal),
            ["ctrl-z"] = dig + "\u001a",
            ["block-never-closed"] = $"-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA\n\n-----BEGIN PUBLIC KEY-----\n{values}",
            ["parenthesis-never-closed"] = $"mail IN TXT ( \"a\"\n{values}",
            ["json-never-closed"] = $"{{\"kty\":\n{values}",
            ["address-alone"] = AddressEmblem(),

            ["dig-identify"] = Lines(Values.Select(v => Strings(v) + " from server 192.0.2.53 in 1 ms.")),
            ["dig-answer-below"] =
                Dig(other, 1, authority: "society.example.\t300\tIN\tNS\tns.society.example.\n").Split(";; Query time")[0] + good,
            ["block-closed-by-another"] = $"-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA\n{values}-----END EMBLEM-----\n",
            ["dig-nodata"] = none,
            ["dig-nxdomain"] = Dig("", 0, "NXDOMAIN", authority: Soa + "\n"),
            ["dig-ihle-nodata"] = Dig("", 0, question: $"{Name}.\t\tIN\tTYPE65297", authority: Soa + "\n"),
            ["dig-name-like-a-record"] = Dig(
                "adem-key-x.society.example.\t300\tIN\tTXT\t\"k=v\"\n", 1, question: "adem-key-x.society.example.\t\tIN\tTXT"),
            ["dig-other-records"] = Dig(other, 1),
            ["dig-alias-nodata"] = Dig($"{Name}.\t300\tIN\tCNAME\thost.society.example.\n", 1, authority: Soa + "\n"),
            ["dig-both-types-nodata"] = none + Dig("", 0, question: $"{Name}.\t\tIN\tTYPE65297", authority: Soa + "\n", banner: false),
            ["kdig-nodata"] = Kdig("", 0, "NOERROR"),
            ["host-no-record"] = $"{Name} has no TXT record\n",
            ["bundle-of-nothing"] = "80",
            ["keys-alone"] = keys,
            ["jwk-set-alone"] = set,
            ["endorsements-alone"] = Root + "\n" + keys,

            ["jws-cut"] = values[..(Values[0].Length - 30)],
            ["jws-expired"] = Jws.Sign(
                TestTokens.Emblem() with { Validity = Validity.From(TestTokens.Now.AddDays(-9), TimeSpan.FromDays(1)) }, EmblemKey)
                + "\n" + keys,
            ["txt-upper-case"] = Dig($"{Name}. 300 IN TXT {Strings("ADEM-TOKEN=" + Values[0][11..])}\n", 1),
            ["txt-quotation-marks"] = Dig($"{Name}. 300 IN TXT {Strings("\"" + Values[0] + "\"")}\n", 1),
            ["txt-key-that-is-none"] = Dig($"{Name}. 300 IN TXT \"adem-key=MBQwDAYH\"\n", 1),
            ["txt-cut"] = $"{Name}. 300 IN TXT \"adem-token={Values[0][11..200]}\n",
            ["ihle-that-is-none"] = Dig($"{Name}. 300 IN TYPE65297 \\# 3 010203\n", 1, question: $"{Name}. IN TYPE65297"),

            ["empty"] = "",
            ["blank"] = " \r\n\t\n",
            ["comments"] = "; nothing\n# here\n",
            ["prose"] = "I could not find any emblem.\n",
            ["dig-servfail"] = Dig("", 0, "SERVFAIL"),
            ["dig-refused"] = Dig("", 0, "REFUSED"),
            ["dig-no-server"] = $";; communications error to 192.0.2.53#53: timed out\n\n; <<>> DiG 9.18.49 <<>> {Name} TXT\n"
                + ";; global options: +cmd\n;; no servers could be reached\n",
            ["dig-timed-out"] = ";; connection timed out; no servers could be reached\n",
            ["dig-cut-by-server"] = Dig("", 0, flags: "qr tc rd ra"),
            ["dig-part-cut-by-server"] = Dig(good, 4, flags: "qr tc rd ra"),
            ["dig-cut-in-header"] = none[..none.IndexOf(";; flags", StringComparison.Ordinal)],
            ["dig-cut-before-question"] = none[..none.IndexOf(";; QUESTION", StringComparison.Ordinal)],
            ["dig-cut-after-question"] = none[..none.IndexOf(";; AUTHORITY", StringComparison.Ordinal)],
            ["dig-cut-in-records"] = dig[..(dig.LastIndexOf($"\n{Name}", StringComparison.Ordinal) + 1)],
            ["dig-query-alone"] = Dig("", 0, flags: "rd ad"),
            ["dig-referral"] = Dig("", 0, flags: "qr rd", authority: "society.example.\t300\tIN\tNS\tns.society.example.\n"),
            ["dig-alias-unanswered"] = Dig($"{Name}.\t300\tIN\tCNAME\thost.elsewhere.example.\n", 1),
            ["dig-alias-referral"] = Dig(
                $"{Name}.\t300\tIN\tCNAME\thost.elsewhere.example.\n",
                1,
                authority: "elsewhere.example.\t300\tIN\tNS\tns.elsewhere.example.\n"),
            ["dig-question-a"] = Dig("", 0, question: $"{Name}.\t\tIN\tA", authority: Soa + "\n"),
            ["dig-question-any"] = Dig("", 0, question: $"{Name}.\t\tIN\tANY", authority: Soa + "\n"),
            ["dig-question-chaos"] = Dig("", 0, question: $"{Name}.\t\tCH\tTXT", authority: Soa + "\n"),
            ["dig-wrapped"] = good.Replace("\" \"", "\"\n\"", StringComparison.Ordinal),
            ["dig-short-wrapped"] = quoted.Replace("\" \"", "\"\n\"", StringComparison.Ordinal),
            ["dig-escape-that-is-none"] = Dig($"{Name}. 300 IN TXT \"v=\\999\"\n", 1),
            ["digits-among-lines"] = "# port\n80\n",
            ["dig-short-other-values"] = "\"v=spf1 -all\"\n",
            ["dig-answer-other-values"] = other,
            ["dig-records-of-another"] = Dig(
                "mail.society.example.\t300\tIN\tTXT\t\"adem-key=" + Escaped(EmblemKey.PublicKey.ToJwk()) + "\"\n", 1),
            ["dig-damaged-record"] = Dig($"{Name}.\t300\tIN\tTYPE16\t\\# 3 FF6161\n", 1),
            ["zone-without-emblem"] = $"$ORIGIN society.example.\n@ 300 IN SOA ns admin 1 1 1 1 1\nwww 300 IN TXT \"hello\"\n",
            ["zone-wildcard"] = Records("*.society.example."),
            ["kdig-failed"] = ";; WARNING: response timeout for 192.0.2.53@53(UDP)\n;; ERROR: failed to query server 192.0.2.53@53(UDP)\n",
            ["host-nxdomain"] = $"Host {Name} not found: 3(NXDOMAIN)\n",
            ["host-servfail"] = $"Host {Name} not found: 2(SERVFAIL)\n",
            ["host-no-record-named-server"] =
                $"Using domain server:\nName: 192.0.2.53\nAddress: 192.0.2.53#53\nAliases: \n\n{Name} has no TXT record\n",
            ["nslookup-nxdomain"] = $"Server:\t\t192.0.2.53\nAddress:\t192.0.2.53#53\n\n** server can't find {Name}: NXDOMAIN\n\n",
            ["nslookup-no-answer"] = $"Server:\t\t192.0.2.53\nAddress:\t192.0.2.53#53\n\n*** Can't find {Name}: No answer\n\n",
            ["nslookup-addresses"] = $"Server:\t\t192.0.2.53\nAddress:\t192.0.2.53#53\n\nName:\t{Name}\nAddress: 192.0.2.1\n\n",
            ["html"] = "<!DOCTYPE html>\n<html><body>Sign in to the network</body></html>\n",
            ["xml"] = "<?xml version=\"1.0\"?><Error>AccessDenied</Error>",
            ["json-other"] = "{\"error\":\"rate limited\"}",
            ["json-cut"] = "{\"Status\": 0, \"Question\":",
            ["key-that-is-none"] = "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
            ["certificate"] = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
            ["hex-of-something"] = "0badcafe\n",

            ["dig-alias"] = Dig(
                $"alias.society.example.\t300\tIN\tCNAME\t{Name}.\n{good}", 5, question: "alias.society.example.\t\tIN\tTXT"),
            ["answer-alias"] = $"alias.society.example.\t300\tIN\tCNAME\t{Name}.\n{good}",
            ["answer-of-another-name"] = Records("mail.society.example."),
        };
        var all = texts.ToDictionary(t => t.Key, t => Encoding.UTF8.GetBytes(t.Value));
        all["bundle"] = Bundle;
        all["utf-16"] = [0xff, 0xfe, .. utf16];
        all["utf-16-big-endian"] = [0xfe, 0xff, .. Encoding.BigEndianUnicode.GetBytes(dig)];
        all["utf-8-mark"] = [0xef, 0xbb, 0xbf, .. Encoding.UTF8.GetBytes(dig)];
        all["utf-16-cut"] = [0xff, 0xfe, .. utf16[..^1]];
        all["utf-16-without-mark"] = utf16;
        all["windows-1252"] = [.. Encoding.Latin1.GetBytes($"Gr\u00fc\u00dfe\n{none}")];
        all["png"] = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13];
        all["pdf"] = [.. "%PDF-1.7\n"u8, 0xe2, 0xe3, 0xcf, 0xd3];
        all["gzip"] = [0x1f, 0x8b, 8, 0, 0, 0];
        all["bundle-cut"] = Bundle[..^40];
        return all;
    }

    private static string Kdig(string records, int answers, string status) =>
        $";; ->>HEADER<<- opcode: QUERY; status: {status}; id: 4711\n;; Flags: qr aa rd; QUERY: 1; ANSWER: {answers}; AUTHORITY: "
        + $"{(answers == 0 ? 1 : 0)}; ADDITIONAL: 0\n\n"
        + $";; QUESTION SECTION:\n;; {Name}.\t\tIN\tTXT\n\n"
        + (answers > 0 ? $";; ANSWER SECTION:\n{records}\n" : $";; AUTHORITY SECTION:\n{Soa}\n\n")
        + ";; Received 1504 B\n;; Time 2026-12-01 00:00:00 UTC\n;; From 192.0.2.53@53(UDP) in 0.4 ms\n";

    private static string AddressEmblem() => Dig(
        Lines(((string[])[
            $"adem-token={Jws.Sign(TestTokens.Emblem() with { Assets = [AssetIdentifier.Parse("[192.0.2.1]")] }, EmblemKey)}",
            .. Values.Skip(1)])
            .Select(v => $"{Name}.\t300\tIN\tTXT\t{Strings(v)}")),
        4);

    private static byte[][] CwtRest() =>
        [Cwt.Sign(TestTokens.Endorsement(EmblemKey.PublicKey), RootKey), EmblemKey.PublicKey.ToCoseKey(), RootKey.PublicKey.ToCoseKey()];

    private static string Generic(string type) => Lines(Values.Select(v =>
    {
        byte[] data = [.. Encoding.ASCII.GetBytes(v).Chunk(255).SelectMany(c => (byte[])[(byte)c.Length, .. c])];
        return $"{Name}.\t300\t{type}\t\\# {data.Length} "
            + $"{string.Join(' ', Convert.ToHexString(data).Chunk(56).Select(c => new string(c)))}";
    }));

    private static string Strings(string value) => string.Join(' ', value.Chunk(255).Select(c => $"\"{Escaped(new string(c))}\""));

    private static string Escaped(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

    private static string Lines(IEnumerable<string> lines) => string.Concat(lines.Select(l => l + "\n"));
}
