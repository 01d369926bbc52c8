namespace DigitalEmblem.Data;

/// <summary>
/// Where the chain of a volume breaks (data-emblem, volume): that generation and all before it are unknown. Several readers share it, so
/// that what one of them could not read, no other one believes.
/// </summary>
internal sealed class VolumeBreak
{
    private readonly Lock _lock = new();
    private long _generation;
    private string? _reason;

    /// <summary>The newest generation that is unknown; 0 if all are known.</summary>
    public long Generation => Volatile.Read(ref _generation);

    /// <summary>Which generations are unknown and why, as a sentence; null if all are known.</summary>
    public string? Sentence
    {
        get
        {
            lock (_lock)
            {
                string before = _generation > 1 ? " and those before it are" : " is";
                return _generation == 0 ? null : $"Generation {_generation}{before} not known ({_reason}).";
            }
        }
    }

    /// <summary>Takes note of a generation that is unknown.</summary>
    public void Add(long generation, string reason)
    {
        lock (_lock)
        {
            if (generation > _generation)
            {
                _reason = reason;
                Volatile.Write(ref _generation, generation);
            }
        }
    }
}
