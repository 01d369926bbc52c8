using DigitalEmblem.Data.Tests.Files;
using Xunit;

namespace DigitalEmblem.Data.Tests.Marking;

/// <summary>What an update reads and what it takes as it was.</summary>
public sealed class UpdateTests(AgedTrees trees) : IClassFixture<AgedTrees>, IDisposable
{
    private readonly MarkedTree _marked = trees.Take();

    public void Dispose() => _marked.Dispose();

    [Fact]
    public async Task Only_what_changed_is_read()
    {
        await _marked.MarkAsync();
        Assert.Equal((1000, 0), Read(await _marked.UpdateAsync()));
        File.WriteAllText(_marked.At("d3/f3.txt"), "other");
        File.WriteAllText(_marked.At("d0/a"), "new and first");
        File.WriteAllText(_marked.At("z"), "new and last");
        File.Delete(_marked.At("d4/f4.txt"));
        File.Move(_marked.At("d5/f5.txt"), _marked.At("d5/g5.txt"));
        Assert.Equal(DataOutcome.NotAccepted, await _marked.OutcomeAsync());
        Assert.Equal((1001, 4), Read(await _marked.UpdateAsync()));
        Assert.Equal(DataOutcome.Marked, await _marked.OutcomeAsync());
        Assert.Equal((1001, 1001), Read(await _marked.UpdateAsync(MarkedTree.Options with { ReadsAll = true })));
        Assert.Equal(0, _marked.Tree.OpenDescriptors);
    }

    [Fact]
    public async Task A_change_of_content_with_the_old_size_and_time_is_read()
    {
        await _marked.MarkAsync();
        string path = _marked.At("d3/f3.txt");
        DateTime time = File.GetLastWriteTimeUtc(path);
        File.WriteAllText(path, "CONTENT 3");
        File.SetLastWriteTimeUtc(path, time);
        Assert.Equal((1000, 1), Read(await _marked.UpdateAsync()));
        Assert.Equal(DataOutcome.Marked, await _marked.OutcomeAsync());
    }

    [Fact]
    public async Task Files_that_were_young_are_read_again()
    {
        File.WriteAllText(_marked.At("d3/f3.txt"), "young");
        await _marked.MarkAsync();
        Assert.Equal((1000, 1), Read(await _marked.UpdateAsync()));
        await Task.Delay(AgedTrees.Age);
        Assert.Equal((1000, 1), Read(await _marked.UpdateAsync()));
        Assert.Equal((1000, 0), Read(await _marked.UpdateAsync()));
    }

    [Fact]
    public async Task A_state_that_is_missing_malformed_or_anothers_makes_it_read_more()
    {
        await _marked.MarkAsync();
        string path = Path.Combine(_marked.SignFolder, "state");
        byte[] state = await File.ReadAllBytesAsync(path);
        foreach (int length in (int[])[0, 20, 60, state.Length / 2, state.Length - 1])
        {
            await File.WriteAllBytesAsync(path, state[..length]);
            Assert.Equal((1000, 1000), Read(await _marked.UpdateAsync()));
            Assert.Equal((1000, 0), Read(await _marked.UpdateAsync()));
        }

        // The state of the mark before has another root.
        await File.WriteAllBytesAsync(path, state);
        Assert.Equal((1000, 1000), Read(await _marked.UpdateAsync()));
        File.Delete(path);
        Assert.Equal((1000, 1000), Read(await _marked.UpdateAsync()));

        // Noise in the records.
        state = await File.ReadAllBytesAsync(path);
        var random = new Random(1);
        for (int round = 0; round < 8; round++)
        {
            byte[] noise = [.. state];
            random.NextBytes(noise.AsSpan(24 + random.Next(noise.Length - 100), 8));
            await File.WriteAllBytesAsync(path, noise);
            await _marked.UpdateAsync();
            Assert.Equal(DataOutcome.Marked, await _marked.OutcomeAsync());
            state = await File.ReadAllBytesAsync(path);
        }
    }

    [Fact]
    public async Task A_copy_of_the_tree_is_read()
    {
        await _marked.MarkAsync();
        using var copy = new MarkedTree(inMemory: false);
        TestTree.Run("cp", "-rp", _marked.FullPath, copy.At("copy"));
        Assert.Equal((1000, 1000), Read(await MarkedTree.Marker().UpdateAsync(copy.At("copy"), MarkedTree.Options)));
    }

    /// <summary>The state that a preparation leaves belongs to its own list, and says of unchanged files what the sign's says.</summary>
    [Fact]
    public async Task After_a_preparation_only_what_changed_is_read()
    {
        var preparer = new DataPreparer();
        await _marked.MarkAsync();
        await preparer.PrepareAsync(_marked.FullPath);
        Assert.Equal((1000, 0), Read(await _marked.UpdateAsync()));

        // What the preparation left out is known to nobody, and the sign's exclusions stay those of the sign.
        await preparer.PrepareAsync(_marked.FullPath, new DataPrepareOptions { Exclusions = [RandomEntries.PathOf("d3")] });
        File.WriteAllText(_marked.At("d4/f4.txt"), "other");
        Assert.Equal((1000, 101), Read(await _marked.UpdateAsync()));
        Assert.Equal(DataOutcome.Marked, await _marked.OutcomeAsync());

        // A list that only waits for a sign stops no update, whatever it is.
        DataPrepared prepared = await preparer.PrepareAsync(_marked.FullPath);
        byte[] list = await File.ReadAllBytesAsync(prepared.ManifestPath);
        list[1000] ^= 1;
        await File.WriteAllBytesAsync(prepared.ManifestPath, list);
        Assert.Equal(1000, (await _marked.UpdateAsync()).FilesRead);
        Assert.Equal(DataOutcome.Marked, await _marked.OutcomeAsync());
        Assert.Equal(0, _marked.Tree.OpenDescriptors);
    }

    [Fact]
    public async Task Without_a_sign_or_with_a_wrong_one_there_is_nothing_to_update()
    {
        IOException failure = await Assert.ThrowsAsync<IOException>(() => _marked.UpdateAsync());
        Assert.Contains("mark first", failure.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_marked.SignFolder));
        await _marked.MarkAsync();
        byte[] manifest = await File.ReadAllBytesAsync(_marked.ManifestPath);
        manifest[1000] ^= 1;
        await File.WriteAllBytesAsync(_marked.ManifestPath, manifest);
        await Assert.ThrowsAsync<DataFormatException>(() => _marked.UpdateAsync());
        File.Delete(_marked.ManifestPath);
        await Assert.ThrowsAsync<IOException>(() => _marked.UpdateAsync());
        await File.WriteAllTextAsync(_marked.SignPath, "x");
        await Assert.ThrowsAsync<DataFormatException>(() => _marked.UpdateAsync());
        Assert.Equal(0, _marked.Tree.OpenDescriptors);
    }

    private static (long Files, long Read) Read(DataMarked marked) => (marked.Files, marked.FilesRead);
}
