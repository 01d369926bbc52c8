using System.Globalization;

namespace DigitalEmblem;

/// <summary>
/// Reads what <c>nslookup</c> prints, on Unix and on Windows. It shows neither the type that was asked for nor whether a server answered or
/// named others, so that it can show an emblem, and never that there is none.
/// </summary>
internal sealed class NslookupLines(TextLines lines, RecordLine records, AnswerLines answers, InputContent content)
{
    private const string Tool = "the output of nslookup";

    private static readonly (string Words, int Type)[] Kinds =
    [
        ("text =", DnsType.Txt), ("canonical name =", DnsType.CName), ("internet address =", DnsType.A), ("nameserver =", DnsType.Ns),
        ("mail exchanger =", 15), ("primary name server =", DnsType.Soa), ("origin =", DnsType.Soa), ("has AAAA address", 28),
        ("AAAA IPv6 address =", 28),
    ];

    /// <summary>Reads a line; false if it is none of this tool.</summary>
    public bool TryRead(TextLine line)
    {
        ReadOnlySpan<char> text = lines[line];
        if (text.StartsWith("** ") || text.StartsWith("*** "))
        {
            ReadError(line, text.TrimStart('*').Trim());
            return true;
        }

        if (text.StartsWith("DNS request timed out"))
        {
            content.Unusable(line.Number, $"{Tool} with a look-up that timed out, so that nothing is known. Look up again.", null);
            return true;
        }

        foreach ((string words, int type) in Kinds)
        {
            int at = text.IndexOf(words);
            if (at > 0 && char.IsWhiteSpace(text[at - 1]) && DomainName.TryParse(text[..at].Trim(), out _))
            {
                AddRecord(line, text, text[..at].Trim().ToString(), type, at + words.Length);
                return true;
            }
        }

        return TryReadGeneric(line, text);
    }

    // ** server can't find NAME: NXDOMAIN     *** Can't find NAME: No answer     *** SERVER can't find NAME: Non-existent domain
    private void ReadError(TextLine line, ReadOnlySpan<char> text)
    {
        const string Find = "find ";
        int at = text.IndexOf(Find), colon = text.LastIndexOf(':');
        bool named = at >= 0 && colon > at;
        DomainName? name = named && DomainName.TryParse(text[(at + Find.Length)..colon].Trim(), out DomainName? found) ? found : null;
        string words = colon >= 0 ? text[(colon + 1)..].Trim().ToString() : text.ToString();
        content.Unusable(
            line.Number,
            $"{Tool} with an error (\"{Printable.Text(words)}\"): it does not show what was asked for. Bring what dig prints.",
            name);
    }

    // NAME    rdata_65297 = \# 4 D28440A0
    private bool TryReadGeneric(TextLine line, ReadOnlySpan<char> text)
    {
        const string Mark = "rdata_";
        int at = text.IndexOf(Mark), equals = text.IndexOf('=');
        if (at <= 0 || equals < at || !DomainName.TryParse(text[..at].Trim(), out _)
            || !ushort.TryParse(text[(at + Mark.Length)..equals].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out ushort type))
        {
            return false;
        }

        AddRecord(line, text, text[..at].Trim().ToString(), type, equals + 1);
        return true;
    }

    private void AddRecord(TextLine line, ReadOnlySpan<char> text, string owner, int type, int dataAt)
    {
        bool continues = type == DnsType.Txt && text[dataAt..].IsWhiteSpace();
        CapturedRecord record = continues
            ? ReadStrings(line, owner)
            : records.ReadData(new MasterWords(lines, line, dataAt), type, CapturedRecord.Internet, owner, line.Number);
        answers.Add(record, Tool);
    }

    /// <summary>On Windows each string stands on a line of its own, after an empty one.</summary>
    private CapturedRecord ReadStrings(TextLine line, string owner)
    {
        var data = new List<byte>();
        TokenFormatException? fault = null;
        (int, int) place = lines.Place;
        while (lines.TryRead(out TextLine next))
        {
            ReadOnlySpan<char> text = lines[next];
            if (text.Length > 0 && text[0] != '"')
            {
                break;
            }

            if (text.Length > 0)
            {
                (byte[] strings, TokenFormatException? wrong) = MasterData.Strings(new MasterWords(lines, next, 0));
                bool fits = data.Count + strings.Length <= ushort.MaxValue;
                fault ??= fits ? wrong : new TokenFormatException("more data than a record can hold");
                data.AddRange(fits ? strings : []);
            }

            place = lines.Place;
        }

        lines.Place = place;
        fault ??= data.Count == 0 ? new TokenFormatException("a TXT record without its strings") : null;
        return new CapturedRecord { Owner = owner, Type = DnsType.Txt, Data = data.ToArray(), Fault = fault, Line = line.Number };
    }
}
