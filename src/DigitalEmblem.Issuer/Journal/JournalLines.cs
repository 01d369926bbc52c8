namespace DigitalEmblem.Issuer.Journal;

/// <summary>A page of the journal.</summary>
/// <param name="Lines">The lines, the newest first.</param>
/// <param name="Names">Who the people in the lines are.</param>
/// <param name="Newer">The line that the page with newer ones ends before; null if there are none.</param>
/// <param name="Older">The line that the page with older ones begins behind; null if there are none.</param>
internal sealed record JournalLines(IReadOnlyList<JournalEntry> Lines, Pseudonyms Names, long? Newer, long? Older);
