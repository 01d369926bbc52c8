using FsCheck.Xunit;
using Xunit;

namespace DigitalEmblem.Data.Tests.Volumes;

/// <summary>
/// What several generations list together. If it is wrong, a file that was altered passes as listed, or one that is listed as altered.
/// </summary>
public sealed class VolumeEntriesTests
{
    [Property(MaxTest = 5)]
    public void Each_path_is_listed_as_its_newest_generation_says_whatever_the_memory(int seed)
    {
        var random = new Random(seed);
        var volume = new MemoryVolume();
        SortedDictionary<EntryPath, (long Generation, ManifestEntry Entry)> model = [];
        int count = random.Next(1, 7);
        for (int generation = 1; generation <= count; generation++)
        {
            List<ManifestEntry> entries = RandomEntries.Make(random, 2500);
            volume.Add(entries);
            entries.ForEach(e => model[e.Path] = (generation, e));
        }

        foreach (int memory in (int[])[1, DataLimits.MaxVolumePageBytes])
        {
            using VolumeEntries read = volume.Follow().Entries([], memory: memory);
            Assert.Equal(model.Values, MemoryVolume.Read(read));
        }
    }

    [Fact]
    public void Of_many_generations_few_are_open_and_parts_of_pages_are_held()
    {
        var volume = new MemoryVolume();
        for (int generation = 0; generation < 300; generation++)
        {
            volume.Add(Enumerable.Range(0, 30).Select(i => RandomEntries.FileAt($"{i:000}-{generation % 7}-{new string('x', 200)}")));
        }

        VolumeChain chain = volume.Follow();
        Assert.Equal((300, 1, 0), (chain.Generations.Count, chain.Oldest.Number, chain.Break.Generation));
        using (VolumeEntries entries = chain.Entries([], memory: 1))
        {
            List<(long Generation, ManifestEntry Entry)> read = MemoryVolume.Read(entries);
            Assert.Equal(210, read.Count);
            Assert.All(read, r => Assert.InRange(r.Generation, 294, 300));
        }

        Assert.InRange(volume.MostOpen, 1, DataLimits.MaxOpenManifests + 1);
        Assert.Equal(1, volume.Open);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_generation_that_is_absent_makes_those_before_it_unknown_and_no_later_one(int absent)
    {
        MemoryVolume volume = Four();
        volume.Remove(absent);
        VolumeChain chain = volume.Follow();
        Assert.Equal(absent, chain.Break.Generation);
        Assert.Contains("it is not there", chain.Break.Sentence, StringComparison.Ordinal);
        using VolumeEntries entries = chain.Entries([]);
        Assert.Equal(
            Enumerable.Range(absent + 1, 4 - absent).Select(g => (long)g), MemoryVolume.Read(entries).Select(r => r.Generation).Order());
    }

    [Fact]
    public void A_page_that_was_altered_makes_its_generation_and_those_before_it_unknown_for_all_readers()
    {
        MemoryVolume volume = Four();
        VolumeChain chain = volume.Follow();
        using VolumeEntries other = chain.Entries([]);
        Assert.Equal("g1", other.Peek()!.Path.ToString());
        volume.Alter(2, 20);
        using (VolumeEntries entries = chain.Entries([]))
        {
            Assert.Equal([3, 4], MemoryVolume.Read(entries).Select(r => r.Generation));
        }

        // What this reader has read before is not believed any more either.
        Assert.Equal(2, chain.Break.Generation);
        Assert.Equal("g3", other.Peek()!.Path.ToString());
        Assert.Throws<DataFormatException>(() => chain.Entries([], isStrict: true));
    }

    [Fact]
    public void A_fault_in_the_newest_generation_leaves_nothing_to_compare_with()
    {
        MemoryVolume volume = Four();
        VolumeChain chain = volume.Follow();
        volume.Alter(4, 20);
        Assert.Throws<DataFormatException>(() => chain.Entries([]));
    }

    [Fact]
    public void What_is_excluded_now_is_passed_over_in_all_generations()
    {
        MemoryVolume volume = new MemoryVolume()
            .Add(RandomEntries.FileAt("a/b"), RandomEntries.FileAt("c"))
            .Add(RandomEntries.FileAt("a/d"));
        using VolumeEntries entries = volume.Follow().Entries([RandomEntries.PathOf("a")]);
        Assert.Equal(["c"], MemoryVolume.Read(entries).Select(r => r.Entry.Path.ToString()));
    }

    private static MemoryVolume Four()
    {
        var volume = new MemoryVolume();
        for (int generation = 1; generation <= 4; generation++)
        {
            volume.Add(RandomEntries.FileAt($"g{generation}"));
        }

        return volume;
    }
}
