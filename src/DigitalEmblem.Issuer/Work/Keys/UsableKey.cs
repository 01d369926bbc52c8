using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Texts;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Keys;

/// <summary>
/// Whether this instance can use the key that signs emblems. To open a key of a file costs a third of a second of a processor, so a key
/// that could not be used is tried again only after a while.
/// </summary>
internal sealed class UsableKey(IssuerStore store, ISigningKeys keys, TimeProvider clock)
{
    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(30);

    private (Guid Key, DateTimeOffset At, Sentence Fault)? _failed;

    /// <summary>Why the key cannot be used here; null if it can, or if no key is in use.</summary>
    public async Task<Sentence?> FaultAsync(CancellationToken cancellationToken)
    {
        OrganizationKey? key = await store.ReadAsync(d => d.Keys
            .Where(k => k.State == KeyState.Active && k.Use == KeyUse.Emblem && k.SuspendedAt == null)
            .OrderBy(k => k.Id).FirstOrDefaultAsync(cancellationToken));
        if (key is null)
        {
            return null;
        }

        if (_failed is { } failed && failed.Key == key.Id && (clock.GetUtcNow() - failed.At).Duration() < TryAgain)
        {
            return failed.Fault;
        }

        try
        {
            await keys.TryAsync(key, cancellationToken);
            _failed = null;
            return null;
        }
        catch (RefusedException e)
        {
            _failed = (key.Id, clock.GetUtcNow(), e.Sentence);
            return e.Sentence;
        }
    }

    /// <summary>Whether an emblem key is suspended: no instance issues anything then.</summary>
    public Task<bool> IsSuspendedAsync(CancellationToken cancellationToken) => store.ReadAsync(
        d => d.Keys.AnyAsync(k => k.Use == KeyUse.Emblem && k.State == KeyState.Active && k.SuspendedAt != null, cancellationToken));
}
