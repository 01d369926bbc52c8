using DigitalEmblem.Data.Archives;
using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data;

/// <summary>A sign beside data, read and not verified, with the open files that the comparison reads.</summary>
internal sealed record OpenedSign : IDisposable
{
    /// <summary>The marked folder, or the folder of the marked file; open.</summary>
    public required Folder Folder { get; init; }

    /// <summary>The marked file's name; null for a folder.</summary>
    public byte[]? FileName { get; init; }

    /// <summary>The archive in which the sign is a member; null if it is none. Its manifest is there too.</summary>
    public OpenedArchive? Archive { get; init; }

    /// <summary>The part of the marked folder that was asked about; null for all of it, or for a single file.</summary>
    public SignPart? Part { get; init; }

    /// <summary>How the sign was found.</summary>
    public required FoundPlace Place { get; init; }

    /// <summary>Where the sign lies.</summary>
    public required string SignPath { get; init; }

    /// <summary>The sign.</summary>
    public required DataSign Sign { get; init; }

    /// <summary>The file that holds the manifest; null if it could not be opened.</summary>
    public OpenFile? Manifest { get; init; }

    /// <summary>The byte of that file at which the manifest begins: 0, or behind the sign in the sign file of a single file.</summary>
    public long ManifestStart { get; init; }

    /// <summary>Why the manifest could not be opened.</summary>
    public Trouble ManifestTrouble { get; init; }

    /// <summary>The folder <c>.adem</c>; null for a single file.</summary>
    public Folder? SignFolder { get; init; }

    /// <summary>
    /// Opens the manifest anew, so that two readers go through it side by side. It must be that of the sign which was read and is verified:
    /// the sign file may hold another one by now.
    /// </summary>
    /// <exception cref="DataFormatException">It is malformed, or that of another root.</exception>
    /// <exception cref="IOException">It could not be read.</exception>
    public ManifestReader OpenManifest() => Manifest is null
        ? throw new IOException(ManifestTrouble.Kind == TroubleKind.Vanished ? "it is not there" : ManifestTrouble.ToWords())
        : ManifestReader.Open(SignFiles.StreamOf(Manifest), Sign.Root, ManifestStart);

    public void Dispose()
    {
        Manifest?.Dispose();
        SignFolder?.Dispose();
        Part?.Dispose();
        Archive?.Dispose();
        Folder.Dispose();
    }
}
