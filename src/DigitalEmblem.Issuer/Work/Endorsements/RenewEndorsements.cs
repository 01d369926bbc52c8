using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.Keys;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Endorsements;

/// <summary>
/// Renews the root key's endorsements in time, and once its certificate was renewed, since they name where that is logged: automatically
/// if the root key is on this machine, else by a signing request that people carry to the other machine.
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
        List<HeldEndorsement> due = await store.ReadAsync(async d =>
        {
            List<HeldEndorsement> ours = await d.Endorsements.Where(e => e.State == EndorsementState.Current && e.SignerKeyId != null)
                .ToListAsync(cancellationToken);
            Dictionary<Guid, string> active = await d.Keys.Where(k => k.State == KeyState.Active)
                .ToDictionaryAsync(k => k.Id, k => k.Identifier, cancellationToken);
            List<PendingSigning> open = await d.Signings.WhereOpen().ToListAsync(cancellationToken);
            var bound = new Dictionary<Guid, ValueList<CommitmentEntry>>();
            foreach (Guid signer in ours.Select(e => e.SignerKeyId!.Value).Distinct())
            {
                if (await CommitmentInUse.FindAsync(d, signer, cancellationToken) is { } inUse)
                {
                    bound[signer] = inUse.Log();
                }
            }

            // Only an open request for the same key holds back a new one, and only while its answer would still be of use: a forgotten
            // file must not let the endorsement run out.
            return ours.Where(e => active.TryGetValue(e.KeyId, out string? key) && (IsDue(e, now) || NamesFormer(e, bound))
                && !open.Any(s => s.WillEndorse(key, options.RenewAfter, now))).ToList();
        });
        foreach (HeldEndorsement endorsement in due)
        {
            try
            {
                await endorse.RunAsync(Instance.Actor, endorsement.KeyId, endorsement.Purposes, cancellationToken);
            }
            catch (RefusedException e) when (e.Refusal is Refusal.WrongState or Refusal.Conflict)
            {
                // Another instance was faster, or a person rolled the key: the next look finds what is left to do.
            }
        }
    }

    private static bool NamesFormer(HeldEndorsement endorsement, Dictionary<Guid, ValueList<CommitmentEntry>> bound) =>
        bound.TryGetValue(endorsement.SignerKeyId!.Value, out ValueList<CommitmentEntry>? log)
            && Cwt.Read(endorsement.Token).Claims is Endorsement claims && !log.Equals(claims.Log);

    private bool IsDue(HeldEndorsement endorsement, DateTimeOffset now) =>
        now >= endorsement.NotBefore + ((endorsement.Expires - endorsement.NotBefore) * options.RenewAfter)
            || endorsement.NotBefore > now + (5 * Pause);
}
