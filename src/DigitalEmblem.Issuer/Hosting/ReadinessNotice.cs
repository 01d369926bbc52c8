using Microsoft.Extensions.Hosting.Systemd;

namespace DigitalEmblem.Issuer.Hosting;

/// <summary>
/// Tells the log when the service becomes ready and when it no longer is, and tells systemd when it has started and when it stops. .NET's
/// own notice to systemd is not used, because it says "ready" as soon as the service listens, even if the service cannot work.
/// </summary>
internal sealed partial class ReadinessNotice(
    Readiness readiness, ISystemdNotifier supervisor, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<ReadinessNotice> log)
    : BackgroundService
{
    private static readonly TimeSpan WhileStarting = TimeSpan.FromMilliseconds(500), Afterwards = TimeSpan.FromSeconds(15);

    // Report readiness to systemd after this time in any case: a service without keys still answers and withdraws, and a restart would not
    // help.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using CancellationTokenRegistration stopping = lifetime.ApplicationStopping.Register(
            () => supervisor.Notify(ServiceState.Stopping));
        if (!await StartsAsync(stoppingToken))
        {
            return;
        }

        long start = clock.GetTimestamp();
        bool isTold = false;
        for (string? before = null; ;)
        {
            string faults = await FaultsAsync(stoppingToken);
            bool isToBeTold = !isTold && (faults.Length == 0 || clock.GetElapsedTime(start) >= Patience);
            if (faults != before || isToBeTold)
            {
                Tell(faults, isStarting: !isTold && !isToBeTold);
                before = faults;
            }

            if (isToBeTold)
            {
                supervisor.Notify(ServiceState.Ready);
                isTold = true;
            }

            await Task.Delay(isTold ? Afterwards : WhileStarting, clock, stoppingToken);
        }
    }

    // If the service cannot start, for example because its port is taken, the host logs the reason.
    private async Task<bool> StartsAsync(CancellationToken stoppingToken)
    {
        var starts = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CancellationTokenRegistration started = lifetime.ApplicationStarted.Register(() => starts.TrySetResult(true)),
            stopped = stoppingToken.Register(() => starts.TrySetResult(false));
        return await starts.Task;
    }

    private async Task<string> FaultsAsync(CancellationToken cancellationToken)
    {
        try
        {
            return string.Join(" ", await readiness.FaultsNowAsync(cancellationToken));
        }
#pragma warning disable CA1031 // If readiness cannot be determined, the service counts as not ready until the next check.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return e.Message;
        }
    }

    // All users of the machine can read the status in systemd, so the reasons go to the log only.
    private void Tell(string faults, bool isStarting)
    {
        supervisor.Notify(new ServiceState(faults.Length == 0 ? "STATUS=Ready." : "STATUS=Not ready; the log says why."));
        if (faults.Length == 0)
        {
            IsReady(log);
        }
        else
        {
            IsNotReady(log, isStarting ? LogLevel.Information : LogLevel.Warning, faults);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Ready.")]
    private static partial void IsReady(ILogger logger);

    [LoggerMessage(Message = "Not ready: {Faults}")]
    private static partial void IsNotReady(ILogger logger, LogLevel level, string faults);
}
