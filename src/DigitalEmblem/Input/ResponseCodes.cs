using System.Globalization;

namespace DigitalEmblem;

/// <summary>Names of response codes (RFC 1035, 4.1.1; RFC 6895, 2.3), as tools print them.</summary>
internal static class ResponseCodes
{
    private static readonly string[] Names =
    [
        "NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED", "YXDOMAIN", "YXRRSET", "NXRRSET", "NOTAUTH", "NOTZONE",
        "DSOTYPENI", "RESERVED12", "RESERVED13", "RESERVED14", "RESERVED15", "BADVERS",
        "BADKEY", "BADTIME", "BADMODE", "BADNAME", "BADALG", "BADTRUNC", "BADCOOKIE",
    ];

    /// <summary>The name of a code, or <c>RCODE n</c>.</summary>
    public static string Name(int code) =>
        code >= 0 && code < Names.Length ? Names[code] : string.Create(CultureInfo.InvariantCulture, $"RCODE {code}");

    /// <summary>The code of a name; null if it is not known here.</summary>
    public static int? Number(string name)
    {
        int code = Array.IndexOf(Names, name);
        return code < 0 ? null : code;
    }
}
