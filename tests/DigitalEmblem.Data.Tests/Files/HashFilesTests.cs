using System.Text;
using DigitalEmblem.Data.Files;
using Xunit;

namespace DigitalEmblem.Data.Tests.Files;

public sealed class HashFilesTests : IDisposable
{
    private const int Files = 3000;

    private readonly TestTree _tree = new(inMemory: true);

    public HashFilesTests()
    {
        for (int i = 0; i < Files; i++)
        {
            string folder = Path.Combine(_tree.FullPath, $"{i % 100}", $"{i % 7}");
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, $"{i}"), i % 500 == 0 ? new string('x', 1_500_000) : $"{i}");
        }

        _tree.AddLink("link", "target").AddFolder("empty").AddPipe("pipe");
    }

    public void Dispose() => _tree.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public async Task Items_come_in_the_order_of_the_walk_with_their_digests(int threads)
    {
        HashOptions options = new() { Threads = threads };
        List<HashedItem> items = await _tree.HashAsync(options);
        Assert.Equal(_tree.Walk().Select(TestTree.Text), items.Select(i => TestTree.Text(i.Item)));
        Assert.Equal(Files + 3, items.Count);
        Assert.Equal(items.Count, options.Progress.Items);
        foreach (HashedItem hashed in items)
        {
            Sha256Digest? expected = hashed.Item.Kind switch
            {
                EntryKind.File => Sha256Digest.Of(File.ReadAllBytes(Path.Combine(_tree.FullPath, TestTree.Text(hashed.Item)))),
                EntryKind.Link => Sha256Digest.Of("target"u8),
                _ => null,
            };
            Assert.Equal(expected, hashed.Digest);
        }

        Assert.Equal(items.Where(i => i.Item.Kind == EntryKind.File).Sum(i => i.Item.Stamp!.Value.Size), options.Progress.Bytes);
        Assert.Equal(0, _tree.OpenDescriptors);
    }

    [Fact]
    public async Task A_large_file_is_hashed_by_all_threads_also_if_it_is_the_last()
    {
        using TestTree tree = new();
        tree.AddSparse("z", (3L * ContentDigest.ShardLength) + 7, (3L * ContentDigest.ShardLength, [1]), (10, [1]));
        tree.AddFile("a").AddSparse("b", ContentDigest.ShardLength + 1L);
        List<HashedItem> together = await tree.HashAsync(new HashOptions { Threads = 4 });
        List<HashedItem> alone = await tree.HashAsync(new HashOptions { Threads = 1 });
        Assert.Equal(alone.Select(i => i.Digest), together.Select(i => i.Digest));
        Assert.DoesNotContain(together, i => i.Digest is null);
    }

    [Fact]
    public async Task Known_files_are_not_read_and_are_asked_about_in_order()
    {
        Sha256Digest known = Sha256Digest.Of("known"u8);
        List<string> asked = [];
        HashOptions options = new()
        {
            Walk = new WalkOptions { WithStamps = true },
            Known = item =>
            {
                asked.Add(TestTree.Text(item));
                return item.Stamp!.Value.Size == 1_500_000 ? null : known;
            },
        };
        List<HashedItem> items = await _tree.HashAsync(options);
        Assert.Equal(items.Where(i => i.Item.Kind == EntryKind.File).Select(i => TestTree.Text(i.Item)), asked);
        Assert.Equal(6 * 1_500_000, options.Progress.Bytes);
        Assert.Equal(Files - 6, items.Count(i => i.Digest == known));
    }

    [Fact]
    public async Task Cancelling_ends_it_and_leaves_no_descriptor()
    {
        using CancellationTokenSource cancel = new();
        int seen = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (HashedItem item in HashFiles.RunAsync(_tree.Root, new HashOptions(), cancel.Token))
            {
                if (++seen == 10)
                {
                    await cancel.CancelAsync();
                }
            }
        });
        Assert.InRange(seen, 10, Files);
        Assert.Equal(0, _tree.OpenDescriptors);
    }

    [Fact]
    public async Task Cancelling_ends_the_reading_of_a_large_file()
    {
        using TestTree tree = new();
        tree.AddSparse("file", 1L << 42);
        using CancellationTokenSource cancel = new();
        HashProgress progress = new();
        // The hasher asks for help at the first shard.
        using (FileHasher hasher = new(progress, _ => cancel.Cancel(), cancel.Token))
        {
            Assert.Null(hasher.Hash(new WalkItem("file"u8.ToArray(), 0, NodeType.File, tree.Root)));
        }

        Assert.Equal(0, progress.Bytes);
        using CancellationTokenSource met = new();
        HashOptions options = new() { Known = _ => Cancel(met) };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => HashFiles.RunAsync(tree.Root, options, met.Token).ToListAsync().AsTask());
        Assert.Equal(0, tree.OpenDescriptors);

        static Sha256Digest? Cancel(CancellationTokenSource source)
        {
            source.Cancel();
            return null;
        }
    }

    /// <summary>A sparse file of exabytes in the place of a small one would keep a check busy for hours.</summary>
    [Fact]
    public void A_file_of_another_size_than_asked_is_not_read()
    {
        using TestTree tree = new();
        tree.AddSparse("file", 1L << 42);
        HashProgress progress = new();
        using FileHasher hasher = new(progress, null, CancellationToken.None);
        var item = new WalkItem("file"u8.ToArray(), 0, NodeType.File, tree.Root) { Sizes = (3, 3) };
        Assert.Equal(default(Sha256Digest), hasher.Hash(item));
        Assert.Equal((true, 1L << 42, 0L), (item.Trouble.IsNone, item.Stamp!.Value.Size, progress.Bytes));
    }

    [Fact]
    public async Task A_caller_who_stops_reading_leaves_no_descriptor()
    {
        await foreach (HashedItem item in HashFiles.RunAsync(_tree.Root, new HashOptions()))
        {
            break;
        }

        Assert.Equal(0, _tree.OpenDescriptors);
    }

    [Fact]
    public async Task A_caller_who_is_slow_has_a_bounded_number_of_items_ahead()
    {
        HashOptions options = new() { Threads = 1 };
        int seen = 0;
        await foreach (HashedItem item in HashFiles.RunAsync(_tree.Root, options))
        {
            if (++seen == 1)
            {
                await Task.Delay(200);
                Assert.InRange(options.Progress.Items, 1, 32 * 64);
                Assert.InRange(_tree.OpenDescriptors, 0, 300);
            }
        }

        Assert.Equal(Files + 3, seen);
    }

    [Fact]
    public async Task What_the_callers_own_code_throws_reaches_the_caller()
    {
        HashOptions options = new() { Known = _ => throw new InvalidOperationException("known") };
        await Assert.ThrowsAsync<InvalidOperationException>(() => _tree.HashAsync(options));
        Assert.Equal(0, _tree.OpenDescriptors);
    }

    [Fact]
    public async Task Files_that_vanish_and_grow_meanwhile_are_troubles_or_have_a_digest()
    {
        using CancellationTokenSource stop = new();
        var changing = Task.Factory.StartNew(
            () =>
            {
                for (int i = 0; !stop.IsCancellationRequested; i++)
                {
                    string path = Path.Combine(_tree.FullPath, "50", $"new-{i % 50}");
                    File.AppendAllText(path, "more");
                    File.Delete(Path.Combine(_tree.FullPath, "50", $"new-{(i + 25) % 50}"));
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        for (int i = 0; i < 5; i++)
        {
            List<HashedItem> items = await _tree.HashAsync();
            Assert.All(
                items.Where(h => h.Item.Type == NodeType.File),
                h => Assert.True(h.Digest is not null || h.Item.Trouble.Kind is TroubleKind.Moving or TroubleKind.Vanished));
            Assert.All(
                items.Where(h => !TestTree.Text(h.Item).StartsWith("50", StringComparison.Ordinal)),
                h => Assert.True(h.Item.Trouble.IsNone));
        }

        await stop.CancelAsync();
        await changing;
    }
}
