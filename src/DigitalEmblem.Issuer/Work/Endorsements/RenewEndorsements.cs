using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Assets;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Endorsements;

/// <summary>
/// Renews the root key's endorsements in time: automatically if the root key is on this machine, else by a signing request that people
/// carry to the other machine.
/// </summary>
internal sealed class RenewEndorsements(IssuerStore store, EndorseKey endorse, IssuingOptions options, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private DateTimeOffset _next = DateTimeOffset.MinValue;

    /// <summary>Renews what is due.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.GetUtcNow();
        // Ignore a pause that is longer than possible: the clock was set back.
        if (now < _next && _next - now <= Pause)
        {
            return;
        }

        _next = now + Pause;
        (List<HeldEndorsement> due, bool waiting) = await store.ReadAsync(async d =>
        {
            List<HeldEndorsement> ours = await d.Endorsements.Where(e => e.State == EndorsementState.Current && e.SignerKeyId != null)
                .ToListAsync(cancellationToken);
            List<Guid> active = await d.Keys.Where(k => k.State == KeyState.Active).Select(k => k.Id).ToListAsync(cancellationToken);
            List<PendingSigning> open = await d.Signings.Where(s => s.AnsweredAt == null).ToListAsync(cancellationToken);
            return (
                ours.Where(e => active.Contains(e.KeyId)
                    && (now >= e.NotBefore + ((e.Expires - e.NotBefore) * options.RenewAfter) || e.NotBefore > now + (5 * Pause))).ToList(),
                open.Any(s => s.ToRequest().Items.Any(i => i.Token is Endorsement)));
        });
        if (!waiting)
        {
            foreach (HeldEndorsement endorsement in due)
            {
                await endorse.RunAsync(Instance.Actor, endorsement.KeyId, endorsement.Purposes, cancellationToken);
            }
        }
    }
}
