using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Work.Keys;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Drill;

/// <summary>The keys of the drill's organization.</summary>
internal sealed class DrillKeys(DrillScene scene, string admin)
{
    /// <summary>The one in use.</summary>
    public Task<OrganizationKey> InUseAsync(KeyUse use, CancellationToken cancellationToken) =>
        scene.Store.ReadAsync(d => d.Keys.FirstAsync(k => k.Use == use && k.State == KeyState.Active, cancellationToken));

    /// <summary>A compromise of one.</summary>
    public Task<KeyCompromise> CompromiseAsync(Guid id, CancellationToken cancellationToken) =>
        scene.Store.ReadAsync(d => d.Compromises.SingleAsync(c => c.Id == id, cancellationToken));

    /// <summary>Makes one.</summary>
    public Task<OrganizationKey> MakeAsync(KeyUse use, SignatureAlgorithm algorithm, CancellationToken cancellationToken) =>
        scene.Get<MakeKey>().RunAsync(admin, use, algorithm, KeyCustody.File, cancellationToken);

    /// <summary>Has a root key certified, and takes the certificate.</summary>
    public async Task CommitAsync(Guid key, CancellationToken cancellationToken)
    {
        RootCommitment asked = await scene.Get<RequestCommitment>().RunAsync(admin, key, cancellationToken);
        await scene.Get<CompleteCommitment>().RunAsync(
            admin, key, scene.Authority.Certify(asked.RequestPem), cancellationToken);
    }
}
