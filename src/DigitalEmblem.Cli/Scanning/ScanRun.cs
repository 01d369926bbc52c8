using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Cli.Scanning;

/// <summary>One run of a scan: takes results, writes them, and once a second notes how far it came.</summary>
internal sealed class ScanRun : IDisposable
{
    // They come from the command line, so they are few; the state file is read again.
    private const int MaxAssumptions = 1024;

    private readonly Lock _gate = new();
    private readonly ScanOutput _output;
    private readonly string? _stateFile;
    private readonly CommandContext _context;
    private readonly IncrementalHash? _answered;
    private ScanState _state;
    private bool _noted = true;
    private ExceptionDispatchInfo? _fault;
    private IReadOnlyList<string> _lastAssumptions = [];

    /// <summary>A run that goes on from a state.</summary>
    /// <param name="state">The state.</param>
    /// <param name="stateFile">Where it is kept; null for nowhere.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="context">The process.</param>
    public ScanRun(ScanState state, string? stateFile, ScanOutput output, CommandContext context)
    {
        _state = state;
        _stateFile = stateFile;
        _output = output;
        _context = context;
        _answered = stateFile is not null && state.Input is null ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
    }

    public ScanTally Tally => _state.Tally;

    public long Line => _state.Line;

    public long NotNames => _state.NotNames;

    /// <summary>What the results took as given, each once.</summary>
    public IReadOnlyList<string> Assumptions => _state.Assumptions;

    /// <summary>Whether every line was answered.</summary>
    public bool Finished => _state.Finished;

    /// <summary>Whether it ended because nobody takes its output any more.</summary>
    public bool NobodyReads { get; private set; }

    /// <summary>The digest of the lines of a stream that were answered; null for a file.</summary>
    public string? Answered => _answered is null ? null : Convert.ToHexStringLower(_answered.GetCurrentHash());

    /// <summary>Writes results as they come.</summary>
    /// <param name="results">The results.</param>
    /// <param name="clock">Says when a second has passed.</param>
    /// <param name="stop">Asks to end: what ended by it is not finished, nor is what nobody reads (<see cref="NobodyReads"/>).</param>
    public async Task WriteAsync(IAsyncEnumerable<ScanResult> results, TimeProvider clock, CancellationToken stop)
    {
        try
        {
            await TakeAllAsync(results, clock, stop);
            Note();
        }
        catch (NobodyReadsException)
        {
            NobodyReads = true;
            _state = _state with { Finished = false };
        }
    }

    public void Dispose()
    {
        _answered?.Dispose();
        _output.Dispose();
    }

    /// <summary>Adds the lines that an earlier run answered to the digest of a stream.</summary>
    public void Take(ScanLine line)
    {
        if (_answered is not null)
        {
            ScanInput.Chain(_answered, line);
        }
    }

    private async Task TakeAllAsync(IAsyncEnumerable<ScanResult> results, TimeProvider clock, CancellationToken stop)
    {
        await using ITimer timer = clock.CreateTimer(_ => TryNote(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        try
        {
            await foreach (ScanResult result in results)
            {
                OrEndForGood(() => Take(result));
            }

            lock (_gate)
            {
                _state = _state with { Finished = !stop.IsCancellationRequested };
                _noted = false;
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // What had not been answered in the time that is left after a stop is asked again by the next run.
        }
    }

    private void Take(ScanResult result)
    {
        _output.Write(result);
        Take(result.Line);
        _state.Tally.Add(result.Outcome);
        Assume(result.Assumptions);
        bool notAName = result.Line.Name is null;
        _state = _state with { Line = result.Line.Number, NotNames = _state.NotNames + (notAName ? 1 : 0) };
        _noted = false;
    }

    private void Assume(IReadOnlyList<string> assumptions)
    {
        // Nearly always those of the result before.
        if (!ReferenceEquals(assumptions, _lastAssumptions) && _state.Assumptions.Count < MaxAssumptions)
        {
            _lastAssumptions = assumptions;
            _state = _state with { Assumptions = [.. _state.Assumptions.Union(assumptions)] };
        }
    }

    // On the timer nobody would hear of a full disk: the loop tells it.
    private void TryNote()
    {
        try
        {
            Note();
        }
        catch (Exception)
        {
            // Kept as the fault of the run, whatever it is: thrown here, it would end the process without a word.
        }
    }

    /// <summary>
    /// First the output, then the state that tells of it: whatever moment the process is killed at, the state tells of
    /// nothing that is not there.
    /// </summary>
    private void Note() => OrEndForGood(() =>
    {
        if (_noted)
        {
            return;
        }

        _output.Flush(toDisk: _stateFile is not null);
        if (_stateFile is not null)
        {
            (_state with { Bytes = _output.Bytes, Answered = Answered }).Write(_stateFile, _context);
        }

        _noted = true;
    });

    /// <summary>
    /// Does a step of the run, one at a time. After one that failed there is none: part of the output may have been written, and a state
    /// that tells of a later moment would make the next run go on behind a line that is cut or stands twice.
    /// </summary>
    private void OrEndForGood(Action step)
    {
        lock (_gate)
        {
            _fault?.Throw();
            try
            {
                step();
            }
            catch (Exception e)
            {
                _fault = ExceptionDispatchInfo.Capture(e);
                throw;
            }
        }
    }
}
