using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.People;

/// <summary>Finds who a key belongs to.</summary>
internal sealed class FindAccess(IssuerStore store)
{
    /// <summary>
    /// The entry of a key; null if there is none, or if it does not have the form of an API key. The caller must check that it is usable.
    /// </summary>
    public Task<ApiKey?> RunAsync(string secret, CancellationToken cancellationToken)
    {
        if (!ApiKeySecret.HasForm(secret))
        {
            return Task.FromResult<ApiKey?>(null);
        }

        byte[] hash = ApiKeySecret.HashOf(secret);
        return store.ReadAsync(d => d.ApiKeys.SingleOrDefaultAsync(k => k.Hash == hash, cancellationToken));
    }
}
