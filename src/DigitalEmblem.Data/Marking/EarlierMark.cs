using System.Text;
using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data;

/// <summary>
/// The sign and manifest that an update starts from, walked beside the tree: it gives the digest of a file that seems to be as it was. It
/// holds one page.
/// </summary>
internal sealed class EarlierMark : IDisposable
{
    private readonly OpenFile _file;
    private readonly IEnumerator<ManifestEntry> _entries;
    private readonly StateReader? _state;
    private bool _hasCurrent;

    private EarlierMark(OpenFile file, ManifestReader manifest, StateReader? state)
    {
        _file = file;
        Terms = manifest.Head.Terms;
        Totals = (manifest.Head.Files, null);
        _entries = manifest.Entries().GetEnumerator();
        _state = state;
        _hasCurrent = _entries.MoveNext();
    }

    /// <summary>What the manifest says of itself.</summary>
    public ManifestTerms Terms { get; }

    /// <summary>How many files the manifest lists; how many bytes of them will be read is not known.</summary>
    public (long? Files, long? Bytes) Totals { get; }

    /// <summary>How many files were not read, because they seem to be as they were.</summary>
    public long Kept { get; private set; }

    /// <summary>Opens what is there.</summary>
    /// <exception cref="DataFormatException">The sign or the manifest is malformed.</exception>
    /// <exception cref="IOException">There is no sign or no manifest, or it cannot be read.</exception>
    public static EarlierMark Open(Folder signFolder, ulong device, bool believesTimes)
    {
        DataSign sign;
        using (OpenFile bundle = OpenFile(signFolder, SignNames.Sign, "There is no sign to update: mark first"))
        {
            sign = DataSign.Read(SignFiles.ReadAll(bundle, DataLimits.MaxBundleBytes + 1));
        }

        OpenFile manifest = OpenFile(
            signFolder,
            Encoding.ASCII.GetBytes(sign.Root.ManifestFileName),
            "The manifest of the sign is not there, so that its exclusions are not known: mark anew");
        StateReader? state = null;
        try
        {
            var reader = ManifestReader.Open(SignFiles.StreamOf(manifest), sign.Root);
            state = believesTimes ? StateReader.Open(signFolder, device, sign.Root) : null;
            return new EarlierMark(manifest, reader, state);
        }
        catch
        {
            state?.Dispose();
            manifest.Dispose();
            throw;
        }
    }

    /// <summary>The digest of a file that seems to be as it was, or null. Files must come in the order of a walk.</summary>
    public Sha256Digest? Known(WalkItem item)
    {
        if (_state is null)
        {
            return null;
        }

        while (_hasCurrent)
        {
            ManifestEntry entry = _entries.Current;
            int order = EntryPath.Compare(entry.Path.Bytes, item.Path);
            if (order > 0)
            {
                return null;
            }

            bool isSame = entry.Kind == EntryKind.File && _state.IsAsBefore(order == 0 ? item.Stamp : null);
            _hasCurrent = _entries.MoveNext();
            if (order == 0)
            {
                isSame = isSame && item.Stamp!.Value.Size == entry.Size;
                Kept += isSame ? 1 : 0;
                item.Earlier = isSame ? entry : null;
                return isSame ? entry.Digest : null;
            }
        }

        return null;
    }

    public void Dispose()
    {
        _entries.Dispose();
        _state?.Dispose();
        _file.Dispose();
    }

    private static OpenFile OpenFile(Folder folder, ReadOnlySpan<byte> name, string missing)
    {
        Trouble trouble = folder.OpenFile(name, out OpenFile? file);
        return file ?? throw new IOException(
            trouble.Kind == TroubleKind.Vanished
                ? $"{missing}."
                : $"'{Encoding.UTF8.GetString(name)}' cannot be read: {trouble.ToWords()}.",
            trouble.Error);
    }
}
