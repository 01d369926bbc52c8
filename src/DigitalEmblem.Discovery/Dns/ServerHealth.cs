namespace DigitalEmblem.Discovery;

/// <summary>
/// Whether a server was silent lately. Such a server is asked after the others, because each of very many names would otherwise wait for
/// it. From time to time one question finds out whether it answers again. Safe for concurrent use.
/// </summary>
/// <param name="clock">The clock of what is lately.</param>
internal sealed class ServerHealth(TimeProvider clock)
{
    /// <summary>How long a server that was silent is asked last.</summary>
    public static readonly TimeSpan While = TimeSpan.FromSeconds(30);

    // Never zero, because zero means "not silent".
    private const long Started = 1;

    private long _heard;
    private long _silentUntil;

    /// <summary>Whether it was silent lately.</summary>
    public bool WasSilent => Volatile.Read(ref _silentUntil) is not 0 and var until && clock.GetTimestamp() < until;

    /// <summary>
    /// Whether it is to be asked after the others. After <see cref="While"/>, one caller gets false, and so finds out for all.
    /// </summary>
    public bool ComesLast()
    {
        long until = Volatile.Read(ref _silentUntil);
        if (until == 0)
        {
            return false;
        }

        long now = clock.GetTimestamp();
        return now < until || Interlocked.CompareExchange(ref _silentUntil, After(now), until) != until;
    }

    /// <summary>The instant at which a question is sent, for <see cref="Ended"/>.</summary>
    public long Now() => clock.GetTimestamp();

    /// <summary>Says how a question ended.</summary>
    /// <param name="asked">When it was sent.</param>
    /// <param name="heard">Whether the server sent anything back.</param>
    /// <returns>Whether it is now known to be silent, and was not before.</returns>
    public bool Ended(long asked, bool heard)
    {
        if (heard)
        {
            Volatile.Write(ref _heard, clock.GetTimestamp());
            if (Volatile.Read(ref _silentUntil) != 0)
            {
                Volatile.Write(ref _silentUntil, 0);
            }

            return false;
        }

        // A server that answered another question meanwhile is not silent: the name's own servers may be silent instead.
        return Volatile.Read(ref _heard) < asked && Interlocked.Exchange(ref _silentUntil, After(clock.GetTimestamp())) == 0;
    }

    private long After(long now) => Math.Max(Started, now + (long)(While.TotalSeconds * clock.TimestampFrequency));
}
