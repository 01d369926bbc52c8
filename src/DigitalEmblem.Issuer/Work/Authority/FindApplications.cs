using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Keys;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Authority;

/// <summary>Finds applications for people, a page at a time.</summary>
internal sealed class FindApplications(IssuerStore store)
{
    /// <summary>How many a page has.</summary>
    public const int PageSize = 50;

    /// <summary>A page of applications.</summary>
    /// <param name="decided">Those that are decided, the newest first; else those that wait for people, the oldest first.</param>
    /// <param name="after">The last one of the page before; null for the first page.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The applications, and whether more follow.</returns>
    public Task<(IReadOnlyList<Application> Rows, bool HasMore)> RunAsync(
        bool decided, Guid? after, CancellationToken cancellationToken) => store.ReadAsync(async d =>
        {
            IQueryable<Application> all = decided
                ? d.Applications.Where(a => a.State != ApplicationState.Received && a.State != ApplicationState.Approved)
                : d.Applications.Where(a => a.State == ApplicationState.Received || a.State == ApplicationState.Approved);
            if (after is { } last)
            {
                all = decided ? all.Where(a => a.Id.CompareTo(last) < 0) : all.Where(a => a.Id.CompareTo(last) > 0);
            }

            List<Application> found = await (decided ? all.OrderByDescending(a => a.Id) : all.OrderBy(a => a.Id)).Take(PageSize + 1)
                .ToListAsync(cancellationToken);
            return ((IReadOnlyList<Application>)[.. found.Take(PageSize)], found.Count > PageSize);
        });

    /// <summary>One application, with what came of it.</summary>
    /// <exception cref="RefusedException">There is none (<see cref="Refusal.NotFound"/>).</exception>
    public Task<ApplicationLook> OfAsync(Guid id, CancellationToken cancellationToken) => store.ReadAsync(async d =>
    {
        Application application = await d.Applications.FirstOrDefaultAsync(a => a.Id == id, cancellationToken)
            ?? throw new RefusedException(Refusal.NotFound, $"There is no application {id}.");
        Guid? given = await d.Register.Where(g => g.ApplicationId == id).OrderByDescending(g => g.Id).Select(g => (Guid?)g.Id)
            .FirstOrDefaultAsync(cancellationToken);
        return new ApplicationLook(application, TermsOf(application), given, await SigningAsync(d, application, cancellationToken));
    });

    // A row that was changed behind the service's back must not keep people from seeing that.
    private static EndorsementTerms? TermsOf(Application application)
    {
        try
        {
            return VerifiedRequest.Of(application).Terms;
        }
        catch (Exception e) when (e is RefusedException or TokenFormatException)
        {
            return null;
        }
    }

    // Of an approved application the other machine may have been asked already.
    private static async Task<Guid?> SigningAsync(IssuerContext d, Application application, CancellationToken cancellationToken) =>
        application.State != ApplicationState.Approved
            ? null
            : (await d.Signings.WhereOpen().OrderByDescending(s => s.Id).Take(PageSize).ToListAsync(cancellationToken))
                .Find(s => s.ToRequest().Items.Any(i => i.Token is Endorsement e
                    && e.EndorsedKey.ToString() == application.KeyIdentifier))?.Id;
}
