using System.Runtime.InteropServices;
using DigitalEmblem.Data.Files;
using Xunit;

namespace DigitalEmblem.Data.Tests.Files;

public sealed class SafeWriteTests : IDisposable
{
    private readonly TestTree _tree = new();

    private string FilePath => Path.Combine(_tree.FullPath, "file");

    public void Dispose() => _tree.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_is_made_and_replaced_with_its_mode(bool portable)
    {
        using Folder folder = Open(portable);
        foreach ((string content, int mode) in ((string, int)[])[("first", 0x1A4), ("second", 0x180), ("", 0x1A4)])
        {
            Write(folder, content, mode);
            Assert.Equal(content, File.ReadAllText(FilePath));
            Assert.Equal((UnixFileMode)mode, File.GetUnixFileMode(FilePath));
            Assert.Single(Directory.GetFileSystemEntries(_tree.FullPath));
        }

        Assert.Equal(0, _tree.OpenDescriptors);
    }

    /// <summary>If it fails, a run that is killed leaves a file among marked data that no sign lists.</summary>
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void A_file_for_another_folder_is_seen_there_only_when_it_is_whole(bool portable, bool named)
    {
        Directory.CreateDirectory(Path.Combine(_tree.FullPath, "own"));
        using (Folder folder = Open(portable))
        {
            Assert.True(folder.OpenFolder("own"u8, out Folder? own).IsNone);
            using (own)
            {
                foreach (string content in (string[])["first", "second"])
                {
                    using SafeWrite file = named
                        ? new LinuxSafeWrite((LinuxFolder)own!, "file"u8, 0x1A4, named)
                        : own!.Replace("file"u8, 0x1A4);
                    string[] before = Directory.GetFileSystemEntries(_tree.FullPath);
                    file.Write(System.Text.Encoding.UTF8.GetBytes(content));
                    Assert.Equal(before, Directory.GetFileSystemEntries(_tree.FullPath));
                    file.CommitInto(folder, "file"u8);
                    Assert.Equal(content, File.ReadAllText(FilePath));
                }
            }
        }

        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(_tree.FullPath, "own")));
        Assert.Equal(2, Directory.GetFileSystemEntries(_tree.FullPath).Length);
        Assert.Equal(0, _tree.OpenDescriptors);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Without_a_commit_the_old_file_stays_and_nothing_is_left(bool portable)
    {
        using Folder folder = Open(portable);
        Write(folder, "old", 0x1A4);
        using (SafeWrite file = folder.Replace("file"u8, 0x1A4))
        {
            file.Write("new"u8);
        }

        Assert.Equal("old", File.ReadAllText(FilePath));
        Assert.Single(Directory.GetFileSystemEntries(_tree.FullPath));
        Assert.Equal(0, _tree.OpenDescriptors);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void What_may_only_be_new_replaces_nothing_that_came_meanwhile(bool portable, bool named)
    {
        using Folder folder = Open(portable);
        SafeWrite Begin() => named ? new LinuxSafeWrite((LinuxFolder)folder, "file"u8, 0x1A4, named) : folder.Replace("file"u8, 0x1A4);
        using (SafeWrite file = Begin())
        {
            file.Write("new"u8);
            file.CommitNew();
        }

        Assert.Equal(("new", (UnixFileMode)0x1A4), (File.ReadAllText(FilePath), File.GetUnixFileMode(FilePath)));
        using (SafeWrite file = Begin())
        {
            file.Write("newer"u8);
            Assert.Throws<IOException>(file.CommitNew);
        }

        Assert.Equal("new", File.ReadAllText(FilePath));
        Assert.Single(Directory.GetFileSystemEntries(_tree.FullPath));
        Assert.Equal(0, _tree.OpenDescriptors);
    }

    [Fact]
    public void A_link_is_replaced_and_what_it_leads_to_is_not()
    {
        using TestTree outside = new();
        outside.AddFile("secret", "untouched");
        _tree.AddLink("file", Path.Combine(outside.FullPath, "secret"));
        Write(_tree.Root, "sign", 0x1A4);
        Assert.Null(File.ResolveLinkTarget(FilePath, false));
        Assert.Equal(("sign", "untouched"), (File.ReadAllText(FilePath), File.ReadAllText(Path.Combine(outside.FullPath, "secret"))));
    }

    [Fact]
    public void A_folder_is_not_replaced_and_no_other_one_is_reached()
    {
        _tree.AddFile("file/inside");
        Assert.Throws<IOException>(() => Write(_tree.Root, "sign", 0x1A4));
        Assert.True(File.Exists(Path.Combine(FilePath, "inside")));
        Assert.Single(Directory.GetFileSystemEntries(_tree.FullPath));
        Assert.Throws<ArgumentException>(() => _tree.Root.Replace("a/b"u8, 0x1A4));
        Assert.Throws<ArgumentException>(() => _tree.Root.Replace([], 0x1A4));
        Assert.Equal(0, _tree.OpenDescriptors);
    }

    [Fact]
    public void Where_nothing_may_be_written_the_system_says_why()
    {
        File.SetUnixFileMode(_tree.FullPath, (UnixFileMode)0x16D);
        Posix.AsNobody(() =>
        {
            IOException failure = Assert.Throws<IOException>(() => _tree.Root.Replace("file"u8, 0x1A4));
            Assert.Contains(Marshal.GetPInvokeErrorMessage(Linux.AccessDenied), failure.Message, StringComparison.Ordinal);
        });
        Assert.Equal(0, _tree.OpenDescriptors);
    }

    [Fact]
    public async Task A_reader_finds_the_old_file_or_the_new_one()
    {
        string[] contents = [new string('a', 100_000), new string('b', 50_000)];
        Write(_tree.Root, contents[0], 0x1A4);
        var writing = Task.Run(() =>
        {
            for (int i = 0; i < 60; i++)
            {
                Write(_tree.Root, contents[i % 2], 0x1A4);
            }
        });
        while (!writing.IsCompleted)
        {
            Assert.Contains(await File.ReadAllTextAsync(FilePath), contents);
        }

        await writing;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Folders_are_made_and_names_removed(bool portable)
    {
        using Folder folder = Open(portable);
        Assert.Equal([Trouble.None, Trouble.None], [folder.MakeFolder("made"u8, 0x1ED), folder.MakeFolder("made"u8, 0x1ED)]);
        Write(folder, "x", 0x1A4);
        Assert.Equal(Trouble.None, folder.Remove("file"u8, folder: false));
        Assert.Equal(Trouble.None, folder.Remove("made"u8, folder: true));
        Assert.Empty(Directory.GetFileSystemEntries(_tree.FullPath));
        Assert.Equal(TroubleKind.Vanished, folder.Remove("made"u8, folder: true).Kind);
    }

    private static void Write(Folder folder, string content, int mode)
    {
        using SafeWrite file = folder.Replace("file"u8, mode);
        file.Write(System.Text.Encoding.UTF8.GetBytes(content));
        file.Commit();
    }

    private Folder Open(bool portable)
    {
        if (!portable)
        {
            return _tree.Root.Retain();
        }

        Assert.True(PortableFolder.TryOpenRoot(_tree.FullPath, out Folder? folder).IsNone);
        return folder!;
    }
}
