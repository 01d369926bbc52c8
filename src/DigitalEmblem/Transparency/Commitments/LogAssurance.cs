namespace DigitalEmblem;

/// <summary>How it is known that a log holds an entry (decisions.md, 15).</summary>
public enum LogAssurance
{
    /// <summary>It is not known.</summary>
    None = 0,

    /// <summary>The log promised it: a signed certificate timestamp. A log that breaks its promise can be shown to have done so.</summary>
    Promised,

    /// <summary>It stands in the log's tree: a signed tree head, and a proof of inclusion.</summary>
    Included,
}
