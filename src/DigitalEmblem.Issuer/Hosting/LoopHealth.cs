using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Hosting;

/// <summary>How one loop of the service's work goes in this instance.</summary>
/// <param name="name">Its name, for people and in the figures.</param>
internal sealed class LoopHealth(string name)
{
    private readonly Lock _gate = new();
    private DateTimeOffset? _succeededAt, _progressAt;
    private Sentence? _fault;

    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>When a round last succeeded; null if none has.</summary>
    public DateTimeOffset? SucceededAt
    {
        get
        {
            lock (_gate)
            {
                return _succeededAt;
            }
        }
    }

    /// <summary>When it last did a part of its work, or found nothing to do; null if it did not yet.</summary>
    public DateTimeOffset? ProgressAt
    {
        get
        {
            lock (_gate)
            {
                return _progressAt;
            }
        }
    }

    /// <summary>Why the last round failed; null if it succeeded.</summary>
    public Sentence? Fault
    {
        get
        {
            lock (_gate)
            {
                return _fault;
            }
        }
    }

    /// <summary>Notes that a part of a round is done: a batch, where a whole round may take hours.</summary>
    public void Progressed(DateTimeOffset at)
    {
        Meters.LastRound.Record(Meters.SecondsOf(at), Meters.OfLoop(Name));
        lock (_gate)
        {
            (_progressAt, _fault) = (at, null);
        }
    }

    /// <summary>Notes that a round succeeded.</summary>
    public void Succeeded(DateTimeOffset at)
    {
        lock (_gate)
        {
            (_succeededAt, _progressAt, _fault) = (at, at, null);
        }
    }

    /// <summary>Notes that a round failed.</summary>
    public void Failed(Sentence fault)
    {
        lock (_gate)
        {
            _fault = fault;
        }
    }
}
