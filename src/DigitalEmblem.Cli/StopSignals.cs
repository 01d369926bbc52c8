using System.Runtime.InteropServices;

namespace DigitalEmblem.Cli;

/// <summary>
/// Ctrl-C, and what supervisors send, for a command that brings its work to an end first. The first signal asks it to; a second one, or two
/// seconds without an end, ends the process: a command may wait for input that never comes.
/// </summary>
/// <remarks>The library's own handling throws at a second signal, and does not end a command that waits without a task.</remarks>
internal sealed class StopSignals : IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stop = new();
    private readonly TextWriter _error;
    private readonly PosixSignalRegistration[] _registrations;
    private int _asked;

    /// <summary>Listens until it is disposed.</summary>
    /// <param name="error">Where it says that the command was stopped.</param>
    public StopSignals(TextWriter error)
    {
        _error = error;
        _registrations =
            [.. ((PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM]).Select(signal => PosixSignalRegistration.Create(signal, Heard))];
    }

    /// <summary>Requested by the first signal.</summary>
    public CancellationToken Token => _stop.Token;

    public void Dispose() => Array.ForEach(_registrations, r => r.Dispose());

    private void Heard(PosixSignalContext signal)
    {
        signal.Cancel = true;
        if (Interlocked.Increment(ref _asked) > 1)
        {
            End();
        }

        // The command may take long to finish its work, so it does not do that on the thread of the signal.
        _ = _stop.CancelAsync();
        _ = Task.Delay(Grace).ContinueWith(_ => End(), TaskScheduler.Default);
    }

    private void End()
    {
        try
        {
            _error.WriteLine("emblem: stopped.");
        }
        catch (IOException)
        {
            // The terminal is gone, so nobody reads the message; the command ends all the same.
        }
        finally
        {
            Environment.Exit(ExitCode.Stopped);
        }
    }
}
