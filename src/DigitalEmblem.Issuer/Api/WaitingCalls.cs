using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Api;

/// <summary>
/// Wakes calls that wait for a change (<c>Prefer: wait</c>, RFC 7240). One query for the end of the journal serves all of them, because
/// each change that people are told of adds a line, whichever process made it. A call that waits holds no thread and makes no query.
/// </summary>
internal sealed class WaitingCalls(IssuerStore store, IHostApplicationLifetime life)
{
    /// <summary>So many calls of one key wait at a time; more are answered at once.</summary>
    public const int MostOfOne = 4;

    /// <summary>So many calls wait at a time in this process; more are answered at once.</summary>
    public const int MostOfAll = 200;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _waiting = [];
    private TaskCompletionSource _moved = New();
    private int _all;
    private long _sequence = -1;

    /// <summary>Ends when the service stops: then waiting calls are answered.</summary>
    public CancellationToken Stopping => life.ApplicationStopping;

    /// <summary>Ends when something was changed after this was asked for.</summary>
    public Task Moved
    {
        get
        {
            lock (_gate)
            {
                return _moved.Task;
            }
        }
    }

    /// <summary>A place for a call that waits, until it is disposed; null if none is free.</summary>
    /// <param name="credential">What shows who calls.</param>
    public IDisposable? Enter(string credential)
    {
        lock (_gate)
        {
            int own = _waiting.GetValueOrDefault(credential);
            if (own >= MostOfOne || _all >= MostOfAll)
            {
                return null;
            }

            _waiting[credential] = own + 1;
            _all++;
            return new Place(this, credential);
        }
    }

    /// <summary>Looks whether something was changed, if a call waits for it.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_all == 0)
            {
                return;
            }
        }

        long sequence = await store.ReadAsync(d => d.Heads.Select(h => h.Sequence).FirstOrDefaultAsync(cancellationToken));
        lock (_gate)
        {
            if (sequence != _sequence)
            {
                _sequence = sequence;
                _moved.TrySetResult();
                _moved = New();
            }
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Leave(string credential)
    {
        lock (_gate)
        {
            _all--;
            if (--_waiting[credential] == 0)
            {
                _waiting.Remove(credential);
            }
        }
    }

    private sealed class Place(WaitingCalls calls, string credential) : IDisposable
    {
        private int _isLeft;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isLeft, 1) == 0)
            {
                calls.Leave(credential);
            }
        }
    }
}
