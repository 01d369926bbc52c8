using System.Globalization;

namespace DigitalEmblem;

/// <summary>Reads what <c>host</c> prints: sentences about one name.</summary>
internal sealed class HostLines(TextLines lines, RecordLine records, AnswerLines answers, InputContent content)
{
    private const string Tool = "the output of host";
    private const string Text = " descriptive text ";
    private const string Alias = " is an alias for ";
    private const string None = " has no ";
    private const string NotFound = " not found: ";
    private const string NamedServer = "Using domain server:";

    private static readonly string[] OfNamedServer = [NamedServer, "Aliases:"];

    private static readonly string[] OtherThings =
    [
        " has address ", " has IPv6 address ", " mail is handled by ", " name server ", " has SOA record ", " domain name pointer ",
        " has HTTP service bindings ",
    ];

    // A server that the user names may not be responsible for the name, and host reports a referral from it as "no record", too.
    private readonly Lazy<bool> _namesServer = new(
        () => Array.Exists(OfNamedServer, w => lines.Whole.Contains(w, StringComparison.Ordinal)));

    /// <summary>Reads a line; false if it is none of this tool.</summary>
    public bool TryRead(TextLine line)
    {
        ReadOnlySpan<char> text = lines[line];
        if (text is NamedServer)
        {
            return true;
        }

        const string Host = "Host ";
        if (text.StartsWith(Host) && text.IndexOf(NotFound) is var at && at >= Host.Length)
        {
            string name = text[Host.Length..at].ToString(), status = Status(text[(at + NotFound.Length)..]);
            answers.Add(new Capture
            {
                Tool = Tool,
                Line = line.Number,
                QuestionName = Name(name),
                Status = status,
                StatusCode = ResponseCodes.Number(status),
            });
            return true;
        }

        return TryReadRecord(line, text) || TryReadNoRecord(line, text) || IsOther(line, text);
    }

    private bool TryReadRecord(TextLine line, ReadOnlySpan<char> text)
    {
        (int at, int type, int dataAt) = text.IndexOf(Text) is > 0 and var txt ? (txt, DnsType.Txt, txt + Text.Length)
            : text.IndexOf(Alias) is > 0 and var alias ? (alias, DnsType.CName, alias + Alias.Length)
            : GenericRecord(text);
        if (at <= 0 || Name(text[..at].ToString()) is null)
        {
            return false;
        }

        var words = new MasterWords(lines, line, dataAt);
        answers.Add(records.ReadData(words, type, CapturedRecord.Internet, text[..at].ToString(), line.Number), Tool);
        return true;
    }

    // NAME has TYPE65297 record \# 4 D28440A0
    private (int At, int Type, int DataAt) GenericRecord(ReadOnlySpan<char> text)
    {
        const string Has = " has ", Record = " record ";
        int at = text.IndexOf(Has);
        int end = text.IndexOf(Record);
        return at > 0 && end >= at + Has.Length && RecordTypes.TryParse(text[(at + Has.Length)..end], content.Ihle, out int type)
            ? (at, type, end + Record.Length)
            : (0, 0, 0);
    }

    // NAME has no TXT record
    private bool TryReadNoRecord(TextLine line, ReadOnlySpan<char> text)
    {
        const string Record = " record";
        int at = text.IndexOf(None);
        if (at <= 0 || !text.EndsWith(Record) || at + None.Length > text.Length - Record.Length
            || Name(text[..at].ToString()) is not { } name
            || !RecordTypes.TryParse(text[(at + None.Length)..^Record.Length], content.Ihle, out int type))
        {
            return false;
        }

        bool known = !_namesServer.Value;
        answers.Add(new Capture
        {
            Tool = Tool,
            Line = line.Number,
            QuestionName = name,
            QuestionType = type,
            StatusCode = known ? Capture.NoError : null,
        });
        return true;
    }

    private bool IsOther(TextLine line, ReadOnlySpan<char> text)
    {
        foreach (string words in OtherThings)
        {
            int at = text.IndexOf(words);
            if (at > 0 && Name(text[..at].ToString()) is not null)
            {
                answers.Add(new CapturedRecord { Owner = text[..at].ToString(), Type = 0, Line = line.Number }, Tool);
                return true;
            }
        }

        return false;
    }

    // 3(NXDOMAIN)
    private static string Status(ReadOnlySpan<char> words)
    {
        int open = words.IndexOf('('), close = words.IndexOf(')');
        return open >= 0 && close > open + 1 ? words[(open + 1)..close].ToString() : Printable.Text(words.ToString());
    }

    private static DomainName? Name(string text) => DomainName.TryParse(text, out DomainName? name) ? name : null;
}
