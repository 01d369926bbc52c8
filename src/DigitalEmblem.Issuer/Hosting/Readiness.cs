using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Keys;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Hosting;

/// <summary>
/// Whether this instance can do its work: the database answers and has the right form, its rounds succeed, and the keys that sign every
/// day can be used.
/// </summary>
internal sealed class Readiness(IssuerContexts contexts, IssuerStore store, ISigningKeys keys, WorkHealth work, TimeProvider clock)
{
    // Rounds come every second when nothing is due, but a batch may wait long for a slow name server.
    private static readonly TimeSpan RoundsAtLeast = TimeSpan.FromMinutes(2);

    /// <summary>The faults that keep it from working, each in a sentence; none if it is ready.</summary>
    public async Task<IReadOnlyList<string>> FaultsAsync(CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        try
        {
            if (await contexts.PendingAsync(cancellationToken) is { Count: > 0 } pending)
            {
                return [$"The database lacks {pending.Count} migrations: run 'issuer migrate'."];
            }

            List<OrganizationKey> daily = await store.ReadAsync(
                d => d.Keys.Where(k => k.State == KeyState.Active && k.Use == KeyUse.Emblem && k.SuspendedAt == null)
                    .ToListAsync(cancellationToken));
            foreach (OrganizationKey key in daily)
            {
                await keys.UseAsync(key, _ => true, cancellationToken);
            }
        }
        catch (RefusedException e)
        {
            faults.Add(e.Message);
        }
#pragma warning disable CA1031 // Any exception here means that the database does not answer, so this instance is not ready.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            faults.Add($"The database does not answer: {e.Message}");
        }

        if (work.Fault is { } fault)
        {
            faults.Add($"The last round of work failed: {fault}");
        }
        else if (work.SucceededAt is not { } at)
        {
            faults.Add("The first round of work is still under way.");
        }
        else if (clock.GetUtcNow() - at > RoundsAtLeast)
        {
            faults.Add($"No round of work has got through since {at:u}.");
        }

        return faults;
    }
}
