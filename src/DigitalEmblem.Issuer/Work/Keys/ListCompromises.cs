using System.Text.Json;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Keys;

/// <summary>Lists the compromises of keys, and shows how far the world is from resting on none of them.</summary>
internal sealed class ListCompromises(IssuerStore store, TimeProvider clock)
{
    /// <summary>How many a page has.</summary>
    public const int PageSize = 50;

    // A compromise has six steps; some more lines are there if a key was declared compromised, and that was taken back, several times.
    private const int MostLines = 100;

    private static readonly string[] StepActions = ["compromise.confirmed", "compromise.newKey", "compromise.step"];

    /// <summary>Compromises, the newest first.</summary>
    /// <param name="before">The last one of the page before; null for the first page.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The compromises, and whether more follow.</returns>
    public Task<(IReadOnlyList<CompromiseRow> Rows, bool HasMore)> RunAsync(Guid? before, CancellationToken cancellationToken) =>
        store.ReadAsync(async d =>
        {
            IQueryable<KeyCompromise> all = before is { } last ? d.Compromises.Where(c => c.Id.CompareTo(last) < 0) : d.Compromises;
            List<KeyCompromise> found = await all.OrderByDescending(c => c.Id).Take(PageSize + 1).ToListAsync(cancellationToken);
            Guid[] ids = [.. found.Take(PageSize).Select(c => c.KeyId).Distinct()];
            Dictionary<Guid, OrganizationKey> keys = await d.Keys.Where(k => ids.Contains(k.Id))
                .ToDictionaryAsync(k => k.Id, cancellationToken);
            return (
                (IReadOnlyList<CompromiseRow>)[.. found.Take(PageSize).Select(c => new CompromiseRow(c, keys[c.KeyId]))],
                found.Count > PageSize);
        });

    /// <summary>A compromise with all that people decide in it by.</summary>
    /// <exception cref="RefusedException">There is none (<see cref="Refusal.NotFound"/>).</exception>
    public Task<CompromiseDetail> OfAsync(Guid id, CancellationToken cancellationToken) => store.ReadAsync(async d =>
    {
        KeyCompromise compromise = await d.Compromises.SingleOrDefaultAsync(c => c.Id == id, cancellationToken)
            ?? throw new RefusedException(Refusal.NotFound, $"There is no compromise {id} here.");
        OrganizationKey key = await d.Keys.SingleAsync(k => k.Id == compromise.KeyId, cancellationToken);
        RestingMarks? resting = compromise.IsOpen ? await RestingMarks.OfAsync(d, compromise, key, cancellationToken) : null;
        return new CompromiseDetail(
            compromise,
            key,
            compromise.NewKeyId is { } next ? await d.Keys.SingleOrDefaultAsync(k => k.Id == next, cancellationToken) : null,
            await StepsAsync(d, compromise, key, cancellationToken),
            resting is null ? 0 : await resting.CountAsync(cancellationToken),
            resting is null ? [] : await resting.FirstAsync(PageSize, cancellationToken),
            await BoundCertificate.OfAsync(d, key.Id, clock.GetUtcNow(), cancellationToken));
    });

    // The row keeps the time of the last step only.
    private static async Task<IReadOnlyDictionary<CompromiseStep, DateTimeOffset>> StepsAsync(
        IssuerContext database, KeyCompromise compromise, OrganizationKey key, CancellationToken cancellationToken)
    {
        var reached = new Dictionary<CompromiseStep, DateTimeOffset> { [CompromiseStep.Declared] = compromise.StartedAt };
        if (compromise.ConfirmedAt is { } confirmed)
        {
            reached[CompromiseStep.Stopped] = confirmed;
        }

        foreach (Journal.JournalEntry line in await database.Journal
            .Where(e => e.Subject == key.Identifier && StepActions.Contains(e.Action))
            .OrderByDescending(e => e.Sequence).Take(MostLines).ToListAsync(cancellationToken))
        {
            if (line.At >= compromise.StartedAt && StepOf(line) is { } step)
            {
                reached[step] = line.At;
            }
        }

        reached[compromise.Step] = compromise.ReachedAt;
        return reached;
    }

    private static CompromiseStep? StepOf(Journal.JournalEntry line)
    {
        if (line.Action == "compromise.newKey")
        {
            return CompromiseStep.NewKey;
        }

        using var details = JsonDocument.Parse(line.Details);
        return line.Action == "compromise.step" && details.RootElement.TryGetProperty("step", out JsonElement named)
            && Enum.TryParse(named.GetString(), out CompromiseStep step) ? step : null;
    }
}
