using System.Buffers.Binary;
using DigitalEmblem.Data;
using DigitalEmblem.Fuzz.Running;

namespace DigitalEmblem.Fuzz.Targets;

/// <summary>
/// The generations of a volume (data-emblem, volume): manifests one behind the other, each after its length in four bytes, the first
/// generation first. What a mutation breaks is linked and hashed anew, because the signer may be the hostile one.
/// </summary>
internal static class VolumeTarget
{
    private const int Most = 16;

    /// <summary>
    /// The merged entries are in order, each as the newest generation that is known lists it, and the same for every share of memory. A
    /// strict reading throws where this one breaks.
    /// </summary>
    public static void Run(ReadOnlyMemory<byte> input)
    {
        Dictionary<DataRoot, byte[]> manifests = [];
        DataRoot? newest = null;
        foreach (byte[] part in Parts(input))
        {
            newest = Link(part, newest, manifests) ?? newest;
        }

        if (newest is null)
        {
            return;
        }

        (List<(ManifestEntry, long)> entries, long broken) = Merge(manifests, newest, 32 << 20);
        (List<(ManifestEntry, long)> few, long brokenFew) = Merge(manifests, newest, 1);
        Invariant.Holds(broken == brokenFew && entries.SequenceEqual(few), "another share of memory gives other entries");
        for (int i = 1; i < entries.Count; i++)
        {
            Invariant.Holds(entries[i - 1].Item1.Path < entries[i].Item1.Path, "the entries of a volume are not in order");
        }

        Invariant.Holds(Naive(manifests, newest, broken).SequenceEqual(entries), "a naive reading of all generations gives other entries");
    }

    private static (List<(ManifestEntry, long)> Entries, long Broken) Merge(
        Dictionary<DataRoot, byte[]> manifests, DataRoot newest, int memory)
    {
        List<(ManifestEntry, long)> entries = [];
        VolumeChain chain = Follow(manifests, newest);
        try
        {
            using VolumeEntries merged = chain.Entries([], memory: memory);
            while (merged.Peek() is { } entry)
            {
                entries.Add((entry, merged.Told(Standings.Filled(entry)).Generation!.Value));
                merged.Advance();
            }
        }
        catch (DataFormatException e)
        {
            // The newest generation itself: nothing is left to compare with.
            Invariant.Harmless(e.Message, "the message of a DataFormatException");
            return ([], -1);
        }

        // What was given before a break showed may be of a generation behind it: a check drops that, too.
        long broken = chain.Break.Generation;
        Invariant.Harmless(chain.Break.Sentence ?? "", "the sentence of a break");
        return ([.. entries.Where(e => e.Item2 > broken)], broken);
    }

    // Each generation by itself, from the oldest that is known on.
    private static List<(ManifestEntry, long)> Naive(Dictionary<DataRoot, byte[]> manifests, DataRoot newest, long broken)
    {
        SortedDictionary<EntryPath, (ManifestEntry, long)> entries = [];
        foreach (Generation generation in broken < 0 ? [] : Follow(manifests, newest).Generations.Reverse().Where(g => g.Number > broken))
        {
            using var stream = new MemoryStream(manifests[generation.Root]);
            foreach (ManifestEntry entry in ManifestReader.Open(stream, generation.Root).Entries())
            {
                entries[entry.Path] = (entry, generation.Number);
            }
        }

        return [.. entries.Values];
    }

    private static VolumeChain Follow(Dictionary<DataRoot, byte[]> manifests, DataRoot newest) => VolumeChain.Follow(
        ManifestReader.Open(new MemoryStream(manifests[newest]), newest),
        root => manifests.TryGetValue(root, out byte[]? manifest)
            ? new MemoryStream(manifest)
            : throw new IOException("it is not there"));

    private static IEnumerable<byte[]> Parts(ReadOnlyMemory<byte> input)
    {
        for (int i = 0; i < Most && input.Length > sizeof(uint); i++)
        {
            int length = (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(input.Span), (uint)(input.Length - sizeof(uint)));
            yield return input.Slice(sizeof(uint), length).ToArray();
            input = input[(sizeof(uint) + length)..];
        }
    }

    // A head may state another generation than its place has; then the chain breaks there.
    private static DataRoot? Link(byte[] manifest, DataRoot? previous, Dictionary<DataRoot, byte[]> manifests)
    {
        int start = ManifestLayout.Magic.Length;
        if (manifest.Length <= start + ManifestLayout.TrailerLength)
        {
            return null;
        }

        uint length = BinaryPrimitives.ReadUInt32BigEndian(manifest.AsSpan(manifest.Length - ManifestLayout.TrailerLength));
        long pagesEnd = manifest.Length - ManifestLayout.TrailerLength - (long)length;
        if (pagesEnd < start)
        {
            return null;
        }

        try
        {
            var head = ManifestHead.Read(manifest.AsSpan((int)pagesEnd, (int)length));
            if (head.Terms is not { Kind: DataKind.Volume, Generation: { } generation } || generation == 1 != previous is null)
            {
                return null;
            }

            var pages = new PageReference[head.PageCount];
            int at = start;
            for (int i = 0; i < pages.Length; i++)
            {
                int end = (int)Math.Min(at + head.Pages[i].Length, pagesEnd);
                pages[i] = new PageReference(ManifestPage.Digest(manifest.AsSpan(at, end - at)), Math.Max(end - at, 1));
                at = end;
            }

            byte[] linked = new ManifestHead(
                ManifestTerms.ForVolume(generation, previous, head.Terms.Exclusions),
                head.Nonce.ToArray(),
                head.Files,
                head.Bytes,
                pages).Encode();
            byte[] trailer = new byte[ManifestLayout.TrailerLength];
            BinaryPrimitives.WriteUInt32BigEndian(trailer, (uint)linked.Length);
            byte[] whole = [.. ManifestLayout.Magic, .. manifest.AsSpan(start, at - start), .. linked, .. trailer];
            var root = DataRoot.OfHead(linked);
            _ = ManifestReader.Open(new MemoryStream(whole), root);
            manifests[root] = whole;
            return root;
        }
        catch (DataFormatException e)
        {
            Invariant.Harmless(e.Message, "the message of a DataFormatException");
            return null;
        }
    }
}
