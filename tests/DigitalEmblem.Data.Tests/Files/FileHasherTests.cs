using System.Security.Cryptography;
using System.Text;
using DigitalEmblem.Data.Files;
using Xunit;

namespace DigitalEmblem.Data.Tests.Files;

public sealed class FileHasherTests : IDisposable
{
    private const long Shard = 64 << 20;

    private readonly TestTree _tree = new();

    private readonly FileHasher _hasher = new(new HashProgress(), null, CancellationToken.None);

    private string FilePath => Path.Combine(_tree.FullPath, "file");

    public void Dispose()
    {
        _hasher.Dispose();
        _tree.Dispose();
    }

    [Fact]
    public void Small_files_have_the_digest_that_sha256sum_prints()
    {
        foreach (int size in (int[])[0, 1, 4095, 4096, 4097, (256 * 1024) - 1, 256 * 1024, (256 * 1024) + 1, 3_000_000])
        {
            _tree.AddFile(Encoding.UTF8.GetBytes($"{size}"), RandomNumberGenerator.GetBytes(size));
        }

        string[] names = [.. _tree.Walk().Select(TestTree.Text)];
        string[] said = TestTree.Run("sha256sum", [.. names.Select(n => Path.Combine(_tree.FullPath, n))]).TrimEnd().Split('\n');
        Assert.Equal(said.Select(l => l[..64]), _tree.Walk().Select(i => _hasher.Hash(i)?.ToString()));
    }

    [Theory]
    [InlineData(Shard - 1)]
    [InlineData(Shard)]
    [InlineData(Shard + 1)]
    [InlineData(2 * Shard)]
    [InlineData((2 * Shard) + 12345)]
    public void Large_files_have_the_digest_of_the_definition(long size)
    {
        byte[] some = RandomNumberGenerator.GetBytes(1000);
        _tree.AddSparse("file", size, (size - 1000, some), (5000, some), (size / 2, some));
        using ContentDigest naive = new();
        using (FileStream file = File.OpenRead(FilePath))
        {
            byte[] buffer = new byte[100_000];
            for (int count; (count = file.Read(buffer)) > 0;)
            {
                naive.Append(buffer.AsSpan(0, count));
            }
        }

        WalkItem item = _tree.Walk()[0];
        Assert.Equal(naive.Finish(), _hasher.Hash(item));
        Assert.Equal(size, item.Stamp!.Value.Size);
    }

    [Fact]
    public void A_hole_of_a_terabyte_takes_a_moment()
    {
        const long Size = 1L << 40;
        _tree.AddSparse("file", Size, (Size - Shard - 3, [1, 2, 3]));
        Sha256Digest zeros = ContentDigest.Of(new byte[Shard]);
        byte[] last = new byte[Shard];
        ((byte[])[1, 2, 3]).CopyTo(last, Shard - 3);
        int count = (int)(Size / Shard);
        Sha256Digest[] shards = [.. Enumerable.Repeat(zeros, count - 2), ContentDigest.Of(last), zeros];
        long start = Environment.TickCount64;
        Assert.Equal(ContentDigest.OfShards(Size, shards), _hasher.Hash(_tree.Walk()[0]));
        Assert.InRange(Environment.TickCount64 - start, 0, 10_000);
    }

    [Fact]
    public void A_file_that_changes_while_it_is_read_is_read_again()
    {
        _tree.AddFile("file", "before");
        WalkItem item = _tree.Walk()[0];
        int readings = 0;
        Sha256Digest? digest = _hasher.Hash(item, _ =>
        {
            if (readings++ == 0)
            {
                File.AppendAllText(FilePath, " and after");
            }
        });
        Assert.Equal((2, Sha256Digest.Of("before and after"u8), TroubleKind.None), (readings, digest, item.Trouble.Kind));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(300_000)]
    public void A_file_that_changes_twice_is_a_trouble(int size)
    {
        _tree.AddFile("file"u8.ToArray(), new byte[size]);
        WalkItem item = _tree.Walk()[0];
        int readings = 0;
        Assert.Null(_hasher.Hash(item, _ => File.AppendAllText(FilePath, $"{readings++}")));
        Assert.Equal((2, TroubleKind.Moving), (readings, item.Trouble.Kind));
        Assert.Null(_hasher.Hash(item, _ => File.WriteAllBytes(FilePath, new byte[Math.Max(0, size - ++readings)])));
        Assert.Equal(TroubleKind.Moving, item.Trouble.Kind);
        Assert.Equal(0, _tree.OpenDescriptors);
    }

    [Fact]
    public void A_change_that_keeps_the_size_and_the_time_is_seen()
    {
        _tree.AddFile("file", "before");
        DateTime time = File.GetLastWriteTimeUtc(FilePath);
        WalkItem item = _tree.Walk()[0];
        int readings = 0;
        Assert.Null(_hasher.Hash(item, _ =>
        {
            File.WriteAllText(FilePath, $"after{readings++}");
            File.SetLastWriteTimeUtc(FilePath, time);
        }));
        Assert.Equal((2, TroubleKind.Moving), (readings, item.Trouble.Kind));
    }

    [Fact]
    public void A_file_that_shrinks_while_its_shards_are_read_is_a_trouble()
    {
        _tree.AddSparse("file", (2 * Shard) + 1, (2 * Shard, [1]));
        WalkItem item = _tree.Walk()[0];
        int readings = 0;
        Assert.Null(_hasher.Hash(item, size => _tree.AddSparse("file", size - 1 - readings++, (size - 100, [1]))));
        Assert.Equal((2, TroubleKind.Moving), (readings, item.Trouble.Kind));
    }

    [Fact]
    public void What_takes_a_files_name_is_not_read()
    {
        using TestTree outside = new();
        outside.AddFile("secret");
        (string Name, Action Make, TroubleKind Kind)[] cases =
        [
            ("nothing", () => { }, TroubleKind.Vanished),
            ("link", () => File.CreateSymbolicLink(FilePath, Path.Combine(outside.FullPath, "secret")), TroubleKind.Moving),
            ("pipe", () => _tree.AddPipe("file"), TroubleKind.Moving),
            ("folder", () => Directory.CreateDirectory(FilePath), TroubleKind.Moving),
        ];
        Assert.All(cases, c =>
        {
            _tree.AddFile("file");
            WalkItem item = _tree.Walk()[0];
            File.Delete(FilePath);
            c.Make();
            Assert.Null(_hasher.Hash(item));
            Assert.Equal((c.Name, c.Kind), (c.Name, item.Trouble.Kind));
            TestTree.Run("rm", "-rf", FilePath);
        });
        Assert.Equal(0, _tree.OpenDescriptors);
    }

    [Fact]
    public void A_file_that_is_longer_than_it_says_is_a_trouble()
    {
        // The kernel's own files say that they are empty.
        using Folder proc = Folder.Open("/proc/self");
        WalkItem item = new("status"u8.ToArray(), 0, NodeType.File, proc);
        Assert.Null(_hasher.Hash(item));
        Assert.Equal(TroubleKind.Moving, item.Trouble.Kind);
    }

    [Fact]
    public void The_mark_of_a_file_is_read_written_and_removed()
    {
        _tree.AddFile("file");
        Assert.True(_tree.Root.OpenFile("file"u8, out OpenFile? file).IsNone);
        using (file)
        {
            Trouble written = file!.WriteMark("pointer"u8);
            if (written.Error == Linux.NotSupported)
            {
                // This file system has no attributes: then there is none, and that is no trouble.
                Assert.Equal((Trouble.None, null), (file.ReadMark(out byte[]? none), none));
                return;
            }

            Assert.Equal(Trouble.None, written);
            Assert.Equal(Trouble.None, file.ReadMark(out byte[]? mark));
            Assert.Equal("pointer"u8.ToArray(), mark);
            Assert.Equal(TroubleKind.TooLong, file.WriteMark(new byte[LinuxFile.MostMarkBytes + 1]).Kind);
            Assert.Equal([Trouble.None, Trouble.None], [file.WriteMark([]), file.WriteMark([])]);
            Assert.Equal((Trouble.None, null), (file.ReadMark(out mark), mark));
        }
    }
}
