namespace DigitalEmblem.Issuer.Journal;

/// <summary>
/// The last result of an audit of this database's journal, for a page that cannot wait for one. The database has one row of this at most.
/// An attacker who can write to the database can change it, so it replaces no audit.
/// </summary>
internal sealed class JournalCheck
{
    /// <summary>The one row.</summary>
    public const int TheOne = 1;

    private JournalCheck()
    {
    }

    public int Id { get; private init; } = TheOne;

    /// <summary>When the audit was made.</summary>
    public DateTimeOffset CheckedAt { get; private set; }

    /// <summary>How many lines were read.</summary>
    public long Entries { get; private set; }

    /// <summary>How many faults were found; none if all was as it was written.</summary>
    public int Faults { get; private set; }

    /// <summary>The first fault, for a person; null if there was none.</summary>
    public string? FirstFault { get; private set; }

    /// <summary>Whether all was as it was written.</summary>
    public bool IsWhole => Faults == 0;

    /// <summary>An empty one, to be filled by <see cref="Note"/>.</summary>
    public static JournalCheck Create() => new();

    /// <summary>Notes a result.</summary>
    public void Note(JournalAuditResult audit, DateTimeOffset at) =>
        (CheckedAt, Entries, Faults, FirstFault) = (at, audit.Entries, audit.Faults.Count, audit.Faults is [var first, ..] ? first : null);
}
