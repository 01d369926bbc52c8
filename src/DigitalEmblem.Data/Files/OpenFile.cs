namespace DigitalEmblem.Data.Files;

/// <summary>
/// A file that is open for reading. It has no finalizer, as a small file is open for microseconds: each user disposes it.
/// </summary>
internal abstract class OpenFile : IDisposable
{
    /// <summary>What the file system says of it.</summary>
    internal abstract Trouble Look(out FileStamp stamp);

    /// <summary>Reads from an offset: fewer bytes than the buffer holds only at the end of the file.</summary>
    internal abstract Trouble Read(Span<byte> buffer, long offset, out int count);

    /// <summary>
    /// The next offset at which something other than a hole may be, or <see cref="long.MaxValue"/> if only a hole follows.
    /// </summary>
    internal virtual long NextData(long offset) => offset;

    /// <summary>Says that all of it is read, from the beginning to the end.</summary>
    internal virtual void AdviseSequential()
    {
    }

    /// <summary>Reads the extended attribute <c>user.adem</c>, or null if there is none, it is too long, or the system has none.</summary>
    internal virtual Trouble ReadMark(out byte[]? mark)
    {
        mark = null;
        return Trouble.None;
    }

    /// <summary>Writes the extended attribute <c>user.adem</c>, or removes it.</summary>
    internal virtual Trouble WriteMark(ReadOnlySpan<byte> mark) => new(TroubleKind.Failed);

    /// <summary>
    /// Keeps out others who ask for the same, until the file is closed. Where the system or the file system has no such locks, it keeps
    /// nobody out.
    /// </summary>
    /// <returns>False if another one has it.</returns>
    internal virtual bool TryLock() => true;

    /// <inheritdoc/>
    public abstract void Dispose();
}
