using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data.Finding;

/// <summary>A folder below which signs are looked for.</summary>
/// <param name="Path">Its path, as the caller wrote it.</param>
/// <param name="Folder">The folder, open.</param>
/// <param name="Stamp">What the file system says of it.</param>
internal sealed record FindRoot(string Path, Folder Folder, FileStamp Stamp);
