namespace DigitalEmblem.Issuer.Journal;

/// <summary>The lines of the journal between two heads.</summary>
/// <param name="First">The number of the last line of the first head.</param>
/// <param name="FirstHash">The hash over all lines up to it.</param>
/// <param name="Second">The number of the last line of the second head.</param>
/// <param name="SecondHash">The hash over all lines up to it.</param>
/// <param name="BrokenAt">The first line between them that does not follow the one before; null if all do.</param>
internal sealed record JournalStretch(long First, byte[] FirstHash, long Second, byte[] SecondHash, long? BrokenAt);
