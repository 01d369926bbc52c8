using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Setup;

/// <summary>Finds the organization that runs this service.</summary>
internal sealed class FindOrganization(IssuerStore store)
{
    /// <summary>The organization; null if none is set up yet.</summary>
    public Task<Organization?> RunAsync(CancellationToken cancellationToken) =>
        store.ReadAsync(d => d.Organizations.SingleOrDefaultAsync(cancellationToken));
}
