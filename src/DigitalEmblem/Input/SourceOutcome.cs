namespace DigitalEmblem;

/// <summary>What asking one source came to. "Could not ask" is never "there is nothing".</summary>
public enum SourceOutcome
{
    /// <summary>It could not be asked, or gave no answer.</summary>
    Unavailable = 0,

    /// <summary>It has records or a document.</summary>
    Found,

    /// <summary>It answered that there is nothing.</summary>
    Absent,
}
