using System.Linq.Expressions;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Keys;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Certificates;

/// <summary>Finds the certificates of root keys, for pages and the API.</summary>
internal sealed class ListCertificates(IssuerStore store, ProveCommitment prove, TimeProvider clock)
{
    /// <summary>How many root keys a page has.</summary>
    public const int PageSize = 50;

    /// <summary>How many certificates of a key are shown, the newest. One that is renewed each 60 days has six in a year.</summary>
    public const int MostCertificates = 20;

    private static readonly string Importer = Actor.OfCommand(ImportCertificate.CommandWords).Name;

    /// <summary>A page of the root keys, the newest first.</summary>
    /// <param name="before">The last one of the page before; null for the first page.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The keys, and whether more follow.</returns>
    public Task<(IReadOnlyList<KeyCertificates> Keys, bool HasMore)> RunAsync(Guid? before, CancellationToken cancellationToken) =>
        store.ReadAsync(async d =>
        {
            IQueryable<OrganizationKey> roots = d.Keys.Where(k => k.Use == KeyUse.Root);
            roots = before is { } last ? roots.Where(k => k.Id.CompareTo(last) < 0) : roots;
            List<OrganizationKey> found = await roots.OrderByDescending(k => k.Id).Take(PageSize + 1).ToListAsync(cancellationToken);
            return (await OfAsync(d, [.. found.Take(PageSize)], cancellationToken), found.Count > PageSize);
        });

    /// <summary>The certificates of one root key.</summary>
    /// <exception cref="RefusedException">There is no such root key (<see cref="Refusal.NotFound"/>).</exception>
    public Task<KeyCertificates> OfAsync(Guid key, CancellationToken cancellationToken) => store.ReadAsync(async d =>
        (await OfAsync(
            d,
            [
                await d.Keys.SingleOrDefaultAsync(k => k.Id == key && k.Use == KeyUse.Root, cancellationToken)
                    ?? throw new RefusedException(Refusal.NotFound, $"There is no root key {key} here."),
            ],
            cancellationToken))[0]);

    /// <summary>The certificates of some root keys, in the order of the keys.</summary>
    public async Task<IReadOnlyList<KeyCertificates>> OfAsync(
        IssuerContext database, IReadOnlyList<OrganizationKey> keys, CancellationToken cancellationToken)
    {
        if (keys.Count == 0)
        {
            return [];
        }

        OrganizationIdentifier organization = (await database.Organizations.SingleAsync(cancellationToken)).Identifier;
        OrganizationKey? inUse = await database.Keys.Where(k => k.Use == KeyUse.Root && k.State == KeyState.Active).OrderBy(k => k.Id)
            .FirstOrDefaultAsync(cancellationToken);
        var all = new List<KeyCertificates>();
        foreach (OrganizationKey key in keys)
        {
            all.Add(await OfAsync(database, key, inUse, organization, cancellationToken));
        }

        return all;
    }

    private async Task<KeyCertificates> OfAsync(
        IssuerContext database,
        OrganizationKey key,
        OrganizationKey? rootInUse,
        OrganizationIdentifier organization,
        CancellationToken cancellationToken)
    {
        IQueryable<RootCommitment> complete = database.Commitments.Where(c => c.KeyId == key.Id && c.LogJson != null);
        List<RootCommitment> newest = await complete.OrderByDescending(c => c.CompletedAt).ThenByDescending(c => c.Id)
            .Take(MostCertificates).ToListAsync(cancellationToken);
        int count = newest.Count < MostCertificates ? newest.Count : await complete.CountAsync(cancellationToken);
        IReadOnlyList<string> wanted = BindingNames.Wanted(organization, key.ToVerificationKey());
        DateTimeOffset now = clock.GetUtcNow();
        LogList? logs = Logs();
        return new KeyCertificates(
            key,
            rootInUse,
            await BindingKey.RequestOfAsync(database, key.Id, cancellationToken),
            [.. newest.Select((c, i) => CertificateFacts.Of(c, isInUse: i == 0, wanted, logs, now))],
            count - newest.Count,
            await LastAsync(database, e => wanted.Contains(e.Subject) && e.Action == ShowChallenge.Challenged, cancellationToken),
            await LastAsync(
                database,
                e => e.Subject == key.Identifier && e.Action == CompleteCommitment.Completed && e.Actor == Importer,
                cancellationToken));
    }

    private static async Task<DateTimeOffset?> LastAsync(
        IssuerContext database,
        Expression<Func<JournalEntry, bool>> which,
        CancellationToken cancellationToken) =>
        await database.Journal.Where(which).OrderByDescending(e => e.At).ThenByDescending(e => e.Sequence)
            .Select(e => (DateTimeOffset?)e.At).FirstOrDefaultAsync(cancellationToken);

    // Only names are taken from it here: without a list that can be read, logs are called by their identifiers.
    private LogList? Logs()
    {
        try
        {
            return prove.Logs;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or TokenFormatException)
        {
            return null;
        }
    }
}
