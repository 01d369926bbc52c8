namespace DigitalEmblem.Issuer.Hosting;

/// <summary>How the rounds of work go in this instance, for readiness and status.</summary>
internal sealed class WorkHealth
{
    private readonly Lock _gate = new();
    private DateTimeOffset? _succeededAt;
    private string? _fault;

    /// <summary>When a round last went through; null if none has.</summary>
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

    /// <summary>Why the last round did not; null if it did.</summary>
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

    /// <summary>A round went through.</summary>
    public void Succeeded(DateTimeOffset at)
    {
        lock (_gate)
        {
            (_succeededAt, _fault) = (at, null);
        }
    }

    /// <summary>A round did not go through.</summary>
    public void Failed(string fault)
    {
        lock (_gate)
        {
            _fault = fault;
        }
    }
}
