namespace DigitalEmblem.Data;

/// <summary>What a manifest is a manifest of (data-emblem, head).</summary>
public enum DataKind
{
    /// <summary>The content of a file or of a tree of files.</summary>
    Content = 0,

    /// <summary>A place where data lie, whatever they are: it has facts and no entries, and a copy of it proves nothing.</summary>
    Location,

    /// <summary>A growing archive: each generation names what is new, and the root of the one before.</summary>
    Volume,
}
