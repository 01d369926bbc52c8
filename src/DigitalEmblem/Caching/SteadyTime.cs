namespace DigitalEmblem;

/// <summary>
/// Collects the instants at which a result would turn into another one, and so the span of times of judgement for which it stays as it is.
/// </summary>
internal sealed class SteadyTime(DateTimeOffset at)
{
    private DateTimeOffset _from = DateTimeOffset.MinValue;
    private DateTimeOffset _until = DateTimeOffset.MaxValue;

    /// <summary>The span around the time of judgement without a turn.</summary>
    public Validity Span => new(_from, _until);

    /// <summary>The result is another one from this instant on than before it.</summary>
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
    /// As <see cref="TurnsAt(DateTimeOffset)"/>, some time before or after; what lies outside the calendar turns nothing.
    /// </summary>
    public void TurnsAt(DateTimeOffset instant, TimeSpan after)
    {
        long ticks = instant.UtcTicks;
        if (after.Ticks >= 0 ? ticks <= DateTimeOffset.MaxValue.UtcTicks - after.Ticks : ticks >= -after.Ticks)
        {
            TurnsAt(new DateTimeOffset(ticks + after.Ticks, TimeSpan.Zero));
        }
    }

    /// <summary>The result is another one after this instant than up to it.</summary>
    public void TurnsAfter(DateTimeOffset instant, TimeSpan after = default) => TurnsAt(instant, after + TimeSpan.FromTicks(1));

    /// <summary>The words name a number of whole days since this instant.</summary>
    public void TurnsEachDayFrom(DateTimeOffset instant) => TurnsAt(instant, TimeSpan.FromDays(Math.Floor((at - instant).TotalDays) + 1));

    public void Turns(Validity span)
    {
        TurnsAt(span.NotBefore);
        TurnsAt(span.Expires);
    }
}
