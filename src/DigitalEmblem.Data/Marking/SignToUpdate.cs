using System.Text;
using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data;

/// <summary>Finds the marked folder that a caller means who updates something in it.</summary>
internal static class SignToUpdate
{
    /// <summary>Refuses an update where only a folder above is marked, and names that folder.</summary>
    /// <exception cref="IOException">The data have no sign of their own, and the sign of a folder above covers them.</exception>
    public static void ThrowIfAbove(DataLocation location)
    {
        byte[] own = location.IsFile
            ? [.. location.Name, .. Encoding.ASCII.GetBytes(SignNames.FileSuffix)]
            : [.. SignNames.Folder, (byte)'/', .. SignNames.Sign];
        if (location.Folder.Look(own, out _).Kind != TroubleKind.Vanished)
        {
            return;
        }

        _ = SignAbove.Find(location, out OpenedSign? above);
        using (above)
        {
            if (above is { SignFolder: { } signFolder, Part: { } part }
                && SignInPlace.Read(signFolder).Terms is { Kind: not DataKind.Location } terms
                && !EntryRules.IsReserved(part.Path)
                && !new EntryRules(terms.Exclusions).IsExcluded(part.Path))
            {
                string folder = Path.GetDirectoryName(Path.GetDirectoryName(above.SignPath))!;
                throw new IOException($"'{location.FullPath}' has no sign of its own: it is marked with the folder '{folder}', in which it "
                    + $"lies. Update that folder, with the same options: 'emblem data update {folder}'.");
            }
        }
    }
}
