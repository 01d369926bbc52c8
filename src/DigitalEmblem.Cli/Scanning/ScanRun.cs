using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Cli.Scanning;

/// <summary>One run of a scan: it writes results, and saves its state once a second.</summary>
internal sealed class ScanRun : IDisposable
{
    // Assumptions come from the command line, so one run has few. The limit also counts those from the state file.
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

    /// <summary>A run that continues from a state.</summary>
    /// <param name="state">The state.</param>
    /// <param name="stateFile">The file for the state; null to save none.</param>
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

    /// <summary>The assumptions of all results, each once.</summary>
    public IReadOnlyList<string> Assumptions => _state.Assumptions;

    /// <summary>Whether every line was answered.</summary>
    public bool Finished => _state.Finished;

    /// <summary>Whether it ended because the reader of its output pipe has ended.</summary>
    public bool NobodyReads { get; private set; }

    /// <summary>The digest of the lines of a stream that were answered; null for a file.</summary>
    public string? Answered => _answered is null ? null : Convert.ToHexStringLower(_answered.GetCurrentHash());

    /// <summary>Writes results as they come.</summary>
    /// <param name="results">The results.</param>
    /// <param name="clock">The clock for saving the state.</param>
    /// <param name="stop">Ends the run early. Such a run is not finished, nor is one that ends by <see cref="NobodyReads"/>.</param>
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
            // Lines that were not answered within the grace time after a stop are asked again by the next run.
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
        // Skip the union in the usual case: the result has the same list as the one before.
        if (!ReferenceEquals(assumptions, _lastAssumptions) && _state.Assumptions.Count < MaxAssumptions)
        {
            _lastAssumptions = assumptions;
            _state = _state with { Assumptions = [.. _state.Assumptions.Union(assumptions)] };
        }
    }

    // Called on the timer, where no caller would see a fault such as a full disk: the loop throws it at its next step.
    private void TryNote()
    {
        try
        {
            Note();
        }
        catch (Exception)
        {
            // OrEndForGood keeps the fault of the run. An exception thrown on the timer would end the process without a message.
        }
    }

    /// <summary>
    /// Writes the output first and then the state. So the state never claims output that is missing, even if the process is killed between
    /// the two.
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
    /// Does one step of the run at a time. After a step that failed, no further step is done: part of the output may have been written, and
    /// with a later state the next run would continue after a line that is cut or written twice.
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
