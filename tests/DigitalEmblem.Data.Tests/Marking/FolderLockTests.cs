using DigitalEmblem.Data.Files;
using DigitalEmblem.Data.Tests.Files;
using Xunit;

namespace DigitalEmblem.Data.Tests.Marking;

public sealed class FolderLockTests : IDisposable
{
    private readonly TestTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void One_holds_it_and_leaves_no_file(bool portable)
    {
        Folder? folder = portable ? null : _tree.Root.Retain();
        Assert.True(!portable || PortableFolder.TryOpenRoot(_tree.FullPath, out folder).IsNone);
        using (folder)
        {
            using (FolderLock? first = FolderLock.TryTake(folder!))
            {
                Assert.NotNull(first);
                Assert.InRange(first.Taken.Seconds, 1_700_000_000, long.MaxValue);
                Assert.Null(FolderLock.TryTake(folder!));
            }

            Assert.Empty(Directory.GetFileSystemEntries(_tree.FullPath));
            using FolderLock? second = FolderLock.TryTake(folder!);
            Assert.NotNull(second);
        }

        Assert.Equal(0, _tree.OpenDescriptors);
    }

    /// <summary>An owner of data who lets root mark them must not change the mode of a file that lies elsewhere.</summary>
    [Fact]
    public void A_second_name_of_another_file_is_taken_away_and_the_file_stays_as_it_is()
    {
        _tree.AddFile("outside", "untouched");
        string outside = Path.Combine(_tree.FullPath, "outside");
        File.SetUnixFileMode(outside, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        TestTree.Run("ln", outside, Path.Combine(_tree.FullPath, "lock"));
        UnixFileMode before = File.GetUnixFileMode(outside);
        using (FolderLock? held = FolderLock.TryTake(_tree.Root))
        {
            Assert.NotNull(held);
            Assert.Null(FolderLock.TryTake(_tree.Root));
        }

        Assert.Equal((before, "untouched"), (File.GetUnixFileMode(outside), File.ReadAllText(outside)));
        Assert.Equal([outside], Directory.GetFileSystemEntries(_tree.FullPath));
    }

    [Fact]
    public void A_file_that_a_killed_run_left_is_taken_and_a_link_is_not_followed()
    {
        _tree.AddFile("lock", "left");
        FolderLock.TryTake(_tree.Root)!.Dispose();
        _tree.AddFile("outside", "untouched").AddLink("lock", "outside");
        Assert.Throws<IOException>(() => FolderLock.TryTake(_tree.Root));
        Assert.Equal("untouched", File.ReadAllText(Path.Combine(_tree.FullPath, "outside")));
    }
}
