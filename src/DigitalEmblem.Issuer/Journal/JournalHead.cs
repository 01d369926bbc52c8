namespace DigitalEmblem.Issuer.Journal;

/// <summary>
/// The end of the journal. There is one row of it. Every change locks it first, so that the changes of all instances run one after another.
/// </summary>
internal sealed class JournalHead
{
    /// <summary>The one row.</summary>
    public const int TheOne = 1;

    public int Id { get; private init; } = TheOne;

    public long Sequence { get; private set; }

    public byte[] Hash { get; private set; } = JournalEntry.Origin;

    /// <summary>Moves the head to a new entry.</summary>
    public void MoveTo(JournalEntry entry) => (Sequence, Hash) = (entry.Sequence, entry.Hash);
}
