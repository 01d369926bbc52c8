using System.Globalization;

namespace DigitalEmblem.Discovery;

/// <summary>
/// What logs said: their largest tree heads, and tiles and issuers, which never change. Nothing in it is believed: heads are signed, and
/// tiles must lead to a signed root. A reader of the cache learns which organizations this validator looked up. A writer can make a log
/// look as if it contradicted itself. A writer can also remove the newest head, or put an older one there that the log signed, so that a
/// contradiction of the log is not noticed. A writer cannot make an entry look logged. Safe for concurrent use.
/// </summary>
public sealed class LogCache
{
    // Heads stay whatever the limit is: a log must not make us forget what it signed by serving more data. A head has a hundred bytes for
    // each log of the list.
    private const string HeadName = "head";

    private readonly Lock _lock = new();
    private readonly Dictionary<string, byte[]> _memory = [];
    private readonly string? _folder;
    private readonly long _maxBytes;
    private long _bytes;
    private long _untrimmed = long.MaxValue;

    private LogCache(string? folder, long maxBytes)
    {
        _folder = folder;
        _maxBytes = maxBytes;
    }

    /// <summary>A cache that ends with this object.</summary>
    /// <param name="maxBytes">The most it holds, in bytes. Beyond that, everything but the logs' heads is dropped.</param>
    public static LogCache InMemory(long maxBytes = 64 << 20) => new(null, maxBytes);

    /// <summary>A cache in a folder, which several processes may share.</summary>
    /// <param name="folder">The folder; made if it is not there, readable for its owner only.</param>
    /// <param name="maxBytes">
    /// The most it holds, in bytes. Beyond that, the files that were written longest ago are deleted, but not the logs' heads.
    /// </param>
    public static LogCache InFolder(string folder, long maxBytes = 256 << 20)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return new LogCache(folder, maxBytes);
    }

    internal SignedTreeHead? Head(Sha256Digest logId)
    {
        if (Read($"{logId}/{HeadName}") is not { } bytes)
        {
            return null;
        }

        try
        {
            var reader = new TlsReader(bytes);
            var head = new SignedTreeHead(reader.UInt64(), reader.UInt64(), reader.Digest(), reader.Opaque16().ToArray());
            reader.End();
            return head;
        }
        catch (TokenFormatException)
        {
            return null;
        }
    }

    internal void PutHead(Sha256Digest logId, SignedTreeHead head) => Write(
        $"{logId}/{HeadName}",
        new TlsWriter().UInt64(head.TreeSize).UInt64(head.Milliseconds).Digest(head.RootHash).Opaque16(head.Signature.Span).ToArray());

    internal byte[]? Tile(Sha256Digest logId, string path) => Read($"{logId}/{path}");

    internal void PutTile(Sha256Digest logId, string path, byte[] bytes) => Write($"{logId}/{path}", bytes);

    /// <summary>Forgets the tiles of a log, but not its head, because the next head is compared with it.</summary>
    internal void Forget(Sha256Digest logId)
    {
        lock (_lock)
        {
            Drop(n => n.StartsWith($"{logId}/tile/", StringComparison.Ordinal));
        }

        if (_folder is not null && Path.Combine(_folder, logId.ToString(), "tile") is var tiles && Directory.Exists(tiles))
        {
            Quietly(() => Directory.Delete(tiles, recursive: true));
        }
    }

    /// <summary>
    /// Forgets the tile with an entry. The tree shows that the leaf is the log's, but no hash covers what else the tile holds.
    /// </summary>
    internal void Forget(Sha256Digest logId, Tile entries)
    {
        foreach (string name in (string[])[$"{logId}/{entries.Path()}", $"{logId}/{entries.Filled().Path()}"])
        {
            if (_folder is not null)
            {
                Quietly(() => File.Delete(PathOf(name)));
                continue;
            }

            lock (_lock)
            {
                if (_memory.Remove(name, out byte[]? bytes))
                {
                    _bytes -= bytes.Length;
                }
            }
        }
    }

    private byte[]? Read(string name)
    {
        if (_folder is null)
        {
            lock (_lock)
            {
                return _memory.GetValueOrDefault(name);
            }
        }

        string path = PathOf(name);
        byte[]? bytes = null;
        Quietly(() =>
        {
            // Devices and growing files report a wrong length, so count the bytes that are read.
            if (File.Exists(path))
            {
                using FileStream file = File.OpenRead(path);
                using var read = new MemoryStream();
                var part = new byte[64 * 1024];
                for (int count; read.Length <= TransparencyLimits.MaxDataTileBytes && (count = file.Read(part)) > 0;)
                {
                    read.Write(part, 0, count);
                }

                bytes = read.Length <= TransparencyLimits.MaxDataTileBytes ? read.ToArray() : null;
            }
        });
        return bytes;
    }

    private void Write(string name, byte[] bytes)
    {
        if (_folder is null)
        {
            lock (_lock)
            {
                if (_bytes + bytes.Length > _maxBytes)
                {
                    Drop(n => !n.EndsWith("/" + HeadName, StringComparison.Ordinal));
                }

                _bytes += bytes.Length - (_memory.TryGetValue(name, out byte[]? old) ? old.Length : 0);
                _memory[name] = bytes;
            }

            return;
        }

        Quietly(() =>
        {
            string path = PathOf(name);
            // .NET gives the mode only to the last folder of a path, so create our own folder first: other users cannot enter it.
            CreatePrivate(_folder);
            CreatePrivate(Path.GetDirectoryName(path)!);
            // A reader sees the whole file or none; two writers write the same bytes.
            string draft = string.Create(
                CultureInfo.InvariantCulture, $"{path}.{Environment.ProcessId}.{Environment.CurrentManagedThreadId}");
            File.WriteAllBytes(draft, bytes);
            File.Move(draft, path, overwrite: true);
            Trim(bytes.Length);
        });
    }

    private void Drop(Func<string, bool> which)
    {
        foreach (string name in _memory.Keys.Where(which).ToArray())
        {
            _bytes -= _memory[name].Length;
            _memory.Remove(name);
        }
    }

    /// <summary>
    /// Keeps the files within the bound. Listing all files takes time, so this is done at first, and after each eighth of the bound.
    /// </summary>
    private void Trim(int written)
    {
        lock (_lock)
        {
            _untrimmed = _untrimmed > _maxBytes ? _untrimmed : _untrimmed + written;
            if (_untrimmed < _maxBytes / 8)
            {
                return;
            }

            _untrimmed = 0;
            // Only files of this cache: folders that are named for logs, and nothing behind a link.
            var inside = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
            var files = new DirectoryInfo(_folder!)
                .EnumerateDirectories("*", new EnumerationOptions { AttributesToSkip = FileAttributes.ReparsePoint })
                .Where(d => d.Name.Length == 2 * Sha256Digest.Length && d.Name.All(char.IsAsciiHexDigitLower))
                .SelectMany(d => d.EnumerateFiles("*", inside))
                .Where(f => f.Name != HeadName)
                .OrderByDescending(f => f.LastWriteTimeUtc)
                .ToArray();
            long kept = 0;
            foreach (FileInfo file in files)
            {
                kept += file.Length;
                if (kept > _maxBytes / 8 * 7)
                {
                    file.Delete();
                }
            }
        }
    }

    private string PathOf(string name) => Path.Combine(_folder!, Path.Combine(name.Split('/')));

    private static void CreatePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    // A cache that cannot be read or written makes questions slower, and is no error.
    private static void Quietly(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }
}
