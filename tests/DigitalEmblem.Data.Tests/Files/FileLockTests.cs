using System.Text;
using DigitalEmblem.Data.Files;
using Xunit;

namespace DigitalEmblem.Data.Tests.Files;

/// <summary>The lock of a sign's file. When these fail, a file that nobody works on is told to be in use, now and then.</summary>
public sealed class FileLockTests : IDisposable
{
    private readonly TestTree _tree = new();

    public void Dispose() => _tree.Dispose();

    /// <summary>
    /// A process that another thread starts has all files of this one open until it becomes another program, for some milliseconds. What
    /// it has open is the same open file, and so holds the same lock.
    /// </summary>
    [Fact]
    public void Lock_that_was_released_is_gone_also_while_a_process_that_starts_has_the_file_open()
    {
        string path = Path.Combine(_tree.AddFile("sign").FullPath, "sign");
        Assert.True(_tree.Root.OpenFile(Encoding.UTF8.GetBytes("sign"), out OpenFile? file).IsNone);
        Assert.True(file!.TryLock());
        string open = Directory.GetFileSystemEntries("/proc/self/fd").Single(f => new FileInfo(f).LinkTarget == path);
        int other = Posix.Dup(int.Parse(Path.GetFileName(open)));
        try
        {
            Assert.Throws<IOException>(() => File.ReadAllText(path));

            file.Dispose();

            Assert.Equal("content", File.ReadAllText(path));
        }
        finally
        {
            _ = Libc.Close(other);
        }
    }
}
