namespace DigitalEmblem.Data.Files;

/// <summary>Parts of work that several threads take one after the other, until none is left.</summary>
internal abstract class HashWork(int count)
{
    private int _next;

    private int _done;

    /// <summary>How many parts there are.</summary>
    internal int Count { get; } = count;

    /// <summary>Takes part in the work. A thread that comes after the last part was taken does nothing.</summary>
    internal void Run(FileHasher hasher)
    {
        for (int part = Interlocked.Increment(ref _next) - 1; part < Count; part = Interlocked.Increment(ref _next) - 1)
        {
            try
            {
                Do(part, hasher);
            }
            finally
            {
                if (Interlocked.Increment(ref _done) == Count)
                {
                    Complete();
                }
            }
        }
    }

    /// <summary>Does one part.</summary>
    protected abstract void Do(int part, FileHasher hasher);

    /// <summary>All parts are done.</summary>
    protected abstract void Complete();
}
