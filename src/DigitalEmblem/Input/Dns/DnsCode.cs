using System.Globalization;

namespace DigitalEmblem;

/// <summary>Response codes: the four bits of the header, with the eight that an OPT record puts before them (RFC 6891, 6.1.3).</summary>
internal static class DnsCode
{
    public const int NoError = 0, FormatError = 1, ServerFailure = 2, NameError = 3, NotImplemented = 4, Refused = 5;

    /// <summary>The first code that only an OPT record can say.</summary>
    private const int FirstExtended = 16;

    private const int HeaderBits = 4, OptShift = 24;

    /// <summary>Whether it is an answer: records or that there are none, or that there is no such name.</summary>
    public static bool IsAnswer(int code) => code is NoError or NameError;

    /// <summary>Whether the server may only have failed to understand EDNS (RFC 6891, 6.2.2 and 6.1.3).</summary>
    public static bool MayBeAboutEdns(int code) => code is FormatError or NotImplemented or >= FirstExtended;

    /// <summary>The whole code of a response.</summary>
    /// <param name="header">The bits of the header.</param>
    /// <param name="records">Its records.</param>
    /// <exception cref="TokenFormatException">There are two OPT records, or one that stands where none may.</exception>
    public static int Of(int header, IReadOnlyList<DnsRecord> records)
    {
        DnsRecord? opt = null;
        for (int i = 0; i < records.Count; i++)
        {
            if (records[i].Type == DnsType.Opt)
            {
                bool inPlace = opt is null && records[i] is { Section: DnsSection.Additional, Owner: "" };
                opt = inPlace
                    ? records[i]
                    : throw new TokenFormatException("two OPT records, or one in a place where none may stand (RFC 6891, 6.1.1)");
            }
        }

        return opt is null ? header : (int)(opt.Ttl >> OptShift << HeaderBits) | header;
    }

    /// <summary>The code as people look it up: <c>REFUSED (5)</c>.</summary>
    public static string InWords(int code) => code switch
    {
        NoError => "NOERROR (0)",
        FormatError => "FORMERR (1)",
        ServerFailure => "SERVFAIL (2)",
        NameError => "NXDOMAIN (3)",
        NotImplemented => "NOTIMP (4)",
        Refused => "REFUSED (5)",
        9 => "NOTAUTH (9)",
        FirstExtended => "BADVERS (16)",
        23 => "BADCOOKIE (23)",
        _ => string.Create(CultureInfo.InvariantCulture, $"the error code {code}"),
    };
}
