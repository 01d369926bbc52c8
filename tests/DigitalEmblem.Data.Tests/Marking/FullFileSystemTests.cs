using DigitalEmblem.Data.Tests.Archives;
using DigitalEmblem.Data.Tests.Files;
using DigitalEmblem.Data.Tests.Signs;
using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Data.Tests.Marking;

/// <summary>
/// A file system that is full or read-only: a small one in memory, which only root can mount. Without it, these tests show nothing.
/// </summary>
public sealed class FullFileSystemTests : IDisposable
{
    private readonly TestTree _around = new(inMemory: false);
    private readonly bool _isMounted;

    public FullFileSystemTests()
    {
        if (Environment.UserName == "root" && File.Exists("/bin/mount"))
        {
            Directory.CreateDirectory(Small);
            TestTree.Run("mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", Small);
            _isMounted = File.ReadAllText("/proc/self/mountinfo").Contains(Small + " ", StringComparison.Ordinal);
        }
    }

    private string Small => Path.Combine(_around.FullPath, "small");

    public void Dispose()
    {
        if (_isMounted)
        {
            TestTree.Run("umount", Small);
        }

        _around.Dispose();
    }

    [Fact]
    public async Task On_a_full_file_system_no_part_of_a_new_archive_is_left()
    {
        if (!_isMounted)
        {
            return;
        }

        string old = Path.Combine(_around.FullPath, "a.zip");
        await File.WriteAllBytesAsync(old, RawZip.Of(new RawMember("a", new byte[600_000])));
        await Assert.ThrowsAsync<IOException>(() => new ArchiveMarker(DataScene.Signer(), new SettableClock(TestTokens.Now))
            .MarkAsync(old, Path.Combine(Small, "b.zip"), MarkedTree.Options));
        Assert.Empty(Directory.GetFileSystemEntries(Small));
    }

    [Fact]
    public async Task On_a_full_file_system_the_old_sign_stays()
    {
        if (!_isMounted)
        {
            return;
        }

        Fill(files: 300);
        DataMarked old = await MarkedTree.Marker().MarkAsync(Small, MarkedTree.Options);
        await File.WriteAllBytesAsync(Path.Combine(Small, "fresh"), [1]);

        // At first not one page is free, then one more each time, until the new manifest, sign and state fit.
        int failures = 0;
        DataMarked? marked = null;
        string ballast = Path.Combine(_around.FullPath, "small", "ballast");
        for (int free = 0; free < 40 && marked is null; free++)
        {
            UseAllBut(ballast, free);
            try
            {
                marked = await MarkedTree.Marker().MarkAsync(
                    Small, MarkedTree.Options with { Exclusions = [RandomEntries.PathOf("ballast")] });
            }
            catch (IOException)
            {
                failures++;
                (DataCheck check, _) = await MarkedTree.CheckAsync(Small);
                Assert.Equal(old.Root, check.Root);
                Assert.Equal(300, check.Counts[EntryStanding.Covered]);
                Assert.Equal(3, Directory.GetFileSystemEntries(Path.Combine(Small, ".adem")).Length);
            }
        }

        Assert.InRange(failures, 2, 39);
        Assert.Equal(DataOutcome.Marked, (await MarkedTree.CheckAsync(Small)).Check.Outcome);
        Assert.Equal(marked!.Root, (await MarkedTree.CheckAsync(Small)).Check.Root);
    }

    [Fact]
    public async Task On_a_read_only_file_system_the_old_sign_stays_and_is_checked()
    {
        if (!_isMounted)
        {
            return;
        }

        Fill(files: 3);
        DataMarked old = await MarkedTree.Marker().MarkAsync(Small, MarkedTree.Options);
        TestTree.Run("mount", "-o", "remount,ro", Small);
        IOException failure = await Assert.ThrowsAsync<IOException>(() => MarkedTree.Marker().MarkAsync(Small, MarkedTree.Options));
        Assert.Contains("Read-only", failure.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<IOException>(() => MarkedTree.Marker().UpdateAsync(Small, MarkedTree.Options));
        Assert.Throws<IOException>(() => DataMarker.Remove(Small));
        (DataCheck check, _) = await MarkedTree.CheckAsync(Small);
        Assert.Equal((DataOutcome.Marked, old.Root), (check.Outcome, check.Root!));
    }

    [Fact]
    public async Task Another_file_system_below_is_named_and_not_covered()
    {
        if (!_isMounted)
        {
            return;
        }

        Fill(files: 3);
        _around.AddFile("outside");
        DataMarked marked = await MarkedTree.Marker().MarkAsync(_around.FullPath, MarkedTree.Options);
        Assert.Equal((1, 1), (marked.Files, marked.NotCovered));
        (DataCheck check, List<CheckedEntry> entries) = await MarkedTree.CheckAsync(_around.FullPath);
        Assert.Equal((DataOutcome.Marked, 1), (check.Outcome, check.Counts[EntryStanding.NotCovered]));
        Assert.Contains(entries, e => e.Path.ToString() == "small" && e.Standing == EntryStanding.NotCovered);
    }

    private void Fill(int files)
    {
        for (int i = 0; i < files; i++)
        {
            File.WriteAllText(Path.Combine(Small, $"a-file-with-a-name-{i}"), "");
        }
    }

    // Pages of 4 KiB are what this file system counts in.
    private void UseAllBut(string ballast, int pages)
    {
        File.Delete(ballast);
        long free = new DriveInfo(Small).AvailableFreeSpace;
        File.WriteAllBytes(ballast, new byte[Math.Max(0, free - (4096L * pages))]);
    }
}
