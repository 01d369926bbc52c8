using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.Endorsements;
using DigitalEmblem.Issuer.Work.Keys;
using DigitalEmblem.Issuer.Work.Publishing;

namespace DigitalEmblem.Issuer.Hosting;

/// <summary>
/// One round of the issuer's work: takes the next steps after compromises, renews endorsements, takes names that leave a profile further, then issues and publishes until nothing is
/// due.
/// </summary>
internal sealed class WorkRound(
    IssueEmblems issue, PublishSets publish, RenewEndorsements renew, FollowUpCompromises followUp, LeaveProfiles leave, DueNames due)
{
    /// <summary>Runs one.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await followUp.RunAsync(cancellationToken);
        await renew.RunAsync(cancellationToken);
        await leave.RunAsync(cancellationToken);
        while (await issue.RunAsync(cancellationToken) + await publish.RunAsync(cancellationToken) > 0)
        {
        }

        await due.RecordAsync(cancellationToken);
    }
}
