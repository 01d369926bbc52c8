namespace DigitalEmblem;

/// <summary>
/// Collects the instants at which a result would change, and so the span of times of judgement for which it stays the same.
/// </summary>
internal sealed class SteadyTime(DateTimeOffset at)
{
    private DateTimeOffset _from = DateTimeOffset.MinValue;
    private DateTimeOffset _until = DateTimeOffset.MaxValue;

    /// <summary>The span around the time of judgement in which the result does not change.</summary>
    public Validity Span => new(_from, _until);

    /// <summary>The result changes at this instant, and the instant belongs to the new result.</summary>
    public void TurnsAt(DateTimeOffset instant)
    {
        if (instant <= at)
        {
            _from = instant > _from ? instant : _from;
        }
        else
        {
            _until = instant < _until ? instant : _until;
        }
    }

    /// <summary>
    /// As <see cref="TurnsAt(DateTimeOffset)"/>, for an instant that is moved by a length of time. An instant outside the calendar is
    /// ignored.
    /// </summary>
    public void TurnsAt(DateTimeOffset instant, TimeSpan after)
    {
        long ticks = instant.UtcTicks;
        if (after.Ticks >= 0 ? ticks <= DateTimeOffset.MaxValue.UtcTicks - after.Ticks : ticks >= -after.Ticks)
        {
            TurnsAt(new DateTimeOffset(ticks + after.Ticks, TimeSpan.Zero));
        }
    }

    /// <summary>The result changes after this instant, and the instant still belongs to the old result.</summary>
    public void TurnsAfter(DateTimeOffset instant, TimeSpan after = default) => TurnsAt(instant, after + TimeSpan.FromTicks(1));

    /// <summary>The result changes each whole day after this instant, because its words state the number of days.</summary>
    public void TurnsEachDayFrom(DateTimeOffset instant) => TurnsAt(instant, TimeSpan.FromDays(Math.Floor((at - instant).TotalDays) + 1));

    public void Turns(Validity span)
    {
        TurnsAt(span.NotBefore);
        TurnsAt(span.Expires);
    }
}
