namespace DigitalEmblem;

/// <summary>
/// To which name the records of an answer belong: the one asked about, from which aliases (CNAME) lead to their owner; else their
/// owner.
/// </summary>
internal sealed class AliasChain
{
    // Look-ups follow as many.
    private const int MaxAliases = 16;

    private readonly DomainName? _asked;
    private readonly string? _end;
    private readonly bool _followNeighbours;
    private DomainName? _start;
    private DomainName? _next;

    /// <param name="capture">The answer.</param>
    /// <param name="excerptOfZone">Whether neighbours have nothing to do with each other.</param>
    public AliasChain(Capture capture, bool excerptOfZone)
    {
        _asked = capture.QuestionName;
        _end = _asked?.ToString();
        _followNeighbours = _asked is null && !excerptOfZone;
        for (int i = 0; i < MaxAliases && _end is not null && TargetOf(capture, _end) is { } target; i++)
        {
            Target = _end = target;
        }

        IsOpen = _end is not null && TargetOf(capture, _end) is not null;
    }

    /// <summary>The name that the aliases lead to, as it is written; null if there is none.</summary>
    public string? Target { get; }

    /// <summary>Whether the last alias that is followed leads to one more: they are too many, or lead round in a circle.</summary>
    public bool IsOpen { get; }

    /// <summary>Whether the name that the aliases lead to is that of a zone or below it.</summary>
    /// <param name="zone">The zone's name, as it is written.</param>
    public bool EndsIn(string? zone)
    {
        ReadOnlySpan<char> end = Plain(_end), outer = Plain(zone);
        return zone is not null && end.EndsWith(outer, StringComparison.OrdinalIgnoreCase)
            && (outer.IsEmpty || end.Length == outer.Length || end[^(outer.Length + 1)] == '.');
    }

    /// <summary>Whether a record stands at the name that the aliases lead to from the one asked about.</summary>
    public bool IsAtEnd(CapturedRecord record) => _end is not null && IsSame(record.Owner, _end);

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

        if (IsAtEnd(record))
        {
            return true;
        }

        if (!DomainName.TryParse(record.Owner, out DomainName? owner))
        {
            return false;
        }

        name = _followNeighbours ? StartOf(record, owner) : owner;
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

    private static string? TargetOf(Capture capture, string owner)
    {
        foreach (CapturedRecord record in capture.Records)
        {
            if (record is { Type: DnsType.CName, Target: { } target } && IsSame(record.Owner, owner))
            {
                return target;
            }
        }

        return null;
    }

    // Names are compared as they are written, because an alias may lead to a name that is no host name, such as one with a space in it.
    private static bool IsSame(string? name, string other) =>
        name is not null && Plain(name).Equals(Plain(other), StringComparison.OrdinalIgnoreCase);

    private static ReadOnlySpan<char> Plain(string? name) => name.AsSpan().TrimEnd('.');
}
