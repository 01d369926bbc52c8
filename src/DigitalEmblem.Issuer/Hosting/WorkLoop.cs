using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.Endorsements;
using DigitalEmblem.Issuer.Work.Keys;
using DigitalEmblem.Issuer.Work.Publishing;

namespace DigitalEmblem.Issuer.Hosting;

/// <summary>What goes by itself: renewing, publishing, and carrying on after a compromise. A fault of one round is logged, and the next round comes.</summary>
internal sealed partial class WorkLoop(IssueEmblems issue, PublishSets publish, RenewEndorsements renew, FollowUpCompromises followUp, DueNames due, WorkHealth health, WorkSignal signal, TimeProvider clock, ILogger<WorkLoop> log) : BackgroundService
{
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            TimeSpan pause = Round;
            try
            {
                await followUp.RunAsync(stoppingToken);
                await renew.RunAsync(stoppingToken);
                while (await issue.RunAsync(stoppingToken) + await publish.RunAsync(stoppingToken) > 0)
                {
                }

                await due.RecordAsync(stoppingToken);
                DateTimeOffset now = clock.GetUtcNow();
                health.Succeeded(now);
                Meters.LastRound.Record(now.ToUnixTimeMilliseconds() / 1000.0, Meters.OfWork);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Whatever it is, emblems must be renewed: the loop goes on, and readiness tells that it does not get through.
            catch (Exception e)
#pragma warning restore CA1031
            {
                RoundFailed(log, e);
                health.Failed(e.Message);
                Meters.RoundsFailed.Add(1, Meters.OfWork);
                pause = AfterFault;
            }

            await signal.WaitAsync(pause, clock, stoppingToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A round of the issuer's work failed; the next one follows. If it goes on: is the database there, and is there room on the disk?")]
    private static partial void RoundFailed(ILogger logger, Exception exception);
}
