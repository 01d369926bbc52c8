using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Keys;

/// <summary>Lists the organization and its keys.</summary>
internal sealed class ListKeys(IssuerStore store, TimeProvider clock)
{
    /// <summary>How many keys a page has.</summary>
    public const int PageSize = 50;

    /// <summary>The organization; null before it is set up.</summary>
    public Task<Organization?> OrganizationAsync(CancellationToken cancellationToken) =>
        store.ReadAsync(d => d.Organizations.SingleOrDefaultAsync(cancellationToken));

    /// <summary>The keys that are pending or in use, root keys first.</summary>
    public Task<IReadOnlyList<KeyRow>> AliveAsync(CancellationToken cancellationToken) => store.ReadAsync<IReadOnlyList<KeyRow>>(async d =>
    {
        List<KeyRow> rows = [];
        foreach (OrganizationKey key in await d.Keys.Where(k => k.State == KeyState.Pending || k.State == KeyState.Active)
            .OrderBy(k => k.Use).ThenByDescending(k => k.State).ThenBy(k => k.Id).Take(PageSize).ToListAsync(cancellationToken))
        {
            rows.Add(await RowAsync(d, key, cancellationToken));
        }

        return rows;
    });

    /// <summary>The keys that ended, the newest first.</summary>
    /// <param name="before">The last one of the page before; null for the first page.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The keys, and whether more follow.</returns>
    public Task<(IReadOnlyList<OrganizationKey> Keys, bool HasMore)> EndedAsync(Guid? before, CancellationToken cancellationToken) =>
        store.ReadAsync(async d =>
        {
            IQueryable<OrganizationKey> ended = d.Keys.Where(k => k.State == KeyState.Retired || k.State == KeyState.Compromised);
            ended = before is { } last ? ended.Where(k => k.Id.CompareTo(last) < 0) : ended;
            List<OrganizationKey> keys = await ended.OrderByDescending(k => k.Id).Take(PageSize + 1).ToListAsync(cancellationToken);
            return ((IReadOnlyList<OrganizationKey>)[.. keys.Take(PageSize)], keys.Count > PageSize);
        });

    /// <summary>The root keys that authorities may endorse: the one in use first.</summary>
    public Task<List<OrganizationKey>> EndorsableRootsAsync(CancellationToken cancellationToken) => store.ReadAsync(d => d.Keys
        .Where(k => k.Use == KeyUse.Root && (k.State == KeyState.Active || k.State == KeyState.Pending))
        .OrderByDescending(k => k.State).ThenBy(k => k.Id).Take(PageSize).ToListAsync(cancellationToken));

    /// <summary>A key by itself.</summary>
    /// <exception cref="RefusedException">There is none (<see cref="Refusal.NotFound"/>).</exception>
    public Task<OrganizationKey> KeyAsync(Guid id, CancellationToken cancellationToken) => store.ReadAsync(async d =>
        await d.Keys.SingleOrDefaultAsync(k => k.Id == id, cancellationToken) ?? throw Missing(id));

    /// <summary>What stops with a key, and until when what it signed is in force.</summary>
    public Task<SuspensionEffect> EffectAsync(Guid id, CancellationToken cancellationToken) =>
        SuspensionEffect.BeforeAsync(store, id, clock.GetUtcNow(), cancellationToken);

    /// <summary>A key with all that a person decides about it by.</summary>
    /// <exception cref="RefusedException">There is none (<see cref="Refusal.NotFound"/>).</exception>
    public Task<KeyDetail> OfAsync(Guid id, CancellationToken cancellationToken) => store.ReadAsync(async d =>
    {
        OrganizationKey key = await d.Keys.SingleOrDefaultAsync(k => k.Id == id, cancellationToken) ?? throw Missing(id);
        OrganizationKey? root = await d.Keys.Where(k => k.Use == KeyUse.Root && k.State == KeyState.Active).OrderBy(k => k.Id)
            .FirstOrDefaultAsync(cancellationToken);
        List<PendingSigning> open = await d.Signings.WhereOpen().OrderBy(s => s.Id).Take(PageSize).ToListAsync(cancellationToken);
        return new KeyDetail(
            await d.Organizations.SingleAsync(cancellationToken),
            await RowAsync(d, key, cancellationToken),
            root,
            await AuthoritiesAsync(d, root, key, cancellationToken),
            open.FindAll(s => s.KeyId == id || Endorses(s, key)),
            await d.Compromises.Where(c => c.KeyId == id && c.Step != CompromiseStep.TakenBack).OrderByDescending(c => c.Id)
                .FirstOrDefaultAsync(cancellationToken));
    });

    private static RefusedException Missing(Guid id) => new(Refusal.NotFound, $"There is no key {id} here.");

    private static bool Endorses(PendingSigning signing, OrganizationKey key) =>
        signing.ToRequest().Items.Any(i => i.Token is Endorsement e && e.EndorsedKey.ToString() == key.Identifier);

    private static async Task<IReadOnlyList<OrganizationIdentifier>> AuthoritiesAsync(
        IssuerContext database, OrganizationKey? root, OrganizationKey key, CancellationToken cancellationToken)
    {
        if (root is null || root.Id == key.Id || key.Use != KeyUse.Root)
        {
            return [];
        }

        List<HeldEndorsement> external = await database.Endorsements
            .Where(e => e.State == EndorsementState.Current && e.SignerKeyId == null && (e.KeyId == root.Id || e.KeyId == key.Id))
            .ToListAsync(cancellationToken);
        return [.. external.Where(e => e.KeyId == root.Id).Select(e => e.Issuer).Distinct()
            .Where(a => !external.Any(e => e.KeyId == key.Id && e.Issuer == a))];
    }

    private static async Task<KeyRow> RowAsync(IssuerContext database, OrganizationKey key, CancellationToken cancellationToken) =>
        key.Use == KeyUse.Root
            ? new KeyRow(
                key,
                await CommitmentInUse.FindAsync(database, key.Id, cancellationToken),
                await CommitmentInUse.FindOpenAsync(database, key.Id, cancellationToken),
                null)
            : new KeyRow(key, null, null, await database.Endorsements
                .Where(e => e.KeyId == key.Id && e.State == EndorsementState.Current && e.SignerKeyId != null)
                .OrderByDescending(e => e.Id).FirstOrDefaultAsync(cancellationToken));
}
