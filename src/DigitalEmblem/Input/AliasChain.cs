namespace DigitalEmblem;

/// <summary>
/// To which name the records of an answer belong: the one asked about, from which aliases (CNAME) lead to their owner; else their
/// owner.
/// </summary>
internal sealed class AliasChain
{
    // As many as look-ups follow.
    private const int MaxAliases = 16;

    private readonly DomainName? _asked;
    private readonly bool _followNeighbours;
    private DomainName? _start;
    private DomainName? _next;

    /// <param name="capture">The answer.</param>
    /// <param name="excerptOfZone">Whether neighbours have nothing to do with each other.</param>
    public AliasChain(Capture capture, bool excerptOfZone)
    {
        _asked = End = capture.QuestionName;
        _followNeighbours = _asked is null && !excerptOfZone;
        for (int i = 0; i < MaxAliases && End is not null && Target(capture, End) is { } target; i++)
        {
            End = target;
        }
    }

    /// <summary>The name that the aliases lead to from the one asked about; null without a question.</summary>
    public DomainName? End { get; }

    /// <summary>
    /// The name that a record is about; null if the form does not say it. False if it belongs to something that is no host name.
    /// </summary>
    public bool TryFindName(CapturedRecord record, out DomainName? name)
    {
        name = _asked;
        if (record.Owner is null)
        {
            return true;
        }

        if (!DomainName.TryParse(record.Owner, out DomainName? owner))
        {
            return false;
        }

        name = _asked is not null ? owner == End ? _asked : owner : _followNeighbours ? StartOf(record, owner) : owner;
        return true;
    }

    /// <summary>In an excerpt, the aliases stand right before the records at their end.</summary>
    private DomainName StartOf(CapturedRecord record, DomainName owner)
    {
        bool continues = owner == _next;
        if (record.Type == DnsType.CName && DomainName.TryParse(record.Target, out DomainName? target))
        {
            _start = continues ? _start : owner;
            _next = target;
            return owner;
        }

        if (!continues)
        {
            (_start, _next) = (null, null);
        }

        return continues ? _start! : owner;
    }

    private static DomainName? Target(Capture capture, DomainName owner)
    {
        foreach (CapturedRecord record in capture.Records)
        {
            if (record is { Type: DnsType.CName, Target: { } target }
                && DomainName.TryParse(record.Owner, out DomainName? from) && from == owner
                && DomainName.TryParse(target, out DomainName? to))
            {
                return to;
            }
        }

        return null;
    }
}
