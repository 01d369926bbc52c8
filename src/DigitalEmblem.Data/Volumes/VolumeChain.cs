namespace DigitalEmblem.Data;

/// <summary>
/// The generations of a volume from the newest one back (data-emblem, volume): as far as their manifests are there and each head names the
/// one before. It holds their heads.
/// </summary>
internal sealed class VolumeChain
{
    private readonly List<Generation> _generations;
    private readonly Func<DataRoot, Stream> _open;

    private VolumeChain(List<Generation> generations, Func<DataRoot, Stream> open)
    {
        _generations = generations;
        _open = open;
    }

    /// <summary>The generations that could be read, the newest one first; at least one.</summary>
    public IReadOnlyList<Generation> Generations => _generations;

    /// <summary>The one that the sign names.</summary>
    public Generation Newest => _generations[0];

    /// <summary>The oldest one that could be read.</summary>
    public Generation Oldest => _generations[^1];

    /// <summary>Which generations are unknown.</summary>
    public VolumeBreak Break { get; } = new();

    /// <summary>The bytes of the heads together.</summary>
    public int HeadBytes { get; private set; }

    /// <summary>The bytes of all files that the generations list; at most 2^63 - 1.</summary>
    public long Bytes => _generations.Aggregate(0L, (sum, g) => sum > long.MaxValue - g.Head.Bytes ? long.MaxValue : sum + g.Head.Bytes);

    /// <summary>Follows the chain. Whatever is wrong with an older generation ends in <see cref="Break"/>.</summary>
    /// <param name="newest">The manifest that the sign names, of a volume.</param>
    /// <param name="open">
    /// Opens the manifest of a root anew, as a stream that can seek. It throws an <see cref="IOException"/> whose message says why not.
    /// </param>
    public static VolumeChain Follow(ManifestReader newest, Func<DataRoot, Stream> open)
    {
        var chain = new VolumeChain([new Generation(newest.Root, newest.Head)], open);
        chain.HeadBytes = newest.HeadLength;
        if (chain.Newest.Number > DataLimits.MaxGenerations)
        {
            chain.Break.Add(
                chain.Newest.Number - 1, $"more than {DataLimits.MaxGenerations} generations are not followed");
        }

        while (chain.Break.Generation == 0 && chain.Oldest.Head.Terms.Previous is { } previous)
        {
            chain.Add(previous);
        }

        return chain;
    }

    /// <summary>A reader of the entries of all generations.</summary>
    /// <param name="exclusions">Paths that are passed over, with all below them.</param>
    /// <param name="isStrict">Whether a fault in an older generation throws, and does not end in <see cref="Break"/>.</param>
    /// <param name="memory">How many bytes of pages it holds.</param>
    public VolumeEntries Entries(
        ValueList<EntryPath> exclusions, bool isStrict = false, int memory = DataLimits.MaxVolumePageBytes) =>
        new(this, exclusions, _open, isStrict, memory);

    private void Add(DataRoot root)
    {
        long number = Oldest.Number - 1;
        try
        {
            using Stream stream = _open(root);
            var manifest = ManifestReader.Open(stream, root);
            HeadBytes += manifest.HeadLength;
            var generation = new Generation(root, manifest.Head);
            if (generation.Number != number)
            {
                Break.Add(number, generation.Number == 0
                    ? $"{root.ManifestFileName} is the manifest of no volume"
                    : $"{root.ManifestFileName} says that it is generation {generation.Number}");
            }
            else if (HeadBytes > DataLimits.MaxVolumeHeadBytes)
            {
                Break.Add(number, $"the heads up to it have more than {DataLimits.MaxVolumeHeadBytes} bytes");
            }
            else
            {
                _generations.Add(generation);
            }
        }
        catch (DataFormatException e)
        {
            Break.Add(number, $"{root.ManifestFileName}: {e.Message}");
        }
        catch (IOException e)
        {
            Break.Add(number, $"{root.ManifestFileName}: {e.Message.TrimEnd('.')}");
        }
    }
}
