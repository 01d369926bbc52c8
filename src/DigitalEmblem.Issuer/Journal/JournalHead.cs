namespace DigitalEmblem.Issuer.Journal;

/// <summary>
/// The end of the journal. There is one row of it, and whoever changes anything locks it first: changes come one after the other, over all
/// instances.
/// </summary>
internal sealed class JournalHead
{
    /// <summary>The one row.</summary>
    public const int TheOne = 1;

    public int Id { get; private init; } = TheOne;

    public long Sequence { get; private set; }

    public byte[] Hash { get; private set; } = JournalEntry.Origin;

    /// <summary>Goes on to an entry.</summary>
    public void MoveTo(JournalEntry entry) => (Sequence, Hash) = (entry.Sequence, entry.Hash);
}
