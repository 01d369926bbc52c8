using System.Globalization;

namespace DigitalEmblem;

/// <summary>Numbers of record types that captures name.</summary>
internal static class TypeNames
{
    /// <summary>The number of none: a type that is not known here.</summary>
    public const int Unknown = 0;

    /// <summary>The signature of a record set (RFC 4034), which may stand beside the answer.</summary>
    public const int RrSig = 46;

    /// <summary>The number of the type that a tool names; <see cref="Unknown"/> for names that are not known here.</summary>
    public static int Number(string name) => name.ToUpperInvariant() switch
    {
        "A" => DnsType.A,
        "NS" => DnsType.Ns,
        "CNAME" => DnsType.CName,
        "SOA" => DnsType.Soa,
        "TXT" => DnsType.Txt,
        "IHLE" => DnsType.DefaultIhle,
        "AAAA" => 28,
        "RRSIG" => RrSig,
        "ANY" or "ALL" => 255,
        var other => other.StartsWith("TYPE", StringComparison.Ordinal)
            && ushort.TryParse(other.AsSpan(4), NumberStyles.None, CultureInfo.InvariantCulture, out ushort number) ? number : Unknown,
    };

    /// <summary>The number of a class; 0 for names that are not known here.</summary>
    public static int ClassNumber(string name) => name.ToUpperInvariant() switch
    {
        "IN" => DnsType.ClassIn,
        "CH" => 3,
        "HS" => 4,
        var other => other.StartsWith("CLASS", StringComparison.Ordinal)
            && ushort.TryParse(other.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out ushort number) ? number : Unknown,
    };

    /// <summary>Whether the number is for private use (RFC 6895, 3.1), as that of IHLE is until it has its own.</summary>
    public static bool IsPrivateUse(int type) => type is >= 65280 and <= 65534;
}
