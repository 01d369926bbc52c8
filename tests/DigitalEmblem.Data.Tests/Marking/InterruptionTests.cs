using DigitalEmblem.Data.Tests.Files;
using Xunit;

namespace DigitalEmblem.Data.Tests.Marking;

/// <summary>After an interruption at any moment, the old sign or the new one is there, whole. The command's tests kill.</summary>
public sealed class InterruptionTests : IDisposable
{
    private readonly MarkedTree _marked = new MarkedTree().AddFiles(100);

    public static TheoryData<string, bool> Steps
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (MarkStep step in Enum.GetValues<MarkStep>())
            {
                data.Add(step.ToString(), true);
                data.Add(step.ToString(), false);
            }

            return data;
        }
    }

    public void Dispose() => _marked.Dispose();

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task At_each_step_the_old_or_the_new_sign_is_there(string name, bool hasOld)
    {
        MarkStep step = Enum.Parse<MarkStep>(name);
        DataMarked? old = hasOld ? await _marked.MarkAsync(MarkedTree.Options with { WritesNotice = true }) : null;
        _marked.Tree.AddFile("new");
        int passed = 0;
        DataMarker marker = MarkedTree.Marker(s =>
        {
            if (s == step && ++passed == (s == MarkStep.Listed ? 50 : 1))
            {
                throw new TimeoutException("interrupted");
            }
        });
        await Assert.ThrowsAsync<TimeoutException>(
            () => marker.MarkAsync(_marked.FullPath, MarkedTree.Options with { WritesNotice = true }));
        (DataCheck check, _) = await _marked.CheckAsync();
        bool isNew = step >= MarkStep.SignNamed;
        Assert.Equal(
            isNew ? DataOutcome.Marked : hasOld ? DataOutcome.NotAccepted : DataOutcome.NotMarked, check.Outcome);
        Assert.True(isNew || check.Root == old?.Root);
        Assert.Equal(isNew || hasOld, Directory.Exists(_marked.SignFolder));
        Assert.Equal(0, _marked.Tree.OpenDescriptors);
        await _marked.MarkAsync();
        Assert.Equal(DataOutcome.Marked, await _marked.OutcomeAsync());
        Assert.Equal(3, Directory.GetFileSystemEntries(_marked.SignFolder).Length);
    }

    [Fact]
    public async Task Cancelled_at_random_moments_the_old_or_the_new_sign_is_there()
    {
        var random = new Random(7);
        DataMarked old = await _marked.MarkAsync();
        int ended = 0;
        for (int round = 0; round < 20; round++)
        {
            using var cancel = new CancellationTokenSource();
            int left = random.Next(130);
            DataMarker marker = MarkedTree.Marker(_ =>
            {
                if (left-- == 0)
                {
                    cancel.Cancel();
                }
            });
            DataMarked? marked = null;
            try
            {
                marked = await marker.MarkAsync(_marked.FullPath, MarkedTree.Options, cancel.Token);
            }
            catch (OperationCanceledException)
            {
                ended++;
            }

            (DataCheck check, _) = await _marked.CheckAsync();
            Assert.Equal((DataOutcome.Marked, (marked ?? old).Root), (check.Outcome, check.Root!));
            Assert.Equal(3, Directory.GetFileSystemEntries(_marked.SignFolder).Length);
            old = marked ?? old;
        }

        Assert.InRange(ended, 1, 19);
        Assert.Equal(0, _marked.Tree.OpenDescriptors);
    }

    [Fact]
    public async Task A_cancelled_check_leaves_nothing_behind()
    {
        await _marked.MarkAsync();
        using var cancel = new CancellationTokenSource();
        int seen = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => DataChecker.CheckAsync(
            _marked.FullPath,
            MarkedTree.CheckOptions,
            _ =>
            {
                if (++seen == 10)
                {
                    cancel.Cancel();
                }
            },
            cancel.Token));
        DataCheckRun run = DataChecker.Begin(_marked.FullPath, MarkedTree.CheckOptions);
        await foreach (CheckedEntry entry in run.EntriesAsync())
        {
            break;
        }

        Assert.Throws<InvalidOperationException>(run.Conclude);
        Assert.Equal(0, _marked.Tree.OpenDescriptors);
        Assert.Equal(3, Directory.GetFileSystemEntries(_marked.SignFolder).Length);
    }

    [Fact]
    public async Task The_second_of_two_markers_refuses_and_says_what_to_do()
    {
        IOException? refused = null;
        DataMarker second = MarkedTree.Marker();
        bool tried = false;
        DataMarker first = MarkedTree.Marker(s =>
        {
            if (s == MarkStep.Listed && !tried)
            {
                tried = true;
                refused = Assert.ThrowsAsync<IOException>(() => second.MarkAsync(_marked.FullPath, MarkedTree.Options))
                    .GetAwaiter().GetResult();
                Assert.Throws<IOException>(() => DataMarker.Remove(_marked.FullPath));
            }
        });
        DataMarked result = await first.MarkAsync(_marked.FullPath, MarkedTree.Options);
        Assert.Contains("Wait until it has ended", refused!.Message, StringComparison.Ordinal);
        (DataCheck check, _) = await _marked.CheckAsync();
        Assert.Equal((DataOutcome.Marked, result.Root), (check.Outcome, check.Root!));
    }

    [Fact]
    public async Task Many_markers_and_checkers_at_once_end_with_one_whole_sign()
    {
        await _marked.MarkAsync();
        Task[] markers = [.. Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            for (int round = 0; round < 10; round++)
            {
                try
                {
                    await _marked.MarkAsync();
                }
                catch (IOException e)
                {
                    Assert.Contains("Another run", e.Message, StringComparison.Ordinal);
                }
            }
        }))];
        var all = Task.WhenAll(markers);
        while (!all.IsCompleted)
        {
            // A check that reads the old sign twice while two runs replace it finds no manifest. It never finds a difference.
            Assert.Contains(await _marked.OutcomeAsync(), (DataOutcome[])[DataOutcome.Marked, DataOutcome.Indeterminate]);
        }

        await all;
        Assert.Equal(DataOutcome.Marked, await _marked.OutcomeAsync());
        Assert.Equal(3, Directory.GetFileSystemEntries(_marked.SignFolder).Length);
    }
}
