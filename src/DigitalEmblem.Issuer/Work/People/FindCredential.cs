using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.People;

/// <summary>Finds ways to sign in, for ASP.NET Core Identity and for the pages.</summary>
internal sealed class FindCredential(IssuerStore store)
{
    /// <summary>The passkey of an identity (credential ID), with its person; null if there is none that can be used.</summary>
    public async Task<Credential?> ByPasskeyAsync(byte[] passkeyId, CancellationToken cancellationToken) =>
        await store.ReadAsync(d => d.Credentials.SingleOrDefaultAsync(c => c.PasskeyId == passkeyId, cancellationToken))
            is { IsUsable: true } found
            ? found
            : null;

    /// <summary>The ways by which a person can sign in, the oldest first.</summary>
    public Task<List<Credential>> OfPersonAsync(Guid personId, CancellationToken cancellationToken) => store.ReadAsync(
        d => d.Credentials.Where(c => c.PersonId == personId && c.RevokedAt == null && c.Person.EndedAt == null).OrderBy(c => c.Id)
            .ToListAsync(cancellationToken));
}
