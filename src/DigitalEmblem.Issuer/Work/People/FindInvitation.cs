using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.People;

/// <summary>Reads an invitation by its link. This changes nothing, because programs that preview links open them.</summary>
internal sealed class FindInvitation(IssuerStore store, TimeProvider clock)
{
    /// <summary>
    /// The invitation of a link's secret; null if it was used, ended, expired or altered, all alike. One that waits for an approver
    /// (<see cref="Invitation.IsProposed"/>) cannot be accepted yet.
    /// </summary>
    public async Task<Invitation?> RunAsync(string? secret, CancellationToken cancellationToken)
    {
        if (!RandomSecret.HasForm(secret))
        {
            return null;
        }

        byte[] hash = RandomSecret.HashOf(secret!);
        DateTimeOffset now = clock.GetUtcNow();
        return await store.ReadAsync(d => d.Invitations.SingleOrDefaultAsync(i => i.Hash == hash, cancellationToken)) is { } invitation
            && invitation.IsOpenAt(now)
                ? invitation
                : null;
    }
}
