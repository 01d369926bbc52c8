namespace DigitalEmblem;

/// <summary>
/// What an answer that the user supplies says: the emblems in it, at which name, and whether it can say that there is none (decisions.md,
/// 11).
/// </summary>
internal sealed class CaptureReader
{
    private readonly Capture _capture;
    private readonly InputContent _content;
    private readonly AliasChain _aliases;
    private readonly HashSet<DomainName> _shown = [];
    private bool _ownShown;
    private DomainName? _stranger;
    private TokenFormatException? _unreadable;

    private CaptureReader(Capture capture, InputContent content, bool excerptOfZone)
    {
        _capture = capture;
        _content = content;
        _aliases = new AliasChain(capture, excerptOfZone);
    }

    /// <summary>Adds what an answer says to the content.</summary>
    /// <param name="capture">The answer.</param>
    /// <param name="content">What is read.</param>
    /// <param name="excerptOfZone">Whether its records stand in a zone file, where aliases have nothing to do with their
    /// neighbours.</param>
    public static void Read(Capture capture, InputContent content, bool excerptOfZone = false) =>
        new CaptureReader(capture, content, excerptOfZone).Read();

    private void Read()
    {
        foreach (CapturedRecord record in (IEnumerable<CapturedRecord>)[.. _capture.Records, .. _capture.Additional])
        {
            Read(record);
            if (_content.IsFull)
            {
                return;
            }
        }

        DomainName? name = _capture.QuestionName;
        if (WhyUnusable() is { } unusable)
        {
            bool showsPart = _shown.Count > 0 && (_capture.Fault is not null || _capture.Truncated);
            _content.Unusable(_capture.Line, unusable, name, showsPart);
        }
        else if (WhyNotStated() is { } missing)
        {
            DomainName?[] about = name is null && _shown.Count > 0 ? [.. _shown] : [name];
            foreach (DomainName? owner in about)
            {
                _content.NotStated(_capture.Line, $"{_capture.Tool}: {missing}", owner);
            }
        }
        else
        {
            string status = ResponseCodes.Name(_capture.StatusCode!.Value);
            _content.Answered(_capture.Line, $"{_capture.Tool}: {Question}, {status}, read whole.", name);
        }

        foreach (DomainName other in _shown.Where(o => name is not null && o != name))
        {
            _content.NotStated(_capture.Line, $"{_capture.Tool}: the answer is to a question for another name.", other);
        }
    }

    private string Question =>
        $"the answer to a question for {_content.Ihle.Name(_capture.QuestionType!.Value)} at {_capture.QuestionName}";

    private void Read(CapturedRecord record)
    {
        bool mayHold = record.Class == CapturedRecord.Internet && (record.Type == DnsType.Txt || _content.Ihle.MayBe(record.Type));
        bool known = _aliases.TryFindName(record, out DomainName? owner);
        InputItem? item = mayHold ? RecordItems.Read(record, _content.At(record.Line, owner), _content) : null;
        if (item is null)
        {
            TokenFormatException? fault = record.Fault ?? (record.Type == DnsType.Txt && !CharacterStrings.IsWellFormed(record.Data.Span)
                ? new TokenFormatException("the lengths of its character-strings do not fit")
                : null);
            _unreadable ??= fault;
            if (fault is not null && _capture.StatusCode is null && !_content.CountUnread())
            {
                _content.AddUnread(_content.WhereOf(record.Line), fault.Message);
            }
        }
        else if (!known)
        {
            _content.AddUnread(_content.WhereOf(record.Line), "a record of something that is no host name, such as a wildcard");
        }
        else
        {
            _content.Add(item);
            if (owner is not null)
            {
                _shown.Add(owner);
            }

            _ownShown |= owner == _capture.QuestionName;
            _stranger = owner == _capture.QuestionName ? _stranger : owner;
        }
    }

    private string? WhyUnusable() => _capture switch
    {
        { Fault: { } fault } => $"{_capture.Tool}: {fault.Message}. So nothing is known: bring all that it prints.",
        { Status: { } status, StatusCode: not (Capture.NoError or Capture.NameNotFound) } =>
            $"an answer with status {Printable.Text(status)}, so that nothing is known. Ask again, or another resolver.",
        { StatusCode: { } code and not (Capture.NoError or Capture.NameNotFound) } =>
            $"an answer with status {ResponseCodes.Name(code)}, so that nothing is known. Ask again, or another resolver.",
        { Truncated: true } => "an answer that says that it was cut (TC). Ask over TCP (dig +tcp).",
        { QuestionType: { } type } when type != DnsType.Txt && !_content.Ihle.Is(type) =>
            $"an answer to a question for {RecordTypes.Name(type)}, which does not show what is published. Ask for TXT, or for "
                + $"{RecordTypes.Name(_content.Ihle.Mnemonic)} (--ihle-type names another number).",
        { StatusCode: Capture.NameNotFound } when _ownShown =>
            "an answer that contradicts itself: the name does not exist, and has records.",
        { StatusCode: not null } when _unreadable is { } fault =>
            $"a record that cannot be read ({fault.Message}), and may have been an emblem.",
        { QuestionName: { } name } when !_ownShown && _stranger is { } other =>
            $"an answer with records of {other}, and not of {name}, which was asked about.",
        { QuestionName: not null, QuestionType: not null, StatusCode: not null } => Absence.WhyNotSaid(_capture, _aliases),
        _ => null,
    };

    private string? WhyNotStated() => _capture switch
    {
        { QuestionName: null, QuestionType: not null } =>
            "the name that was asked about is none of a host, or does not stand there. Bring all that dig prints of a question for a host.",
        { QuestionName: null } or { QuestionType: null } =>
            "the question does not stand there, so that nothing says whether this is all. Bring all that dig prints, without +short.",
        { StatusCode: null } =>
            "the status of the answer does not stand there, so that nothing says whether this is all. Bring all that dig prints.",
        { OpenEnd: true } =>
            "nothing shows where the answer ends, so that it may have been cut. Bring it with the prompt below it, or what dig prints.",
        _ => null,
    };
}
