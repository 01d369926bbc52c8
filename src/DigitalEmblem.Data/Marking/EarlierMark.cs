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
    private readonly ListedEntries _entries;
    private readonly StateReader? _state;

    private EarlierMark(DataSign sign, OpenFile file, ManifestReader manifest, VolumeChain? volume, StateReader? state)
    {
        _file = file;
        Sign = sign;
        Root = manifest.Root;
        Terms = manifest.Head.Terms;
        Volume = volume;
        Totals = volume is null ? (manifest.Head.Files, null) : default;
        _entries = volume is null ? new ManifestEntries(manifest) : volume.Entries(Terms.Exclusions, isStrict: true);
        _state = state;
    }

    /// <summary>The sign, which is not verified.</summary>
    public DataSign Sign { get; }

    /// <summary>The root that the sign names.</summary>
    public DataRoot Root { get; }

    /// <summary>What the manifest says of itself.</summary>
    public ManifestTerms Terms { get; }

    /// <summary>All generations of a volume; null if it is none.</summary>
    public VolumeChain? Volume { get; }

    /// <summary>How many files the manifest lists, if they must all be there; how many bytes of them will be read is not known.</summary>
    public (long? Files, long? Bytes) Totals { get; }

    /// <summary>How many files were not read, because they seem to be as they were.</summary>
    public long Kept { get; private set; }

    /// <summary>What the next manifest says of itself.</summary>
    /// <param name="exclusions">The paths that the caller excludes; if there are none, those of before stay.</param>
    /// <exception cref="ArgumentException">An exclusion is wrong.</exception>
    public ManifestTerms NextTerms(IReadOnlyCollection<EntryPath> exclusions)
    {
        IReadOnlyCollection<EntryPath> next = exclusions.Count == 0 ? Terms.Exclusions : exclusions;
        return Volume is null
            ? ManifestTerms.ForContent(next)
            : ManifestTerms.ForVolume(Volume.Newest.Number + 1, Root, next);
    }

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
            VolumeChain? volume = reader.Head.Terms.Kind == DataKind.Volume ? Follow(reader, signFolder) : null;
            state = believesTimes ? StateReader.Open(signFolder, device, sign.Root) : null;
            return new EarlierMark(sign, manifest, reader, volume, state);
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

        while (_entries.Peek() is { } entry)
        {
            int order = EntryPath.Compare(entry.Path.Bytes, item.Path);
            if (order > 0)
            {
                return null;
            }

            bool isSame = entry.Kind == EntryKind.File && _state.IsAsBefore(order == 0 ? item.Stamp : null);
            _entries.Advance();
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

    // What is new can be said only against all generations.
    private static VolumeChain Follow(ManifestReader newest, Folder signFolder)
    {
        var volume = VolumeChain.Follow(newest, root => SignFiles.OpenManifest(signFolder, root));
        return volume.Break.Sentence is { } sentence
            ? throw new IOException($"{sentence} Get its manifest from a copy of .adem, or {SignedVolume.BeginAnew}.")
            : volume;
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
