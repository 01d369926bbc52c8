using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.Endorsements;
using DigitalEmblem.Issuer.Work.Keys;
using DigitalEmblem.Issuer.Work.Publishing;

namespace DigitalEmblem.Issuer.Hosting;

/// <summary>
/// One round of the issuer's work: takes the next steps after compromises, renews endorsements, then issues and publishes until nothing is
/// due.
/// </summary>
internal sealed class WorkRound(
    IssueEmblems issue, PublishSets publish, RenewEndorsements renew, FollowUpCompromises followUp, DueNames due)
{
    // A name server that is slow or silent holds up neither the emblems nor the removals of others.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    /// <summary>Runs one.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await followUp.RunAsync(cancellationToken);
        await renew.RunAsync(cancellationToken);
        while (await issue.RunAsync(cancellationToken) + await publish.RunAsync(Patience, cancellationToken) > 0)
        {
        }

        await due.RecordAsync(cancellationToken);
    }
}
