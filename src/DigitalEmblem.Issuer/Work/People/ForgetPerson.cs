using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Texts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace DigitalEmblem.Issuer.Work.People;

/// <summary>
/// Deletes the name of a person who ended, or who was invited and never came: handle, salt, display names, ways to sign in and subjects of
/// the provider. The pseudonym stands in their place from then on, in the rows as in the journal, so that an audit finds all as before.
/// </summary>
internal sealed class ForgetPerson(IssuerStore store)
{
    /// <summary>The word of its line. Its subject is the pseudonym.</summary>
    public const string Word = "person.forgotten";

    // Notices have up to a hundred alerts each.
    private const int RowsRead = 100;

    /// <summary>Forgets a person. This cannot be taken back, and neither handle nor subjects are given again.</summary>
    /// <returns>The pseudonym.</returns>
    /// <exception cref="RefusedException">There is no such person, or it has not ended.</exception>
    public Task<string> RunAsync(Actor actor, string handle, CancellationToken cancellationToken) => store.ChangeAsync(
        actor,
        async change =>
        {
            string canonical = Person.Canonical(handle);
            IssuerContext database = change.Database;
            Person? person = await database.Persons.AsNoTracking().SingleOrDefaultAsync(p => p.Handle == canonical, cancellationToken);
            PersonName name = await database.PersonNames.SingleOrDefaultAsync(n => n.Handle == canonical, cancellationToken)
                ?? throw new RefusedException(
                    Refusal.NotFound, $"There is no person {canonical}: the handle may be forgotten already.");
            await RequireEndedAsync(change, canonical, person, cancellationToken);
            ForgottenNames forgotten = await ForgottenAsync(database, cancellationToken);
            forgotten.Add(canonical);
            if (person is not null)
            {
                await RemoveWaysAsync(database, person, forgotten, cancellationToken);
            }

            await database.Invitations.Where(i => i.Handle == canonical)
                .ExecuteUpdateAsync(s => s.SetProperty(i => i.DisplayName, (string?)null), cancellationToken);
            await database.Persons.Where(p => p.Handle == canonical)
                .ExecuteUpdateAsync(s => s.SetProperty(p => p.DisplayName, (string?)null), cancellationToken);
            await ReplaceInRowsAsync(database, name, cancellationToken);
            await ReplaceInTextsAsync(database, name, cancellationToken);
            database.Remove(name);
            change.Journal(Word, name.Pseudonym);
            return name.Pseudonym;
        },
        cancellationToken);

    private static async Task RequireEndedAsync(Change change, string handle, Person? person, CancellationToken cancellationToken)
    {
        if (person is { EndedAt: null })
        {
            throw new RefusedException(
                Refusal.WrongState,
                $"{handle} has not ended: end the person first (page People, or 'issuer access end {handle}').");
        }

        bool isInvited = await change.Database.Invitations.AnyAsync(
            i => i.Handle == handle && i.AcceptedAt == null && i.EndedAt == null && (i.ExpiresAt == null || i.ExpiresAt > change.Now),
            cancellationToken);
        if (isInvited)
        {
            throw new RefusedException(Refusal.WrongState, $"{handle} has an invitation that is open: end it first.");
        }
    }

    private static async Task<ForgottenNames> ForgottenAsync(IssuerContext database, CancellationToken cancellationToken)
    {
        if (await database.ForgottenNames.SingleOrDefaultAsync(cancellationToken) is { } there)
        {
            return there;
        }

        var made = ForgottenNames.Create();
        database.Add(made);
        return made;
    }

    // Ways to sign in have names that their owner gave them, and subjects of the provider may be mail addresses.
    private static async Task RemoveWaysAsync(
        IssuerContext database, Person person, ForgottenNames forgotten, CancellationToken cancellationToken)
    {
        database.RemoveRange(await database.Credentials.IgnoreAutoIncludes().Where(c => c.PersonId == person.Id)
            .ToListAsync(cancellationToken));
        List<PersonSubject> subjects = await database.Subjects.IgnoreAutoIncludes().Where(s => s.PersonId == person.Id)
            .ToListAsync(cancellationToken);
        subjects.ForEach(s => forgotten.Add(BindSubject.ForgottenAs(s.Subject)));
        database.RemoveRange(subjects);
    }

    // The journal tells a handle and its pseudonym alike, so this changes nothing that is told.
    private static async Task ReplaceInRowsAsync(IssuerContext database, PersonName name, CancellationToken cancellationToken)
    {
        ISqlGenerationHelper sql = database.GetService<ISqlGenerationHelper>();
        foreach ((IEntityType type, IProperty member) in database.Model.GetEntityTypes()
            .SelectMany(t => HandleMembers.Of(t).Select(m => (t, m))))
        {
            string table = sql.DelimitIdentifier(type.GetTableName()!), column = sql.DelimitIdentifier(member.GetColumnName());
            // The identifiers are those of the model.
#pragma warning disable EF1002
            await database.Database.ExecuteSqlRawAsync(
                $"UPDATE {table} SET {column} = {{0}} WHERE {column} = {{1}}", [name.Pseudonym, name.Handle], cancellationToken);
#pragma warning restore EF1002
        }
    }

    // Sentences of alerts and notices, and faults of an audit, name people. A handle such as "a" is in nearly all of them, so they are gone
    // through a page at a time, and by statements: the journal tells nothing of them.
    private static async Task ReplaceInTextsAsync(IssuerContext database, PersonName name, CancellationToken cancellationToken)
    {
        var texts = new ForgottenHandle(name.Handle, name.Pseudonym);
        await ReplaceInAlertsAsync(database, name.Handle, texts, cancellationToken);
        await ReplaceInNoticesAsync(database, name.Handle, texts, cancellationToken);
        foreach (JournalCheck check in await database.JournalChecks.Where(c => c.FirstFault!.Contains(name.Handle))
            .ToListAsync(cancellationToken))
        {
            PropertyEntry fault = database.Entry(check).Property(nameof(JournalCheck.FirstFault));
            fault.CurrentValue = texts.InText((string)fault.CurrentValue!);
        }
    }

    private static async Task ReplaceInAlertsAsync(
        IssuerContext database, string handle, ForgottenHandle texts, CancellationToken cancellationToken)
    {
        List<Alert> page;
        for (Guid after = Guid.Empty; ; after = page[^1].Id)
        {
            page = await database.Alerts.AsNoTracking()
                .Where(a => a.Id.CompareTo(after) > 0 && (a.Subject == handle || ((string)(object)a.Text).Contains(handle)))
                .OrderBy(a => a.Id).Take(RowsRead).ToListAsync(cancellationToken);
            if (page.Count == 0)
            {
                return;
            }

            foreach (Alert alert in page)
            {
                (Guid id, string subject, Sentence text) = (alert.Id, texts.InValue(alert.Subject), texts.InSentence(alert.Text));
                if (subject != alert.Subject || text != alert.Text)
                {
                    await database.Alerts.Where(a => a.Id == id).ExecuteUpdateAsync(
                        s => s.SetProperty(a => a.Subject, subject).SetProperty(a => a.Text, text), cancellationToken);
                }
            }
        }
    }

    private static async Task ReplaceInNoticesAsync(
        IssuerContext database, string handle, ForgottenHandle texts, CancellationToken cancellationToken)
    {
        List<Notice> page;
        for (Guid after = Guid.Empty; ; after = page[^1].Id)
        {
            page = await database.Notices.AsNoTracking()
                .Where(n => n.Id.CompareTo(after) > 0 && (n.Text.Contains(handle) || n.Json.Contains(handle)))
                .OrderBy(n => n.Id).Take(RowsRead).ToListAsync(cancellationToken);
            if (page.Count == 0)
            {
                return;
            }

            foreach (Notice notice in page)
            {
                (Guid id, string text, string json) = (notice.Id, texts.InText(notice.Text), texts.InJson(notice.Json));
                if (text != notice.Text || json != notice.Json)
                {
                    await database.Notices.Where(n => n.Id == id).ExecuteUpdateAsync(
                        s => s.SetProperty(n => n.Text, text).SetProperty(n => n.Json, json), cancellationToken);
                }
            }
        }
    }
}
