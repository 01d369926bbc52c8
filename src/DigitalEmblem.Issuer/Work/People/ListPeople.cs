using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.People;

/// <summary>Lists people with what they sign in by, a page at a time.</summary>
internal sealed class ListPeople(IssuerStore store, MayApprove mayApprove, TimeProvider clock)
{
    /// <summary>How many a page has.</summary>
    public const int PageSize = 50;

    /// <summary>People by their handles.</summary>
    /// <param name="after">The last handle of the page before; null for the first page.</param>
    /// <param name="withEnded">Whether those who ended are listed too.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The people, and whether more follow.</returns>
    public Task<(IReadOnlyList<PersonRow> Rows, bool HasMore)> RunAsync(
        string? after, bool withEnded, CancellationToken cancellationToken) => store.ReadAsync(async d =>
        {
            IQueryable<Person> all = withEnded ? d.Persons : d.Persons.Where(p => p.EndedAt == null);
            if (after is not null)
            {
                all = all.Where(p => p.Handle.CompareTo(after) > 0);
            }

            List<Person> people = await all.OrderBy(p => p.Handle).Take(PageSize + 1).ToListAsync(cancellationToken);
            Guid[] ids = [.. people.Take(PageSize).Select(p => p.Id)];
            List<Credential> ways = await d.Credentials.Where(c => ids.Contains(c.PersonId) && c.RevokedAt == null)
                .ToListAsync(cancellationToken);
            List<ApiKey> keys = await d.ApiKeys.Where(k => ids.Contains(k.PersonId) && k.RevokedAt == null).ToListAsync(cancellationToken);
            List<PersonSubject> subjects = await d.Subjects.Where(s => ids.Contains(s.PersonId) && s.EndedAt == null)
                .ToListAsync(cancellationToken);
            return ((IReadOnlyList<PersonRow>)
                [
                    .. people.Take(PageSize).Select(p => new PersonRow(
                        p,
                        ways.Count(w => w.PersonId == p.Id && w.Kind == CredentialKind.Passkey),
                        ways.Count(w => w.PersonId == p.Id && w.Kind == CredentialKind.PasswordWithCode),
                        keys.Count(k => k.PersonId == p.Id),
                        subjects.Count(s => s.PersonId == p.Id),
                        ways.Where(w => w.PersonId == p.Id).Max(w => w.LastUsedAt))),
                ],
                people.Count > PageSize);
        });

    /// <summary>A person with all that opens something for it.</summary>
    /// <exception cref="RefusedException">There is none (<see cref="Refusal.NotFound"/>).</exception>
    public Task<PersonAccess> OfAsync(string handle, CancellationToken cancellationToken)
    {
        string canonical = Person.HandleOrPseudonym(handle);
        DateTimeOffset now = clock.GetUtcNow();
        return store.ReadAsync(async d =>
        {
            Person person = await d.Persons.SingleOrDefaultAsync(p => p.Handle == canonical, cancellationToken)
                ?? throw new RefusedException(Refusal.NotFound, $"There is no person {canonical}.");
            List<Session> sessions = await d.Sessions.Where(s => s.PersonId == person.Id && s.EndedAt == null)
                .ToListAsync(cancellationToken);
            bool waits = await d.Organizations.AnyAsync(o => o.FirstApprovalAt != null, cancellationToken);
            return new PersonAccess(
                person,
                waits ? mayApprove.WaitsUntil(person, now) : null,
                await d.AccessProposals.Where(p => p.Handle == canonical && p.State == ProposalState.Confirmed).OrderByDescending(p => p.Id)
                    .FirstOrDefaultAsync(cancellationToken),
                await d.Credentials.Where(c => c.PersonId == person.Id && c.RevokedAt == null).OrderBy(c => c.Id)
                    .ToListAsync(cancellationToken),
                [.. sessions.Where(s => s.IsOpenAt(now)).OrderByDescending(s => s.LastSeenAt)],
                await d.ApiKeys.Where(k => k.PersonId == person.Id && k.RevokedAt == null).OrderBy(k => k.Id)
                    .ToListAsync(cancellationToken),
                await d.Subjects.Where(s => s.PersonId == person.Id && s.EndedAt == null).OrderBy(s => s.Id)
                    .ToListAsync(cancellationToken));
        });
    }

    /// <summary>The first invitations that wait for a person or an approver, and how many there are.</summary>
    public Task<(IReadOnlyList<Invitation> First, int Count)> InvitationsAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.GetUtcNow();
        return FirstAsync(
            d => d.Invitations.Where(i => i.AcceptedAt == null && i.EndedAt == null && (i.ExpiresAt == null || i.ExpiresAt > now)),
            cancellationToken);
    }

    /// <summary>The first access to approve that waits for an approver, and how much there is.</summary>
    public Task<(IReadOnlyList<AccessProposal> First, int Count)> ProposalsAsync(CancellationToken cancellationToken) =>
        FirstAsync(d => d.AccessProposals.Where(p => p.State == ProposalState.Open), cancellationToken);

    private Task<(IReadOnlyList<T> First, int Count)> FirstAsync<T>(
        Func<IssuerContext, IQueryable<T>> which, CancellationToken cancellationToken)
        where T : Entity => store.ReadAsync<(IReadOnlyList<T>, int)>(async d => (
            await which(d).OrderBy(e => e.Id).Take(PageSize).ToListAsync(cancellationToken),
            await which(d).CountAsync(cancellationToken)));
}
