using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Journal.Replay;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace DigitalEmblem.Issuer.Journal;

/// <summary>What an audit of the journal found.</summary>
/// <param name="Entries">How many lines were read.</param>
/// <param name="Head">The hash of the last one.</param>
/// <param name="Faults">The faults; none if nothing was changed, taken out, or put in.</param>
internal sealed record JournalAuditResult(long Entries, byte[] Head, IReadOnlyList<string> Faults);

/// <summary>
/// Reads the journal from its beginning and checks that it is unchanged: each line follows the one before, the head is that of the last
/// line, and the rows of the database are as the lines tell them (<see cref="JournalReplay"/>), names of people through their pseudonyms.
/// All is read as of one instant, and one line or row at a time, within the caller's transaction if there is one. An attacker who can
/// rewrite the whole journal can make it consistent again. To detect that, keep a head outside of the database: if it is not in the chain,
/// the journal was rewritten.
/// </summary>
internal static class JournalAudit
{
    /// <summary>The most faults that are told.</summary>
    public const int MostFaults = 100;

    /// <summary>Audits the journal of a database.</summary>
    /// <param name="database">The database.</param>
    /// <param name="kept">A head that was kept outside: its sequence and hash; null for none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<JournalAuditResult> RunAsync(
        IssuerContext database, (long Sequence, byte[] Hash)? kept, CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        byte[] hash = JournalEntry.Origin;
        long sequence = 0;
        bool found = kept is null;
        await using IDbContextTransaction? snapshot = database.Database.CurrentTransaction is null
            ? await database.SnapshotAsync(cancellationToken)
            : null;
        using var replay = new JournalReplay();
        await foreach (JournalEntry entry in database.Journal.AsNoTracking().OrderBy(e => e.Sequence).AsAsyncEnumerable()
            .WithCancellation(cancellationToken))
        {
            if (entry.Sequence != sequence + 1)
            {
                Add(faults, $"After line {sequence} comes line {entry.Sequence}: lines were taken out.");
            }
            else if (!entry.Follows(hash))
            {
                Add(
                    faults,
                    $"Line {entry.Sequence} is not as it was written, or the one before it is not: '{entry.Action}' of '{entry.Subject}'.");
            }

            (sequence, hash) = (entry.Sequence, entry.Hash);
            found |= kept is { } k && k.Sequence == sequence && k.Hash.AsSpan().SequenceEqual(hash);
            replay.Fold(entry);
        }

        JournalHead head = await database.Heads.AsNoTracking().SingleAsync(cancellationToken);
        if (head.Sequence != sequence || !head.Hash.AsSpan().SequenceEqual(hash))
        {
            Add(
                faults,
                $"The journal ends at line {sequence}, and its head says {head.Sequence}: lines at the end were taken out or put in.");
        }

        if (!found)
        {
            Add(faults, kept!.Value.Sequence > sequence
                ? $"The head that was kept is of line {kept.Value.Sequence}, and this journal ends at line {sequence}: "
                    + $"{kept.Value.Sequence - sequence} lines are missing. An older copy was put back, or the end was cut off; "
                    + "what was withdrawn, revoked or declared compromised in these lines is not known here."
                : $"The head that was kept, of line {kept.Value.Sequence}, is not in this journal: "
                    + "it was rewritten since, or is another one.");
        }

        foreach (PersonName name in await database.PersonNames.AsNoTracking().OrderBy(n => n.Handle).ToListAsync(cancellationToken))
        {
            if (!name.IsTrue)
            {
                Add(faults, $"person_names {name.Handle}: it does not fit {name.Pseudonym}, so the row was changed from outside.");
            }
            else if (replay.Forgotten.Contains(name.Pseudonym))
            {
                Add(faults, $"person_names {name.Handle}: a line forgets this name, so the row was put back from outside.");
            }
        }

        Pseudonyms pseudonyms = await Pseudonyms.AllAsync(database, cancellationToken);
        await foreach (string fault in replay.FaultsAsync(database, pseudonyms, MostFaults, cancellationToken))
        {
            Add(faults, pseudonyms.Show(fault));
        }

        return new JournalAuditResult(sequence, hash, faults);
    }

    private static void Add(List<string> faults, string fault)
    {
        if (faults.Count < MostFaults)
        {
            faults.Add(fault);
        }
    }
}
