namespace DigitalEmblem.Issuer.Journal;

/// <summary>A page of the journal.</summary>
/// <param name="Lines">The lines, the newest first.</param>
/// <param name="Newer">The line that the page with newer ones ends before; null if there are none.</param>
/// <param name="Older">The line that the page with older ones begins behind; null if there are none.</param>
/// <param name="Names">Whom the pseudonyms in the lines stand for, as far as they are not forgotten.</param>
internal sealed record JournalLines(IReadOnlyList<JournalEntry> Lines, long? Newer, long? Older, Pseudonyms Names);
