namespace DigitalEmblem.Data.Files;

/// <summary>
/// Writes a file that takes its name only when it is whole and on disk: a reader finds the old content or the new, whatever happens
/// between. Disposed without <see cref="Commit"/>, it leaves nothing behind.
/// </summary>
internal abstract class SafeWrite : IDisposable
{
    /// <summary>Appends bytes.</summary>
    /// <exception cref="IOException">They could not be written, for example as the file system is full.</exception>
    internal abstract void Write(ReadOnlySpan<byte> bytes);

    /// <summary>Syncs the file, gives it its name and syncs the folder.</summary>
    /// <exception cref="IOException">One of these failed; unless it was the last, the old file is still there.</exception>
    internal abstract void Commit();

    /// <summary>The same, but fails if anything has the name by now: it never replaces.</summary>
    /// <exception cref="IOException">One of these failed, or something has the name.</exception>
    internal abstract void CommitNew();

    /// <summary>As <see cref="Commit"/>, with a name and a mode that were not known when the writing began.</summary>
    /// <exception cref="IOException">As for <see cref="Commit"/>.</exception>
    internal abstract void CommitAs(ReadOnlySpan<byte> name, int mode);

    /// <summary>
    /// As <see cref="Commit"/>, in another folder of the same file system, in which nothing but the whole file is ever seen.
    /// </summary>
    /// <exception cref="IOException">As for <see cref="Commit"/>.</exception>
    internal abstract void CommitInto(Folder folder, ReadOnlySpan<byte> name);

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>A name that no other writer chooses.</summary>
    private protected static string TemporaryName() =>
        ".adem-new-" + Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8));
}
