namespace DigitalEmblem.Data.Tests.Volumes;

/// <summary>A volume whose manifests are in memory, and which counts how many of them are open.</summary>
internal sealed class MemoryVolume
{
    private readonly Dictionary<DataRoot, byte[]> _manifests = [];
    private readonly List<DataRoot> _roots = [];

    /// <summary>How many manifests are open now.</summary>
    public int Open { get; private set; }

    /// <summary>How many were open at a time at most.</summary>
    public int MostOpen { get; private set; }

    /// <summary>Adds the next generation.</summary>
    public MemoryVolume Add(params IEnumerable<ManifestEntry> entries)
    {
        (byte[] manifest, DataRoot root) = RandomEntries.Write(
            entries, ManifestTerms.ForVolume(_roots.Count + 1, _roots.Count == 0 ? null : _roots[^1]));
        _roots.Add(root);
        _manifests.Add(root, manifest);
        return this;
    }

    /// <summary>Alters the manifest of a generation.</summary>
    public void Alter(int generation, int at) => _manifests[_roots[generation - 1]][at] ^= 1;

    /// <summary>Removes the manifest of a generation.</summary>
    public void Remove(int generation) => _manifests.Remove(_roots[generation - 1]);

    public VolumeChain Follow() => VolumeChain.Follow(ManifestReader.Open(OpenOf(_roots[^1]), _roots[^1]), OpenOf);

    /// <summary>All entries as "GENERATION PATH".</summary>
    public static List<(long Generation, ManifestEntry Entry)> Read(ListedEntries entries)
    {
        List<(long, ManifestEntry)> read = [];
        while (entries.Peek() is { } entry)
        {
            read.Add((entries.Told(Standings.Filled(entry)).Generation!.Value, entry));
            entries.Advance();
        }

        return read;
    }

    private Counted OpenOf(DataRoot root) => _manifests.TryGetValue(root, out byte[]? manifest)
        ? new Counted(this, manifest)
        : throw new IOException("it is not there");

    private sealed class Counted : MemoryStream
    {
        private readonly MemoryVolume _volume;
        private bool _isClosed;

        public Counted(MemoryVolume volume, byte[] manifest)
            : base(manifest)
        {
            _volume = volume;
            _volume.MostOpen = Math.Max(_volume.MostOpen, ++_volume.Open);
        }

        protected override void Dispose(bool disposing)
        {
            _volume.Open -= _isClosed ? 0 : 1;
            _isClosed = true;
            base.Dispose(disposing);
        }
    }
}
