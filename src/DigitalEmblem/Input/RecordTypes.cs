using System.Collections.Frozen;
using System.Globalization;

namespace DigitalEmblem;

/// <summary>
/// Names and numbers of record types and classes (IANA, DNS parameters), so that records of other things are known as records.
/// </summary>
internal static class RecordTypes
{
    public const int Any = 255;

    private const int None = 0;

    private static readonly FrozenDictionary<string, int> Numbers = ((IEnumerable<(string Name, int Number)>)
    [
        ("A", 1), ("NS", 2), ("MD", 3), ("MF", 4), ("CNAME", 5), ("SOA", 6), ("MB", 7), ("MG", 8), ("MR", 9), ("NULL", 10), ("WKS", 11),
        ("PTR", 12), ("HINFO", 13), ("MINFO", 14), ("MX", 15), ("TXT", 16), ("RP", 17), ("AFSDB", 18), ("X25", 19), ("ISDN", 20),
        ("RT", 21), ("NSAP", 22), ("NSAP-PTR", 23), ("SIG", 24), ("KEY", 25), ("PX", 26), ("GPOS", 27), ("AAAA", 28), ("LOC", 29),
        ("NXT", 30), ("EID", 31), ("NIMLOC", 32), ("SRV", 33), ("ATMA", 34), ("NAPTR", 35), ("KX", 36), ("CERT", 37), ("A6", 38),
        ("DNAME", DnsType.DName), ("SINK", 40), ("OPT", 41), ("APL", 42), ("DS", 43), ("SSHFP", 44), ("IPSECKEY", 45),
        ("RRSIG", DnsType.RrSig), ("NSEC", 47), ("DNSKEY", 48), ("DHCID", 49), ("NSEC3", 50), ("NSEC3PARAM", 51), ("TLSA", 52),
        ("SMIMEA", 53), ("HIP", 55), ("NINFO", 56), ("RKEY", 57), ("TALINK", 58), ("CDS", 59), ("CDNSKEY", 60), ("OPENPGPKEY", 61),
        ("CSYNC", 62), ("ZONEMD", 63), ("SVCB", 64), ("HTTPS", 65), ("DSYNC", 66), ("SPF", 99), ("UINFO", 100), ("UID", 101),
        ("GID", 102), ("UNSPEC", 103), ("NID", 104), ("L32", 105), ("L64", 106), ("LP", 107), ("EUI48", 108), ("EUI64", 109),
        ("NXNAME", 128), ("TKEY", 249), ("TSIG", 250), ("IXFR", 251), ("AXFR", 252), ("MAILB", 253), ("MAILA", 254), ("ANY", Any),
        ("URI", 256), ("CAA", 257), ("AVC", 258), ("DOA", 259), ("AMTRELAY", 260), ("RESINFO", 261), ("WALLET", 262), ("CLA", 263),
        ("IPN", 264), ("TA", 32768), ("DLV", 32769),
    ]).ToFrozenDictionary(type => type.Name, type => type.Number, StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> BySpan =
        Numbers.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Reads the name of a type: a mnemonic, <c>TYPEn</c> (RFC 3597, 5), or <c>IHLE</c>.</summary>
    public static bool TryParse(ReadOnlySpan<char> word, IhleType ihle, out int type)
    {
        if (word.Equals("IHLE", StringComparison.OrdinalIgnoreCase))
        {
            type = ihle.Mnemonic;
            return true;
        }

        return BySpan.TryGetValue(word, out type) || TryNumber(word, "TYPE", out type);
    }

    /// <summary>The number of the type that a tool names; null if it is not known here.</summary>
    public static int? Number(string word) => TryParse(word, default, out int type) ? type : null;

    /// <summary>Reads the name of a class: <c>IN</c>, <c>CH</c>, <c>HS</c> or <c>CLASSn</c>.</summary>
    public static bool TryParseClass(ReadOnlySpan<char> word, out int number)
    {
        number = word switch
        {
            _ when word.Equals("IN", StringComparison.OrdinalIgnoreCase) => DnsType.ClassIn,
            _ when word.Equals("CH", StringComparison.OrdinalIgnoreCase) => 3,
            _ when word.Equals("HS", StringComparison.OrdinalIgnoreCase) => 4,
            _ => None,
        };
        return number != None || TryNumber(word, "CLASS", out number);
    }

    /// <summary>Whether it is a time to live: seconds, or numbers with units, such as <c>1h30m</c>.</summary>
    public static bool IsTimeToLive(ReadOnlySpan<char> word)
    {
        bool digits = false;
        foreach (char c in word)
        {
            if (char.IsAsciiDigit(c))
            {
                digits = true;
            }
            else if (digits && char.ToLowerInvariant(c) is 's' or 'm' or 'h' or 'd' or 'w')
            {
                digits = false;
            }
            else
            {
                return false;
            }
        }

        return word.Length is > 0 and < 24 && char.IsAsciiDigit(word[0]) && (digits || !char.IsAsciiDigit(word[^1]));
    }

    /// <summary>The type's mnemonic, or <c>TYPEn</c>.</summary>
    public static string Name(int type)
    {
        foreach ((string name, int number) in Numbers)
        {
            if (number == type)
            {
                return name;
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"TYPE{type}");
    }

    private static bool TryNumber(ReadOnlySpan<char> word, string prefix, out int number)
    {
        number = None;
        return word.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
            && ushort.TryParse(word[prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out ushort parsed)
            && (number = parsed) != None;
    }
}
