namespace DigitalEmblem.Data;

/// <summary>What a search for signs read, and what it could not read.</summary>
public sealed record DataFound
{
    /// <summary>How many signs were found, those with a fault among them.</summary>
    public required long Signs { get; init; }

    /// <summary>How many folders were read.</summary>
    public required long Folders { get; init; }

    /// <summary>How many folders, files or archives could not be read.</summary>
    public required long Unread { get; init; }

    /// <summary>The first thousand of these. Other file systems that begin below a root are among them: they are not entered.</summary>
    public required IReadOnlyList<DataTrouble> Troubles { get; init; }

    /// <summary>Whether all was read, so that no sign found means that there is none.</summary>
    public bool IsComplete => Unread == 0;
}
