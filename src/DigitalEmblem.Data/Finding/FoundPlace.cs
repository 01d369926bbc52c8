namespace DigitalEmblem.Data;

/// <summary>In which form a sign of data was found.</summary>
public enum FoundPlace
{
    /// <summary>A folder with <c>.adem/emblem</c> in it.</summary>
    Folder = 0,

    /// <summary>A file with <c>NAME.adem</c> beside it.</summary>
    File,

    /// <summary>A file whose extended attribute <c>user.adem</c> points to its sign.</summary>
    Attribute,

    /// <summary>A ZIP or tar archive with <c>.adem/emblem</c> in it.</summary>
    Archive,

    /// <summary>A database with a sign in its comment. This library does not look into databases; the command does.</summary>
    Database,

    /// <summary>An object of a store with <c>KEY.adem</c> beside it, or objects below a prefix with <c>.adem/emblem</c>.</summary>
    Object,
}
