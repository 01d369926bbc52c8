namespace DigitalEmblem.Issuer.Journal.Heads;

/// <summary>
/// What becomes of the journal outside of the database. Anyone who can change these decides who could tell that it was rewritten.
/// </summary>
internal sealed class JournalOptions
{
    /// <summary>Where signed heads go; null for nowhere.</summary>
    public HeadsOptions? Heads { get; set; }

    /// <summary>What is wrong with it, each fault in a sentence.</summary>
    /// <param name="hasFolder">Whether keys are kept in files.</param>
    public IEnumerable<string> Validate(bool hasFolder) => Heads?.Validate(hasFolder) ?? [];
}
