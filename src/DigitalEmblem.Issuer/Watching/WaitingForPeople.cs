using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Keys;
using DigitalEmblem.Issuer.Work.Marking;
using DigitalEmblem.Texts;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Watching;

/// <summary>Finds what has waited for people for too long. It is found no more once it was decided, so that its alert is cleared.</summary>
internal static class WaitingForPeople
{
    /// <summary>The kinds that it can find.</summary>
    public static readonly IReadOnlyList<AlertKind> Kinds =
        [AlertKind.ApplicationWaits, AlertKind.SigningWaits, AlertKind.AccessWaits, AlertKind.CompromiseWaits, AlertKind.MarkWaits];

    /// <summary>The subject of the alert about proposals of access: handles of people stay out of alerts.</summary>
    public const string Proposals = "access proposals";

    /// <summary>The subject of the alert about proposals to mark.</summary>
    public const string MarkProposals = "mark proposals";

    // While a compromise waits, what the key signed stays in force, and the first answer is due within hours.
    private static readonly TimeSpan OfCompromises = TimeSpan.FromHours(1);

    /// <summary>All of them.</summary>
    /// <param name="database">The database.</param>
    /// <param name="within">How long it may wait; a compromise waits an hour at most.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<IReadOnlyList<AlertFinding>> FindAsync(
        IssuerContext database, TimeSpan within, DateTimeOffset now, CancellationToken cancellationToken) =>
    [
        .. await ApplicationsAsync(database, now - within, cancellationToken),
        .. await SigningsAsync(database, now - within, cancellationToken),
        .. await ProposalsAsync(database, now - within, now, cancellationToken),
        .. await MarksAsync(database, now - within, now, cancellationToken),
        .. await CompromisesAsync(database, now - (within < OfCompromises ? within : OfCompromises), cancellationToken),
    ];

    private static async Task<IEnumerable<AlertFinding>> ApplicationsAsync(
        IssuerContext d, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var waiting = await d.Applications
            .Where(a => (a.State == ApplicationState.Received || a.State == ApplicationState.Approved) && a.ReceivedAt <= before)
            .Select(a => new { a.Issuer, a.ReceivedAt, a.State }).ToListAsync(cancellationToken);
        // Several applications of one issuer are one alert.
        return waiting.GroupBy(a => a.Issuer).Select(g => g.MinBy(a => a.ReceivedAt)!).Select(a => new AlertFinding(
            AlertKind.ApplicationWaits,
            a.Issuer.ToString(),
            a.State == ApplicationState.Approved
                ? Sentence.Of($"The application of {a.Issuer} has waited since {a.ReceivedAt:yyyy-MM-dd HH:mm}Z. Two people have approved "
                    + $"it: an approver signs the endorsement.")
                : Sentence.Of($"The application of {a.Issuer} has waited since {a.ReceivedAt:yyyy-MM-dd HH:mm}Z. Two approvers who did "
                    + $"not send it in approve the same terms, or one refuses it.")));
    }

    private static async Task<IEnumerable<AlertFinding>> SigningsAsync(
        IssuerContext d, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var waiting = await d.Signings.WhereOpen().Where(s => s.AskedAt <= before)
            .Join(d.Keys, s => s.KeyId, k => k.Id, (s, k) => new { k.Identifier, s.AskedAt }).ToListAsync(cancellationToken);
        return waiting.GroupBy(s => s.Identifier).Select(g => (Key: g.Key, Count: g.Count(), Since: g.Min(s => s.AskedAt)))
            .Select(g => new AlertFinding(
                AlertKind.SigningWaits,
                g.Key,
                Sentence.Counting(
                    g.Count,
                    $"{g.Count} request to sign by key {g.Key} has waited since {g.Since:yyyy-MM-dd HH:mm}Z. An administrator carries "
                        + $"the file to the machine that holds the key, and brings the answer back.",
                    $"{g.Count} requests to sign by key {g.Key} wait, the first since {g.Since:yyyy-MM-dd HH:mm}Z. An administrator "
                        + $"carries the files to the machine that holds the key, and brings the answers back.")));
    }

    private static async Task<IEnumerable<AlertFinding>> ProposalsAsync(
        IssuerContext d, DateTimeOffset before, DateTimeOffset now, CancellationToken cancellationToken)
    {
        DateTimeOffset lapsed = now - AccessProposal.Lifetime;
        List<DateTimeOffset> waiting = await d.AccessProposals
            .Where(p => p.State == ProposalState.Open && p.ProposedAt <= before && p.ProposedAt > lapsed)
            .Select(p => p.ProposedAt).ToListAsync(cancellationToken);
        if (waiting.Count == 0)
        {
            return [];
        }

        DateTimeOffset since = waiting.Min(), ends = since + AccessProposal.Lifetime;
        return [new AlertFinding(
            AlertKind.AccessWaits,
            Proposals,
            Sentence.Counting(
                waiting.Count,
                $"{waiting.Count} proposal of access to approve has waited since {since:yyyy-MM-dd HH:mm}Z. Another approver than the "
                    + $"person who gets the access confirms or refuses it; else it ends at {ends:yyyy-MM-dd HH:mm}Z.",
                $"{waiting.Count} proposals of access to approve wait, the first since {since:yyyy-MM-dd HH:mm}Z. Another approver than "
                    + $"the person who gets the access confirms or refuses each; else the first ends at {ends:yyyy-MM-dd HH:mm}Z."))];
    }

    private static async Task<IEnumerable<AlertFinding>> MarksAsync(
        IssuerContext d, DateTimeOffset before, DateTimeOffset now, CancellationToken cancellationToken)
    {
        List<DateTimeOffset> waiting = await d.MarkProposals.WhereOpenAt(now).Where(p => p.ProposedAt <= before)
            .Select(p => p.ProposedAt).ToListAsync(cancellationToken);
        if (waiting.Count == 0)
        {
            return [];
        }

        DateTimeOffset since = waiting.Min(), ends = since + MarkProposal.Lifetime;
        return [new AlertFinding(
            AlertKind.MarkWaits,
            MarkProposals,
            Sentence.Counting(
                waiting.Count,
                $"{waiting.Count} proposal to mark has waited since {since:yyyy-MM-dd HH:mm}Z. Another officer than the one who proposed "
                    + $"it confirms or refuses it; else it ends at {ends:yyyy-MM-dd HH:mm}Z, and nothing is marked.",
                $"{waiting.Count} proposals to mark wait, the first since {since:yyyy-MM-dd HH:mm}Z. Another officer than the one who "
                    + $"proposed it confirms or refuses each; else the first ends at {ends:yyyy-MM-dd HH:mm}Z, and nothing of it is "
                    + $"marked."))];
    }

    private static async Task<IEnumerable<AlertFinding>> CompromisesAsync(
        IssuerContext d, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var waiting = await d.Compromises.Where(c => c.Step < CompromiseStep.Republished && c.WaitsFor != null && c.ReachedAt <= before)
            .Join(d.Keys, c => c.KeyId, k => k.Id, (c, k) => new { k.Identifier, c.ReachedAt, c.WaitsFor }).ToListAsync(cancellationToken);
        return waiting.GroupBy(c => c.Identifier).Select(g => g.MinBy(c => c.ReachedAt)!).Select(c => new AlertFinding(
            AlertKind.CompromiseWaits,
            c.Identifier,
            $"The compromise of key {c.Identifier} has waited for people since {c.ReachedAt:yyyy-MM-dd HH:mm}Z: {c.WaitsFor}"));
    }
}
