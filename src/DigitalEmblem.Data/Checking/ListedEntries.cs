namespace DigitalEmblem.Data;

/// <summary>
/// What a sign lists, in the order of paths: the entries of one manifest, or those of all generations of a volume. It also says what it
/// means if a listed entry is not there, or one that is there is not listed.
/// </summary>
internal abstract class ListedEntries : IDisposable
{
    /// <summary>The bytes of all listed files, or more.</summary>
    public abstract long Bytes { get; }

    /// <summary>The next entry; null at the end.</summary>
    /// <exception cref="DataFormatException">A page was altered, or breaks a rule.</exception>
    /// <exception cref="IOException">A manifest could not be read.</exception>
    public abstract ManifestEntry? Peek();

    /// <summary>Goes on behind the entry that <see cref="Peek"/> gave.</summary>
    /// <exception cref="DataFormatException">A page was altered, or breaks a rule.</exception>
    /// <exception cref="IOException">A manifest could not be read.</exception>
    public abstract void Advance();

    /// <summary>What is said of a listed entry that is not there.</summary>
    public abstract CheckedEntry Absent(ManifestEntry listed);

    /// <summary>What is said of an entry that is there and not listed.</summary>
    public abstract CheckedEntry Unlisted(ManifestEntry there);

    /// <summary>What is said of the entry that <see cref="Peek"/> gave, with the generation that lists it.</summary>
    public abstract CheckedEntry Told(CheckedEntry entry);

    /// <summary>Whether a folder in the place of a listed entry is judged by itself, and the entry as absent.</summary>
    public abstract bool IsReplacedByFolder(ManifestEntry listed);

    public abstract void Dispose();
}
