using System.Text;
using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data;

/// <summary>The sign and manifest that an update starts from: what they exclude, the generations of a volume, and known digests.</summary>
internal sealed class EarlierMark : IDisposable
{
    private readonly Stream _file;
    private readonly KnownDigests? _known;

    private EarlierMark(Stream file, ManifestReader manifest, VolumeChain? volume, KnownDigests? known)
    {
        _file = file;
        _known = known;
        Root = manifest.Root;
        Terms = manifest.Head.Terms;
        Volume = volume;
        Totals = volume is null ? (manifest.Head.Files, null) : default;
    }

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

    /// <summary>Opens what is there.</summary>
    /// <param name="there">The sign that is there.</param>
    /// <param name="signFolder">Its folder.</param>
    /// <param name="device">The device of the marked folder.</param>
    /// <param name="believesTimes">Whether files that seem to be as they were are not read.</param>
    /// <exception cref="DataFormatException">The sign or the manifest is malformed.</exception>
    /// <exception cref="IOException">There is no sign or no manifest, or it cannot be read.</exception>
    public static EarlierMark Open(SignInPlace there, Folder signFolder, ulong device, bool believesTimes)
    {
        DataRoot root = there.ToUpdate().Root;
        Stream manifest = OpenManifest(signFolder, root);
        try
        {
            var reader = ManifestReader.Open(manifest, root);
            VolumeChain? volume = reader.Head.Terms.Kind == DataKind.Volume ? Follow(reader, signFolder) : null;
            KnownDigests? known = believesTimes
                ? KnownDigests.Open(
                    signFolder,
                    device,
                    root,
                    () => volume is null ? new ManifestEntries(reader) : volume.Entries(reader.Head.Terms.Exclusions, isStrict: true))
                : null;
            return new EarlierMark(manifest, reader, volume, known);
        }
        catch
        {
            manifest.Dispose();
            throw;
        }
    }

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

    /// <summary>The digest of a file that seems to be as it was, or null. Files must come in the order of a walk.</summary>
    public Sha256Digest? Known(WalkItem item)
    {
        item.Earlier = _known?.Of(item);
        Kept += item.Earlier is null ? 0 : 1;
        return item.Earlier?.Digest;
    }

    public void Dispose()
    {
        _known?.Dispose();
        _file.Dispose();
    }

    // What is new can be said only against all generations.
    private static VolumeChain Follow(ManifestReader newest, Folder signFolder)
    {
        var volume = VolumeChain.Follow(newest, root => SignFiles.OpenManifest(signFolder, root));
        return volume.Break.Sentence is { } sentence
            ? throw new IOException($"{sentence} Get its manifest from a copy of .adem, or {SignReplacement.BeginAnew}.")
            : volume;
    }

    private static OpenFileStream OpenManifest(Folder folder, DataRoot root)
    {
        Trouble trouble = OpenFileStream.TryOpen(
            folder, Encoding.ASCII.GetBytes(root.ManifestFileName), out OpenFileStream? stream, out _);
        return stream ?? throw new IOException(
            trouble.Kind == TroubleKind.Vanished
                ? "The manifest of the sign is not there, so that its exclusions are not known: mark anew."
                : $"'{root.ManifestFileName}' cannot be read: {(trouble.IsNone ? "it is no file" : trouble.ToWords())}.",
            trouble.Error);
    }
}
