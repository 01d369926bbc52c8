using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Journal;

/// <summary>Keeps the result of an audit of this database, so that a page can show it without another one.</summary>
internal sealed class KeepCheck(IssuerStore store)
{
    /// <summary>Keeps it in the place of the one before. It adds no line to the journal that was audited.</summary>
    public Task RunAsync(Actor actor, JournalAuditResult audit, CancellationToken cancellationToken) => store.ChangeAsync(
        actor,
        async change =>
        {
            if (await change.Database.JournalChecks.FirstOrDefaultAsync(cancellationToken) is not { } check)
            {
                change.Database.Add(check = JournalCheck.Create());
            }

            check.Note(audit, change.Now);
        },
        cancellationToken);
}
