namespace DigitalEmblem.Data.Archives;

/// <summary>An archive that is open, and was found to have one reading.</summary>
/// <param name="File">The file.</param>
/// <param name="Index">Its members.</param>
internal sealed record OpenedArchive(ArchiveFile File, ArchiveIndex Index) : IDisposable
{
    public void Dispose() => File.Dispose();
}
