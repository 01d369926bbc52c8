namespace DigitalEmblem.Issuer.Hosting;

/// <summary>How the rounds of work go in this instance, for readiness and status.</summary>
internal sealed class WorkHealth
{
    private readonly Lock _gate = new();
    private DateTimeOffset? _succeededAt;
    private string? _fault;

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

    /// <summary>Why the last round failed; null if it succeeded.</summary>
    public string? Fault
    {
        get
        {
            lock (_gate)
            {
                return _fault;
            }
        }
    }

    /// <summary>Notes that a round succeeded.</summary>
    public void Succeeded(DateTimeOffset at)
    {
        lock (_gate)
        {
            (_succeededAt, _fault) = (at, null);
        }
    }

    /// <summary>Notes that a round failed.</summary>
    public void Failed(string fault)
    {
        lock (_gate)
        {
            _fault = fault;
        }
    }
}
