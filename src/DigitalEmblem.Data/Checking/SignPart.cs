using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data;

/// <summary>The part of a marked folder that was asked about, where the sign lies in a folder above it.</summary>
/// <param name="Path">Its path below the marked folder.</param>
/// <param name="Folder">The folder itself, or that of the file; open.</param>
/// <param name="FileName">The name of the file in it; null for a folder.</param>
internal sealed record SignPart(EntryPath Path, Folder Folder, byte[]? FileName) : IDisposable
{
    public void Dispose() => Folder.Dispose();
}
