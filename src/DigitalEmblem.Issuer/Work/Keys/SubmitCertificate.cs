using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Work.Keys;

/// <summary>
/// Submits a certificate to logs, where its authority did not: a commitment counts by the entries of logs. Logs of two operators are
/// enough, since each entry makes every set of records longer.
/// </summary>
/// <param name="client">Makes the requests.</param>
/// <param name="clock">The clock.</param>
internal sealed class SubmitCertificate(HttpClient client, TimeProvider clock)
{
    private const int Enough = 2;

    private readonly LogSubmission _submission = new(client);

    /// <summary>Submits it.</summary>
    /// <param name="logs">The logs that are known.</param>
    /// <param name="chain">The certificate, with those above it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The entries that logs have promised, one or two.</returns>
    /// <exception cref="RefusedException">No log took it.</exception>
    public async Task<ValueList<CommitmentEntry>> RunAsync(LogList logs, BindingChain chain, CancellationToken cancellationToken)
    {
        var entries = new List<CommitmentEntry>();
        var reasons = new List<string>();
        foreach (IGrouping<string, TransparencyLog> ofOne in logs.Logs.Where(l => MayTake(l, chain)).GroupBy(l => l.Operator))
        {
            if (await FirstAsync(ofOne, chain, reasons, cancellationToken) is { } entry)
            {
                entries.Add(entry);
            }

            if (entries.Count == Enough)
            {
                break;
            }
        }

        return entries.Count > 0
            ? [.. entries]
            : throw new RefusedException(
                Refusal.NotVerified,
                reasons.Count == 0
                    ? Sentence.Of(
                        $"The certificate holds no promise of a log (SCT), and the list (Transparency:LogList) has no log that takes "
                            + $"certificates that end {chain.NotAfter:u}.")
                    : Sentence.Of(
                        $"The certificate holds no promise of a log (SCT), and no log took it. {string.Join(" ", reasons)} Have it issued "
                            + $"by an authority that logs its certificates."));
    }

    private async Task<CommitmentEntry?> FirstAsync(
        IEnumerable<TransparencyLog> logs, BindingChain chain, List<string> reasons, CancellationToken cancellationToken)
    {
        foreach (TransparencyLog log in logs)
        {
            try
            {
                return await _submission.SubmitAsync(log, chain, cancellationToken);
            }
            catch (LogUnansweredException e)
            {
                reasons.Add($"{log}: {e.Message}.");
            }
        }

        return null;
    }

    private bool MayTake(TransparencyLog log, BindingChain chain) => log.State is LogState.Usable or LogState.Qualified
        && log.CountsFor(clock.GetUtcNow()) && log.SubmissionUrl is not null && log.Expiries?.Contains(chain.NotAfter) != false;
}
