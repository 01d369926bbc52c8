using System.Runtime.InteropServices;
using DigitalEmblem.Cli.Output;

namespace DigitalEmblem.Cli;

/// <summary>
/// Handles Ctrl-C (SIGINT) and SIGTERM for a command that must finish its work first. The first signal requests the end. A second
/// signal, or two seconds without an end, stops the process, because the command may wait for input that never comes.
/// </summary>
/// <remarks>
/// The handling of System.CommandLine is not used: it throws at a second signal, and does not end a command that waits without a task.
/// </remarks>
internal sealed class StopSignals : IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stop = new();
    private readonly CommandContext _context;
    private readonly string _stopped;
    private readonly PosixSignalRegistration[] _registrations;
    private int _asked;

    /// <summary>Listens until it is disposed.</summary>
    /// <param name="context">The process, which is told that the command was stopped.</param>
    public StopSignals(CommandContext context)
    {
        _context = context;
        // A signal is heard on a thread that has no language.
        _stopped = Speech.Text($"emblem: stopped.");
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

        // Cancel on another thread: the callbacks may take long, and they must not block the thread of the signal.
        _ = _stop.CancelAsync();
        _ = Task.Delay(Grace).ContinueWith(_ => End(), TaskScheduler.Default);
    }

    private void End()
    {
        try
        {
            _context.Error.WriteLine(_stopped);
        }
        catch (IOException)
        {
            // The terminal is gone, so the message cannot be shown. The process ends anyway.
        }
        finally
        {
            Environment.Exit(ExitCode.Stopped);
        }
    }
}
