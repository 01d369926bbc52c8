using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Texts;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Watching;

/// <summary>Finds what is not in the DNS as it should be, from the database alone; one finding a zone.</summary>
internal static class UnpublishedNames
{
    /// <summary>What has waited for too long, and removals that a server refuses: these do not wait.</summary>
    /// <param name="database">The database.</param>
    /// <param name="before">What is wanted since then has waited for too long.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<IReadOnlyList<AlertFinding>> FindAsync(
        IssuerContext database, DateTimeOffset before, CancellationToken cancellationToken)
    {
        List<PublicationTarget> targets = await database.Targets.ToListAsync(cancellationToken);
        var waiting = await database.Publications
            .Where(p => p.State == PublicationState.Due && (p.WantedAt <= before || (p.Failure == PublicationFailure.Refused && !p.Wanted)))
            .GroupBy(p => new { p.Place, p.Wanted })
            .Select(g => new { g.Key.Place, g.Key.Wanted, Count = g.Count(), Fault = g.Max(p => (string?)(object?)p.Fault) })
            .ToListAsync(cancellationToken);
        // Several targets of a zone are one finding: they are one thing to look after.
        return [.. waiting.GroupBy(w => targets.FirstOrDefault(t => t.Place == w.Place)?.Zone.ToString() ?? "a target that is gone")
            .Select(zone =>
            {
                int toPublish = zone.Where(w => w.Wanted).Sum(w => w.Count), toRemove = zone.Where(w => !w.Wanted).Sum(w => w.Count);
                Sentence late = Sentence.Counting(
                    toPublish, $"In {zone.Key}, {toPublish} emblems are not in the DNS as they should be.");
                Sentence withdrawn = Sentence.Counting(
                    toRemove,
                    $"{toRemove} withdrawn emblems are not gone yet: if that is urgent, take the records out at the name server by hand.");
                string? stored = zone.OrderBy(w => w.Wanted).Select(w => w.Fault).OfType<string>().FirstOrDefault();
                Sentence fault = stored is null ? Sentence.Of($"none; it was not tried yet") : StoredSentence.Read(stored);
                return new AlertFinding(
                    AlertKind.NotPublished,
                    zone.Key,
                    toRemove > 0
                        ? Sentence.Of($"{late} {withdrawn} The last fault: {fault}")
                        : Sentence.Of($"{late} The last fault: {fault}"));
            })];
    }

    /// <summary>Marked names that lie in no target's zone. They have no publication that could be late.</summary>
    public static async Task<IReadOnlyList<AlertFinding>> NowhereAsync(IssuerContext database, CancellationToken cancellationToken)
    {
        List<PublicationTarget> targets = await database.Targets.ToListAsync(cancellationToken);
        List<DomainName> without = await database.Assets
            .Where(a => a.State == AssetState.Marked && a.EmblemId != null
                && !database.Publications.Any(p => p.AssetId == a.Id && p.Wanted))
            .Select(a => a.Name)
            .ToListAsync(cancellationToken);
        DomainName[] nowhere = [.. without.Where(n => PublicationTarget.AllFor(n, targets).Count == 0)];
        return nowhere.Length == 0 ? [] : [new AlertFinding(
            AlertKind.NotPublished,
            "no target",
            Sentence.Counting(
                nowhere.Length,
                $"{nowhere.Length} marked names lie in no target's zone, {nowhere[0]} among them, "
                    + $"so their emblems are not in the DNS. Name a target for their zone; one by hand will do."))];
    }
}
