using System.Text;
using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data.Places;

/// <summary>Puts a location sign into a folder: first the manifest, then the sign.</summary>
internal static class FolderPlacing
{
    // The manifest tells path and file system, which everyone knows who can read the sign.
    private const int ManifestMode = 0x1A4;

    public static PlaceMarked Mark(DataLocation location, DomainName host, Func<DataPlace, PlaceMarked> sign)
    {
        DataPlace place = Observe(location, host);

        // A key that does not sign is found before a folder is made.
        PlaceMarked marked = sign(place);
        using SignFolder folder = SignFolder.Open(location.Folder, location.FullPath);
        SignedVolume.ThrowIfPlaced(folder.Folder, location.FullPath);
        ThrowIfOther(folder.Folder, location.FullPath);
        byte[] name = Encoding.ASCII.GetBytes(marked.Root.ManifestFileName);
        using (SafeWrite manifest = folder.Folder.Replace(name, ManifestMode))
        {
            using var file = new MemoryStream(marked.SignFile.ToArray());
            file.Position = SignFile.Open(file).ManifestStart;
            file.CopyTo(new SafeWriteStream(manifest));
            manifest.CommitAs(name, ManifestMode);
        }

        try
        {
            folder.WriteSign(marked.Sign.Span);
        }
        catch
        {
            if (!folder.HasSign(marked.Sign.Span))
            {
                _ = folder.Folder.Remove(name, folder: false);
            }

            throw;
        }

        folder.Clean(new HashSet<string> { marked.Root.ManifestFileName }, keepsGenerations: false);
        return marked;
    }

    private static DataPlace Observe(DataLocation location, DomainName host)
    {
        IReadOnlyList<FactReading> readings = FolderPlace.Read(location.Folder);
        DataTrouble[] troubles =
        [
            .. readings.Where(r => !r.IsObserved).Select(r => new DataTrouble(PrintableLine.Of(location.FullPath), $"{r.Name}: {r.Reason}"))
        ];
        return troubles.Length == 0
            ? new DataPlace(host, PlaceKinds.Folder, ValueList.From(readings.Select(r => new PlaceFact(r.Name, r.Value!))))
            : throw new DataUnreadableException(troubles, troubles.Length);
    }

    // A sign of content says something else than a place, so a person removes it first. The issuer of a location sign is not compared.
    private static void ThrowIfOther(Folder folder, string path)
    {
        if (SignFolder.HasFile(folder, SignNames.Sign) && ExistingSign.KindIn(folder) is var kind && kind != DataKind.Location)
        {
            throw new IOException(kind is null
                ? $"'{path}' has a sign that cannot be read, or whose manifest is not there, so that it is not known what it marks. It was "
                    + "left as it is. 'emblem data remove' removes it."
                : $"'{path}' has a sign of its content, and a folder has one sign. It was left as it is. Mark a folder above it as the "
                    + "place, or remove that sign ('emblem data remove').");
        }
    }
}
