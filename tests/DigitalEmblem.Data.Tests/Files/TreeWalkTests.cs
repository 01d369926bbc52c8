using System.Net.Sockets;
using System.Text;
using DigitalEmblem.Data.Files;
using FsCheck.Xunit;
using Xunit;

namespace DigitalEmblem.Data.Tests.Files;

public sealed class TreeWalkTests : IDisposable
{
    private readonly TestTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void Names_that_are_no_text_are_names()
    {
        byte[][] names = ["new\nline"u8.ToArray(), "\e[2J"u8.ToArray(), [0xFF, 0xFE], [0xC3], " "u8.ToArray(), "..."u8.ToArray()];
        foreach (byte[] name in names)
        {
            _tree.AddFile(name, "x"u8);
            _tree.AddFile([.. "folder/"u8, .. name, (byte)'/', .. name], "x"u8);
        }

        IEnumerable<byte[]> expected = names.SelectMany(n => (byte[][])[n, [.. "folder/"u8, .. n, (byte)'/', .. n]]);
        Assert.Equal(
            expected.Select(Encoding.Latin1.GetString).Order(StringComparer.Ordinal),
            _tree.Walk().Select(TestTree.Text).Order(StringComparer.Ordinal));
    }

    [Property(MaxTest = 60)]
    public void The_order_is_that_of_paths(byte[][] seeds)
    {
        byte[] letters = [(byte)'a', (byte)'b', (byte)'.', (byte)'-', (byte)'/', (byte)'/', 1, 0xFF, (byte)'0', (byte)' '];
        using TestTree tree = new();
        HashSet<string> made = [];
        foreach (byte[] seed in seeds)
        {
            byte[] path = [.. seed.Select(s => letters[s % letters.Length])];
            try
            {
                if (EntryPath.TryOf(path, out _))
                {
                    tree.AddFile(path, [1]);
                    made.Add(Encoding.Latin1.GetString(path));
                }
            }
            catch (IOException)
            {
                // The path runs through a file, or is a folder.
            }
        }

        List<WalkItem> items = tree.Walk(new WalkOptions { OpenFolders = 2 });
        Assert.Equal(
            made.Order(StringComparer.Ordinal),
            items.Where(i => i.Type == NodeType.File).Select(TestTree.Text).Order(StringComparer.Ordinal));
        for (int i = 1; i < items.Count; i++)
        {
            Assert.True(EntryPath.Compare(items[i - 1].Path, items[i].Path) < 0);
        }

        Assert.Equal(0, tree.OpenDescriptors);
    }

    [Fact]
    public void The_content_of_a_folder_is_before_what_begins_with_its_name()
    {
        _tree.AddFile("a/b").AddFile("a.b").AddFile("a-").AddFile("A").AddFolder("a0");
        Assert.Equal(["A", "a/b", "a-", "a.b", "a0"], _tree.Walk().Select(TestTree.Text));
        Assert.Equal(EntryKind.EmptyFolder, _tree.Walk()[^1].Kind);
    }

    [Fact]
    public void Links_are_named_with_their_target_and_never_followed()
    {
        using TestTree outside = new();
        outside.AddFile("secret");
        _tree.AddLink("loop", "loop").AddLink("up", "..").AddLink("here", ".").AddLink("nowhere", "no/such");
        _tree.AddLink("out", outside.FullPath);
        List<WalkItem> items = _tree.Walk(new WalkOptions { WithStamps = true });
        Assert.Equal(["here", "loop", "nowhere", "out", "up"], items.Select(TestTree.Text));
        Assert.All(items, i => Assert.Equal(EntryKind.Link, i.Kind));
        Assert.Equal([".", "loop", "no/such", outside.FullPath, ".."], items.Select(i => Encoding.UTF8.GetString(i.Target!)));
        Assert.Equal(items.Select(i => (long)i.Target!.Length), items.Select(i => i.Stamp!.Value.Size));
    }

    [Fact]
    public async Task Pipes_sockets_and_devices_are_named_and_not_opened()
    {
        _tree.AddPipe("pipe").AddFile("file");
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Path.Combine(_tree.FullPath, "socket")));
        bool hasDevice = _tree.TryAddDevice("device");
        List<HashedItem> items = await _tree.HashAsync().WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(
            (string[])[.. hasDevice ? ["device: Device"] : (string[])[], "file: File", "pipe: Pipe", "socket: Socket"],
            items.Select(i => $"{TestTree.Text(i.Item)}: {i.Item.Type}"));
        Assert.All(
            items.Where(i => i.Item.Type != NodeType.File),
            i => Assert.Equal((EntryKind.NotCovered, null), (i.Item.Kind, i.Digest)));
    }

    [Fact]
    public void Another_mount_is_named_and_not_entered()
    {
        // Each Linux system has other mounts at its root; a mount of our own needs root.
        using Folder system = Folder.Open("/");
        WalkItem proc = Assert.Single(TestTree.Walk(system, new WalkOptions { Skip = path => !path.SequenceEqual("proc"u8) }));
        Assert.Equal((NodeType.OtherMount, EntryKind.NotCovered, true), (proc.Type, proc.Kind, proc.Trouble.IsNone));

        FakeFolder other = new(2, () => 0, ("secret", null));
        using FakeFolder root = new(1, () => 0, ("mount", other), ("z", null));
        Assert.Equal(["mount: OtherMount", "z: File"], TestTree.Walk(root).Select(i => $"{TestTree.Text(i)}: {i.Type}"));
    }

    [Fact]
    public async Task A_part_of_the_same_file_system_that_is_mounted_again_is_another_mount()
    {
        using TestTree outside = new();
        outside.AddFile("secret");
        _tree.AddFolder("mount").AddFile("file").AddFile("z");
        string mount = Path.Combine(_tree.FullPath, "mount"), file = Path.Combine(_tree.FullPath, "file");
        bool mounted = TestTree.TryMount(outside.FullPath, mount) && TestTree.TryMount(Path.Combine(outside.FullPath, "secret"), file);
        try
        {
            // For a user who may not mount, they stay a file and a folder.
            string[] expected = mounted ? ["file: OtherMount", "mount: OtherMount", "z: File"] : ["file: File", "mount: Folder", "z: File"];
            Assert.Equal(expected, (await _tree.HashAsync()).Select(i => $"{TestTree.Text(i.Item)}: {i.Item.Type}"));
            Assert.Equal(
                expected,
                _tree.Walk(new WalkOptions { WithStamps = true }).Select(i => $"{TestTree.Text(i)}: {i.Type}"));
        }
        finally
        {
            if (mounted)
            {
                TestTree.Run("umount", mount);
                TestTree.Run("umount", file);
            }
        }
    }

    [Fact]
    public void What_may_not_be_read_is_a_trouble_and_the_walk_goes_on()
    {
        _tree.AddFile("a/file").AddFile("closed/file").AddFile("z");
        File.SetUnixFileMode(_tree.FullPath, (UnixFileMode)0x1ED);
        File.SetUnixFileMode(Path.Combine(_tree.FullPath, "closed"), UnixFileMode.None);
        File.SetUnixFileMode(Path.Combine(_tree.FullPath, "z"), UnixFileMode.None);
        Posix.AsNobody(() =>
        {
            using Folder root = Folder.Open(_tree.FullPath);
            using TreeWalk walk = new(root, new WalkOptions());
            using FileHasher hasher = new(new HashProgress(), null, CancellationToken.None);
            List<string> found = [];
            while (walk.TryNext(out WalkItem? item))
            {
                Sha256Digest? digest = item.Type == NodeType.File && item.Trouble.IsNone ? hasher.Hash(item) : null;
                found.Add($"{TestTree.Text(item)}: {item.Trouble.Kind} {digest is not null}");
            }

            Assert.Equal(["a/file: None True", "closed: Denied False", "z: Denied False"], found);
        });
    }

    [Fact]
    public void A_root_that_may_not_be_read_or_is_none_is_said()
    {
        Assert.Equal(TroubleKind.Vanished, Folder.TryOpen(Path.Combine(_tree.FullPath, "none"), out _).Kind);
        _tree.AddFile("file");
        Assert.Equal(TroubleKind.Moving, Folder.TryOpen(Path.Combine(_tree.FullPath, "file"), out _).Kind);
        Assert.Throws<IOException>(() => Folder.Open(Path.Combine(_tree.FullPath, "none")));
    }

    [Fact]
    public void A_folder_that_changes_while_it_is_read_is_read_again_and_then_a_trouble()
    {
        uint changes = 0;
        using FakeFolder calm = new(1, () => Math.Min(changes++, 1), ("a", null));
        using (FakeFolder root = new(1, () => 0, ("calm", calm)))
        {
            Assert.Equal("calm/a", TestTree.Text(Assert.Single(TestTree.Walk(root))));
        }

        using FakeFolder moving = new(1, () => changes++, ("a", null));
        using FakeFolder above = new(1, () => 0, ("moving", moving), ("z", null));
        Assert.Equal(["moving: Moving", "z: None"], TestTree.Walk(above).Select(i => $"{TestTree.Text(i)}: {i.Trouble.Kind}"));
    }

    [Fact]
    public void A_name_that_is_given_twice_is_one_and_a_long_one_is_a_trouble()
    {
        using FakeFolder root = new(1, () => 0, ("b", null), ("a", null), ("b", null), (new string('x', 300), null), ("a", null));
        Assert.Equal(["a None", "b None", "x TooLong"], TestTree.Walk(root).Select(i => $"{TestTree.Text(i)[..1]} {i.Trouble.Kind}"));
    }

    [Fact]
    public void A_tree_of_ten_thousand_levels_is_walked_as_deep_as_a_path_goes()
    {
        using TestTree tree = new(inMemory: true);
        Folder at = tree.Root.Retain();
        for (int i = 0; i < 10_000; i++)
        {
            Assert.True(at.MakeFolder("d"u8, 0x1ED).IsNone);
            if (i % 500 == 0)
            {
                using SafeWrite file = at.Replace("z"u8, 0x1A4);
                file.Commit();
            }

            Assert.True(at.OpenFolder("d"u8, out Folder? next).IsNone);
            at.Dispose();
            at = next!;
        }

        at.Dispose();
        foreach (int openFolders in (int[])[8, 64, 5000])
        {
            using TreeWalk walk = new(tree.Root, new WalkOptions { OpenFolders = openFolders });
            List<string> found = [];
            int mostOpen = 0;
            while (walk.TryNext(out WalkItem? item))
            {
                found.Add($"{item.Path.Length} {item.Type} {item.Trouble.Kind}");
                mostOpen = Math.Max(mostOpen, tree.OpenDescriptors);
            }

            Assert.Equal(["4097 Folder TooLong", .. ((int[])[4001, 3001, 2001, 1001, 1]).Select(l => $"{l} File None")], found);
            Assert.InRange(mostOpen, 1, openFolders + 2);
            Assert.Equal(0, tree.OpenDescriptors);
        }
    }

    /// <summary>If it fails, names that were not looked at are said to be missing: the trouble must stand above all of them.</summary>
    [Fact]
    public void A_tree_that_is_moved_away_while_it_is_walked_is_a_trouble_where_the_way_back_is_lost()
    {
        _tree.AddFile("a/b/c/d/e/f/file").AddFile("a/b/c/z").AddFile("a/z").AddFile("z");
        using TreeWalk walk = new(_tree.Root, new WalkOptions { OpenFolders = 2 });
        Assert.True(walk.TryNext(out WalkItem? item));
        Assert.Equal("a/b/c/d/e/f/file", TestTree.Text(item));
        Directory.Move(Path.Combine(_tree.FullPath, "a/b/c/d/e"), Path.Combine(_tree.FullPath, "elsewhere"));
        List<string> found = [];
        while (walk.TryNext(out item))
        {
            found.Add($"{TestTree.Text(item)}: {item.Trouble.Kind}");
        }

        Assert.Equal(["a/b: Moving", "a/z: None", "z: None"], found);
        Assert.Equal(0, _tree.OpenDescriptors);
    }

    [Fact]
    public void Ten_thousand_files_in_one_folder_come_in_order_from_memory_and_from_sorted_runs()
    {
        using TestTree tree = new(inMemory: true);
        for (int i = 0; i < 10_000; i++)
        {
            File.WriteAllBytes(Path.Combine(tree.FullPath, $"file-{(i * 7919L) % 10_000:00000}"), []);
        }

        string[] expected = [.. Enumerable.Range(0, 10_000).Select(i => $"file-{i:00000}")];
        Assert.Equal(expected, tree.Walk().Select(TestTree.Text));
        Assert.Equal(expected, tree.Walk(new WalkOptions { NameBytes = 1 }).Select(TestTree.Text));
    }

    [Fact]
    public void What_is_left_out_is_reported_and_makes_no_folder_full()
    {
        _tree.AddFile(".adem/emblem").AddFile("a/.adem/emblem").AddFile("only/left-out").AddFile("z");
        List<string> skipped = [];
        List<WalkItem> items = _tree.Walk(new WalkOptions
        {
            Skip = path => path.SequenceEqual(".adem"u8) || path.EndsWith("left-out"u8),
            Skipped = path => skipped.Add(Encoding.UTF8.GetString(path)),
        });
        Assert.Equal(["a/.adem/emblem: File", "only: EmptyFolder", "z: File"], items.Select(i => $"{TestTree.Text(i)}: {i.Kind}"));
        Assert.Equal([".adem", "only/left-out"], skipped);
    }

    [Fact]
    public void Stamps_have_what_the_system_says()
    {
        _tree.AddFile("file", "12345").AddFolder("folder");
        File.SetLastWriteTimeUtc(Path.Combine(_tree.FullPath, "file"), DateTime.UnixEpoch.AddSeconds(1_000_000_000).AddTicks(1_234_567));
        File.SetUnixFileMode(Path.Combine(_tree.FullPath, "file"), (UnixFileMode)0x180);
        FileStamp stamp = _tree.Walk(new WalkOptions { WithStamps = true })[0].Stamp!.Value;
        Assert.Equal((5, new FileTime(1_000_000_000, 123_456_700), 0x180u), (stamp.Size, stamp.Modified, stamp.Mode));
        string[] said = TestTree.Run("stat", "-c", "%i %Z %u", Path.Combine(_tree.FullPath, "file")).Trim().Split(' ');
        Assert.Equal(said, (string[])[$"{stamp.Inode}", $"{stamp.Changed.Seconds}", $"{stamp.Owner}"]);
        Assert.Equal(NodeType.Folder, _tree.Walk()[1].Stamp!.Value.Type);
    }

    [Fact]
    public async Task Folders_that_are_swapped_for_links_lead_nowhere()
    {
        using TestTree outside = new();
        outside.AddFile("deeper/secret").AddFile("secret");
        _tree.AddFile("swapped/deeper/file").AddFile("swapped/file");
        string path = Path.Combine(_tree.FullPath, "swapped"), aside = Path.Combine(_tree.FullPath, "aside");
        using CancellationTokenSource stop = new();
        var swapping = Task.Factory.StartNew(
            () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    Directory.Move(path, aside);
                    File.CreateSymbolicLink(path, outside.FullPath);
                    File.Delete(path);
                    Directory.Move(aside, path);
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        int found = 0;
        for (long end = Environment.TickCount64 + 1500; Environment.TickCount64 < end;)
        {
            List<HashedItem> items = await _tree.HashAsync(new HashOptions { Walk = new WalkOptions { OpenFolders = 2 } });
            Assert.DoesNotContain(items, i => TestTree.Text(i.Item).Contains("secret", StringComparison.Ordinal));
            found += items.Count(i => i.Item.Type == NodeType.File);
        }

        await stop.CancelAsync();
        await swapping;
        Assert.True(found > 0);
        Assert.Equal(0, _tree.OpenDescriptors);
        Assert.Equal(0, outside.OpenDescriptors);
    }
}
