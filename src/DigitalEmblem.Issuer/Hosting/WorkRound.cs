using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.Endorsements;
using DigitalEmblem.Issuer.Work.Errands;
using DigitalEmblem.Issuer.Work.Keys;
using DigitalEmblem.Issuer.Work.Publishing;

namespace DigitalEmblem.Issuer.Hosting;

/// <summary>
/// The rounds of the issuer's work. Each part runs in a loop of its own, so that none waits for another: a removal not for 100,000 emblems
/// that are due, and issuing not for a name server that is away.
/// </summary>
internal sealed class WorkRound(
    IssueEmblems issue,
    PublishSets publish,
    RenewEndorsements renew,
    FollowUpCompromises followUp,
    LeaveProfiles leave,
    CarryOutErrands errands,
    WorkHealth health,
    TimeProvider clock)
{
    // A name server that is slow or silent holds up neither the publications nor the removals at others.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    /// <summary>Is set when emblems were issued, so that they are published at once.</summary>
    public WorkSignal Issued { get; } = new();

    /// <summary>Does all that is due, one part after another.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await CarryOnAsync(cancellationToken);
        await IssueAsync(cancellationToken);
        await WithdrawAsync(cancellationToken);
        await PublishAsync(cancellationToken);
    }

    /// <summary>Takes the next steps after compromises, renews endorsements, then issues until nothing is due.</summary>
    public async Task IssueAsync(CancellationToken cancellationToken)
    {
        health.KeyFault = (await issue.KeyFaultAsync(cancellationToken))?.ToString();
        Meters.CannotSign.Record(health.KeyFault is not null || await issue.IsSuspendedAsync(cancellationToken) ? 1 : 0);
        await followUp.RunAsync(cancellationToken);
        await renew.RunAsync(cancellationToken);
        await leave.RunAsync(cancellationToken);
        while (await issue.RunAsync(cancellationToken) > 0)
        {
            health.Issuing.Progressed(clock.GetUtcNow());
            Issued.Wake();
        }
    }

    /// <summary>Publishes until nothing is due.</summary>
    public async Task PublishAsync(CancellationToken cancellationToken)
    {
        while (await publish.PublishAsync(Patience, cancellationToken) > 0)
        {
            health.Publishing.Progressed(clock.GetUtcNow());
        }
    }

    /// <summary>Removes the records of withdrawn emblems until no removal is due.</summary>
    public async Task WithdrawAsync(CancellationToken cancellationToken)
    {
        while (await publish.RemoveAsync(Patience, cancellationToken) > 0)
        {
            health.Withdrawing.Progressed(clock.GetUtcNow());
        }
    }

    /// <summary>Carries errands on until none is open.</summary>
    public async Task CarryOnAsync(CancellationToken cancellationToken)
    {
        while (await errands.RunAsync(cancellationToken) > 0)
        {
            health.Errands.Progressed(clock.GetUtcNow());
            await Task.Delay(errands.Rest, clock, cancellationToken);
        }
    }
}
