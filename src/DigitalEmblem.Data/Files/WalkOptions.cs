namespace DigitalEmblem.Data.Files;

/// <summary>How a tree is walked.</summary>
internal sealed record WalkOptions
{
    /// <summary>Whether the walk asks for the stamp of each file and link. Without, a reader of the files does, which is cheaper.</summary>
    internal bool WithStamps { get; init; }

    /// <summary>Says which paths are left out, with all below them: the root's own sign files, and what the head excludes.</summary>
    internal PathPredicate? Skip { get; init; }

    /// <summary>Hears of each path that is left out.</summary>
    internal Action<byte[]>? Skipped { get; init; }

    /// <summary>Hears of each folder that is entered, the root among them.</summary>
    internal Action<FileStamp>? Entered { get; init; }

    /// <summary>How many bytes of names are held in memory before they go to a temporary file.</summary>
    internal int NameBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>How many folders are held open on the way down, at least; those between are opened again on the way back.</summary>
    internal int OpenFolders { get; init; } = 64;
}
