namespace DigitalEmblem;

/// <summary>
/// Notices that long lines were broken on the way, as mail programs and terminals do: the rest of a record then stands on a line of its
/// own. A record that was not read whole must not count as wrong, so the result is Indeterminate, unless an emblem is Marked even so.
/// </summary>
internal sealed class WrappedLines(TextLines lines, InputContent content)
{
    private const int MaxString = 255;

    private int _last;
    private bool _broken;
    private bool _strings;

    /// <summary>A record was read, up to the line before the next one.</summary>
    public void EndRecord(CapturedRecord record) => End(record.Fault is not null, record.Type == DnsType.Txt);

    /// <summary>A string on a line of its own: the next value, or what belongs to the record or the value before.</summary>
    public void Value(CapturedRecord record)
    {
        bool concerns = TxtRecord.Concerns(CharacterStrings.Latin1(record.Data.Span));
        if (record.Line == _last + 1 && (_broken || _strings) && !concerns)
        {
            Say(record.Line);
        }

        // If the last string of an emblem's value is full, the value may continue on the next line: servers split texts at 255 bytes.
        End(record.Fault is not null, concerns && LastLength(record.Data.Span) == MaxString);
    }

    /// <summary>
    /// A line that is not read, or has hexadecimal digits alone, which may be those of the record before. Below a line that is itself
    /// digits or a JWS nothing is noted: such lines are items in any order, and their order has no meaning (decisions.md, 9).
    /// </summary>
    public void Unread(TextLine line)
    {
        if (line.Number == _last + 1 && _broken)
        {
            Say(line.Number);
        }
    }

    private void End(bool broken, bool strings) => (_last, _broken, _strings) = (lines.Place.Number, broken, strings);

    private void Say(int line) => content.Unusable(
        line, "it seems to be the rest of the line before, which was broken on the way. Bring what the tool prints as a file.", null);

    private static int LastLength(ReadOnlySpan<byte> data)
    {
        int last = 0;
        while (!data.IsEmpty)
        {
            last = data[0];
            data = data[Math.Min(last + 1, data.Length)..];
        }

        return last;
    }
}
