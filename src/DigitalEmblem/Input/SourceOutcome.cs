namespace DigitalEmblem;

/// <summary>The result of asking one source. A source that could not be asked never counts as one that has nothing.</summary>
public enum SourceOutcome
{
    /// <summary>It could not be asked, or gave no answer.</summary>
    Unavailable = 0,

    /// <summary>It has records or a document.</summary>
    Found,

    /// <summary>It answered that there is nothing.</summary>
    Absent,
}
