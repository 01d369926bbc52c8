using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Keys;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Watching;

/// <summary>Alerts about keys that sign nothing, as they are raised at once and found again by each round.</summary>
internal static class KeyAlerts
{
    /// <summary>Of a suspended key.</summary>
    public static AlertFinding OfSuspended(OrganizationKey key, SuspensionEffect effect, DateTimeOffset now)
    {
        string what = key.Use == KeyUse.Emblem ? "emblem" : "endorsement";
        string left = effect.FirstEnds is { } end
            ? $"The first {what} by it {Deadline.InWords(end, now)}."
            : $"No {what} by it is in force.";
        return new AlertFinding(
            AlertKind.KeySuspended,
            key.Identifier,
            $"The {key.Use} key {key.Identifier} has been suspended since {key.SuspendedAt:u}. {left} {effect.Next}",
            effect.FirstEnds is { } first ? Math.Max(0, (int)(first - now).TotalDays) : null);
    }

    /// <summary>Of a compromise that has not ended.</summary>
    public static AlertFinding OfCompromise(KeyCompromise compromise, OrganizationKey key)
    {
        string certificate = key.Use == KeyUse.Root && compromise is { ConfirmedAt: not null, CertificateRevokedAt: null }
            ? " Its binding certificate is to be revoked too."
            : "";
        string state = compromise.Step == CompromiseStep.Declared
            ? $"It signs nothing. It is ended for good at {compromise.GoesOnAt:u}, or once a second person confirms it "
                + $"(compromises/{compromise.Id}/confirm). If this is an error, take it back before that "
                + $"(compromises/{compromise.Id}/take-back)."
            : $"It was confirmed at {compromise.ConfirmedAt:u}, and the step '{compromise.Step}' was reached. "
                + (compromise.WaitsFor is { } waits ? $"It waits: {waits}" : "The service carries on.");
        return new AlertFinding(
            AlertKind.CompromiseDeclared,
            key.Identifier,
            $"The {key.Use} key {key.Identifier} was declared compromised at {compromise.StartedAt:u}. {state}{certificate}");
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
