using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data.Tests.Files;

/// <summary>A folder in the file system, whose content is made by names of bytes and which is deleted with all that is in it.</summary>
internal sealed unsafe class TestTree : IDisposable
{
    /// <param name="inMemory">Whether it is large, and stands in memory where that is a file system: a disk would take most of the
    /// time.</param>
    public TestTree(bool inMemory = false)
    {
        const string Memory = "/dev/shm";
        FullPath = inMemory && Directory.Exists(Memory)
            ? Directory.CreateDirectory(Path.Combine(Memory, "adem-files-" + Path.GetRandomFileName())).FullName
            : Directory.CreateTempSubdirectory("adem-files-").FullName;
        Root = Folder.Open(FullPath);
    }

    public string FullPath { get; }

    public Folder Root { get; }

    private int Descriptor => ((LinuxFolder)Root).Descriptor;

    /// <summary>How many descriptors of this process are open below it, besides that of the root.</summary>
    public int OpenDescriptors => Directory.GetFileSystemEntries("/proc/self/fd")
        .Count(f => (new FileInfo(f).LinkTarget ?? "").StartsWith(FullPath, StringComparison.Ordinal)) - 1;

    public TestTree AddFile(string path, string content = "content") =>
        AddFile(Encoding.UTF8.GetBytes(path), Encoding.UTF8.GetBytes(content));

    public TestTree AddFile(byte[] path, ReadOnlySpan<byte> content)
    {
        AddFoldersAbove(path);
        int file = LinuxOpen.Beneath(Descriptor, path, Linux.Create | Linux.WriteOnly, 0x1A4);
        Must(file);
        fixed (byte* bytes = content)
        {
            Must((int)Libc.Write(file, bytes, content.Length));
        }

        Must(Libc.Close(file));
        return this;
    }

    /// <summary>A file that is a hole with some bytes in it.</summary>
    public string AddSparse(string name, long size, params (long Offset, byte[] Bytes)[] data)
    {
        string path = Path.Combine(FullPath, name);
        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
        RandomAccess.SetLength(file, size);
        foreach ((long offset, byte[] bytes) in data)
        {
            RandomAccess.Write(file, bytes, offset);
        }

        return path;
    }

    public TestTree AddFolder(string path) => AddFolder(Encoding.UTF8.GetBytes(path));

    public TestTree AddFolder(byte[] path)
    {
        AddFoldersAbove([.. path, (byte)'/']);
        return this;
    }

    public TestTree AddLink(string name, string target)
    {
        fixed (byte* link = Encoding.UTF8.GetBytes(name + "\0"), to = Encoding.UTF8.GetBytes(target + "\0"))
        {
            Must(Posix.SymLinkAt(to, Descriptor, link));
        }

        return this;
    }

    public TestTree AddPipe(string name)
    {
        Must(TryMakeNode(name, 0x11A4, 0));
        return this;
    }

    /// <summary>Makes a device, if this user may.</summary>
    public bool TryAddDevice(string name) => TryMakeNode(name, 0x21A4, (1 << 8) | 3) == 0;

    public void Dispose()
    {
        Root.Dispose();
        Run("rm", "-rf", FullPath);
        if (Directory.Exists(FullPath))
        {
            Run("chmod", "-R", "u+rwx", FullPath);
            Run("rm", "-rf", FullPath);
        }
    }

    /// <summary>Mounts a file or a folder a second time, if this system has the program and lets this user.</summary>
    public static bool TryMount(string from, string at)
    {
        if (Environment.UserName != "root" || !File.Exists("/bin/mount"))
        {
            return false;
        }

        Run("mount", "--bind", from, at);
        return File.ReadAllText("/proc/self/mountinfo").Contains(at + " ", StringComparison.Ordinal);
    }

    /// <summary>Runs a program and gives what it printed.</summary>
    public static string Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }

    /// <summary>All items, in their order.</summary>
    public List<WalkItem> Walk(WalkOptions? options = null) => Walk(Root, options);

    public static List<WalkItem> Walk(Folder root, WalkOptions? options = null)
    {
        using TreeWalk walk = new(root, options ?? new WalkOptions());
        List<WalkItem> items = [];
        while (walk.TryNext(out WalkItem? item))
        {
            items.Add(item);
        }

        return items;
    }

    public Task<List<HashedItem>> HashAsync(HashOptions? options = null) =>
        HashFiles.RunAsync(Root, options ?? new HashOptions()).ToListAsync().AsTask();

    public static string Text(WalkItem item) => Encoding.Latin1.GetString(item.Path);

    private static void Must(int result)
    {
        if (result < 0)
        {
            throw new IOException($"The test cannot prepare its files: {Marshal.GetLastPInvokeError()}.");
        }
    }

    private int TryMakeNode(string name, uint mode, ulong device)
    {
        fixed (byte* path = Encoding.UTF8.GetBytes(name + "\0"))
        {
            return Posix.MkNodAt(Descriptor, path, mode, device);
        }
    }

    private void AddFoldersAbove(byte[] path)
    {
        Folder at = Root.Retain();
        for (int start = 0; Array.IndexOf(path, (byte)'/', start) is var end and >= 0; start = end + 1)
        {
            byte[] name = path[start..end];
            Must(at.MakeFolder(name, 0x1ED).IsNone ? 0 : -1);
            _ = at.OpenFolder(name, out Folder? next);
            at.Dispose();
            at = next ?? throw new IOException("The test cannot prepare its folders.");
        }

        at.Dispose();
    }
}
