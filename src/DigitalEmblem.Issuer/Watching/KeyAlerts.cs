using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Keys;
using DigitalEmblem.Texts;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Watching;

/// <summary>Alerts about keys that sign nothing, as they are raised at once and found again by each round.</summary>
internal static class KeyAlerts
{
    /// <summary>Of a suspended key.</summary>
    public static AlertFinding OfSuspended(OrganizationKey key, SuspensionEffect effect, DateTimeOffset now)
    {
        Sentence what = key.Use == KeyUse.Emblem ? Sentence.Of($"emblem") : Sentence.Of($"endorsement");
        Sentence left = effect.FirstEnds is { } end
            ? Sentence.Of($"The first {what} by it {Deadline.InWords(end, now)}.")
            : Sentence.Of($"No {what} by it is in force.");
        return new AlertFinding(
            AlertKind.KeySuspended,
            key.Identifier,
            $"The {key.Use} key {key.Identifier} has been suspended since {key.SuspendedAt:u}. {left} {effect.Next}",
            effect.FirstEnds is { } first ? Math.Max(0, (int)(first - now).TotalDays) : null);
    }

    /// <summary>Of a compromise that has not ended.</summary>
    public static AlertFinding OfCompromise(KeyCompromise compromise, OrganizationKey key)
    {
        Sentence state = compromise.Step == CompromiseStep.Declared
            ? Sentence.Of(
                $"It signs nothing. It is ended for good at {compromise.GoesOnAt:u}, or once a second person confirms it. If this is an "
                    + $"error, take it back before that.")
            : compromise.WaitsFor is { } waits
                ? Sentence.Of(
                    $"It was confirmed at {compromise.ConfirmedAt:u}, and the step '{compromise.Step}' was reached. It waits: {waits}")
                : Sentence.Of(
                    $"It was confirmed at {compromise.ConfirmedAt:u}, and the step '{compromise.Step}' was reached. The service carries "
                        + $"on.");
        Sentence what = Sentence.Of(
            $"The {key.Use} key {key.Identifier} was declared compromised at {compromise.StartedAt:u}. {state}");
        return new AlertFinding(
            AlertKind.CompromiseDeclared,
            key.Identifier,
            key.Use == KeyUse.Root && compromise is { ConfirmedAt: not null, CertificateRevokedAt: null }
                ? Sentence.Of($"{what} Its binding certificate is to be revoked too.")
                : what);
    }

    /// <summary>All of them.</summary>
    public static async Task<IEnumerable<AlertFinding>> FindAsync(
        IssuerContext database, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var findings = new List<AlertFinding>();
        foreach (OrganizationKey key in await database.Keys
            .Where(k => k.SuspendedAt != null && (k.State == KeyState.Active || k.State == KeyState.Pending))
            .ToListAsync(cancellationToken))
        {
            findings.Add(OfSuspended(key, await SuspensionEffect.OfAsync(database, key, now, cancellationToken), now));
        }

        foreach (KeyCompromise compromise in await database.Compromises.Where(c => c.Step < CompromiseStep.Republished)
            .OrderBy(c => c.StartedAt).ToListAsync(cancellationToken))
        {
            findings.Add(OfCompromise(compromise, await database.Keys.SingleAsync(k => k.Id == compromise.KeyId, cancellationToken)));
        }

        // A compromise is declared again only after one of the same key was taken back, so one of a key is open at most.
        return findings;
    }
}
