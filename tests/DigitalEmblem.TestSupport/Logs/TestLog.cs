using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Web;

namespace DigitalEmblem.TestSupport;

/// <summary>
/// A complete Certificate Transparency log with a real key and a growing tree, read by either interface. Tests need it because a build
/// machine cannot reach a public one. Its trees and proofs are the recursive definitions of RFC 6962, without code of the library, so that
/// a fault of the library does not hide in its own test. ReferenceLogsOnlineTests compare it with the answers of real logs.
/// </summary>
public sealed class TestLog : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly List<Entry> _entries = [];
    private readonly Dictionary<(int, int), Sha256Digest> _hashes = [];
    private readonly Lock _lock = new();
    private ulong _milliseconds;

    public TestLog(LogKind kind, DateTimeOffset now, string origin = "log.test/2026")
    {
        Kind = kind;
        Origin = origin;
        _milliseconds = (ulong)now.ToUnixTimeMilliseconds();
    }

    public LogKind Kind { get; }

    public string Origin { get; }

    /// <summary>Whether tiles of entries are served packed, as static-ct-api allows.</summary>
    public bool Packed { get; set; }

    /// <summary>Whether checkpoints bear signatures of others before the log's own.</summary>
    public bool Witnessed { get; set; }

    /// <summary>The number of leaves under the head that is shown.</summary>
    public int HeadSize { get; private set; }

    /// <summary>The number of leaves, under that head or not yet.</summary>
    public int Count => _entries.Count;

    public Sha256Digest Id => Sha256Digest.Of(SubjectPublicKeyInfo);

    public byte[] SubjectPublicKeyInfo => _key.ExportSubjectPublicKeyInfo();

    /// <summary>Takes a precertificate, and returns the promise to include it.</summary>
    public byte[] AddPrecertificate(IReadOnlyList<ReadOnlyMemory<byte>> chain)
    {
        TbsCertificate[] parsed = [.. chain.Select(TbsCertificate.OfCertificate)];
        bool presigned = parsed[1].SignsPrecertificates;
        byte[] extensions = NextExtensions();
        var leaf = LogLeaf.OfPrecertificate(
            ++_milliseconds,
            Sha256Digest.Of(parsed[presigned ? 2 : 1].SubjectPublicKeyInfo.Span),
            parsed[0].OfPrecertificate(presigned ? parsed[1] : null),
            extensions);
        Add(leaf, chain);
        return Promise(leaf);
    }

    /// <summary>Takes a certificate as it is, and returns the promise to include it.</summary>
    public byte[] AddCertificate(IReadOnlyList<ReadOnlyMemory<byte>> chain)
    {
        var leaf = LogLeaf.OfCertificate(++_milliseconds, chain[0].ToArray(), NextExtensions());
        Add(leaf, chain);
        return Promise(leaf);
    }

    /// <summary>Takes a leaf made elsewhere.</summary>
    internal void Add(LogLeaf leaf, IReadOnlyList<ReadOnlyMemory<byte>> chain) => _entries.Add(new Entry(leaf, chain));

    /// <summary>Replaces the chain that was submitted for a leaf by another one.</summary>
    internal void Resubmit(int index, IReadOnlyList<ReadOnlyMemory<byte>> chain) =>
        _entries[index] = _entries[index] with { Chain = chain };

    /// <summary>Adds entries that no test looks at, so that the tree grows.</summary>
    public void Fill(int count)
    {
        for (int i = 0; i < count; i++)
        {
            Add(LogLeaf.OfCertificate(++_milliseconds, BitConverter.GetBytes(_entries.Count), NextExtensions()), []);
        }
    }

    /// <summary>Lets time pass on the log's clock.</summary>
    public void Pass(TimeSpan time) => _milliseconds += (ulong)time.TotalMilliseconds;

    /// <summary>Sets the log's clock to an instant, if it is behind.</summary>
    public void PassUntil(DateTimeOffset now) => _milliseconds = Math.Max(_milliseconds, (ulong)now.ToUnixTimeMilliseconds());

    /// <summary>Shows a head over all leaves, or over the first <paramref name="size"/> leaves.</summary>
    public void Publish(int? size = null)
    {
        HeadSize = size ?? _entries.Count;
        _milliseconds += 1000;
    }

    /// <summary>Another log with the same key and only the first <paramref name="keep"/> leaves, so that its tree can grow apart.</summary>
    public TestLog Fork(int keep)
    {
        var fork = new TestLog(Kind, DateTimeOffset.FromUnixTimeMilliseconds((long)_milliseconds), Origin);
        fork._key.ImportECPrivateKey(_key.ExportECPrivateKey(), out _);
        fork._entries.AddRange(_entries.Take(keep));
        return fork;
    }

    public Sha256Digest Root(int size) => size == 0 ? Sha256Digest.Of([]) : Mth(0, size);

    internal LogLeaf Leaf(int index) => _entries[index].Leaf;

    /// <summary>The log's entry in a log list.</summary>
    public object Describe(string url, string state = "usable") => new Dictionary<string, object>
    {
        ["description"] = $"Test log ({Kind})",
        ["log_id"] = Id.ToBase64(),
        ["key"] = Convert.ToBase64String(SubjectPublicKeyInfo),
        [Kind == LogKind.Static ? "monitoring_url" : "url"] = url + "/",
        ["submission_url"] = $"https://{Origin}/",
        ["mmd"] = 86400,
        ["state"] = new Dictionary<string, object> { [state] = new { timestamp = "2026-01-01T00:00:00Z" } },
    };

    /// <summary>A log list with logs at their URLs.</summary>
    public static byte[] ListOf(params (TestLog Log, string Url)[] logs) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        version = "1.0",
        log_list_timestamp = "2026-06-01T00:00:00Z",
        operators = new[]
        {
            new
            {
                name = "Test operator",
                email = Array.Empty<string>(),
                logs = logs.Where(l => l.Log.Kind == LogKind.Rfc6962).Select(l => l.Log.Describe(l.Url)),
                tiled_logs = logs.Where(l => l.Log.Kind == LogKind.Static).Select(l => l.Log.Describe(l.Url)),
            },
        },
    });

    /// <summary>The honest answer to a path below the log's URL; null if there is none.</summary>
    public LogResponse? Answer(string path)
    {
        lock (_lock)
        {
            return Kind == LogKind.Static ? AnswerStatic(path) : AnswerRequest(path);
        }
    }

    /// <summary>
    /// The honest answer to a submission (RFC 6962, 4.1): the promise for it, or that of before for a certificate that it has.
    /// </summary>
    public LogResponse Submit(ReadOnlyMemory<byte> json)
    {
        lock (_lock)
        {
            ReadOnlyMemory<byte>[] chain = [.. JsonDocument.Parse(json).RootElement.GetProperty("chain").EnumerateArray()
                .Select(c => (ReadOnlyMemory<byte>)c.GetBytesFromBase64())];
            LogLeaf? there = _entries.Select(e => e.Leaf).FirstOrDefault(
                l => !l.IsPrecertificate && l.Content.AsSpan().SequenceEqual(chain[0].Span));
            byte[] promise = there is null ? AddCertificate(chain) : Promise(there);
            LogLeaf leaf = there ?? _entries[^1].Leaf;
            int signatureLength = promise.Length - (1 + Sha256Digest.Length + 8 + 2 + leaf.Extensions.Length);
            return Json(new
            {
                sct_version = 0,
                id = Id.ToBase64(),
                timestamp = leaf.Milliseconds,
                extensions = Convert.ToBase64String(leaf.Extensions),
                signature = Convert.ToBase64String(promise.AsSpan(promise.Length - signatureLength)),
            });
        }
    }

    /// <summary>A head over any root and size, validly signed by the log's key, <paramref name="later"/> milliseconds from now.</summary>
    public LogResponse SignedHead(Sha256Digest root, int size, long later = 0)
    {
        ulong now = _milliseconds;
        _milliseconds = (ulong)((long)now + later);
        LogResponse head = Kind == LogKind.Static
            ? new LogResponse(CheckpointOf(root, size), "text/plain; charset=utf-8")
            : HeadJson(root, size);
        _milliseconds = now;
        return head;
    }

    /// <summary>Another log with the same leaves and a key of its own.</summary>
    public TestLog Twin()
    {
        var twin = new TestLog(Kind, DateTimeOffset.FromUnixTimeMilliseconds((long)_milliseconds), Origin);
        twin._entries.AddRange(_entries);
        twin.Publish();
        return twin;
    }

    public void Dispose() => _key.Dispose();

    private LogResponse? AnswerRequest(string path)
    {
        string[] parts = path.Split('?');
        System.Collections.Specialized.NameValueCollection query = HttpUtility.ParseQueryString(parts.Length > 1 ? parts[1] : "");
        int Number(string name) => int.Parse(query[name]!, CultureInfo.InvariantCulture);
        switch (parts[0])
        {
            case "/ct/v1/get-sth":
                return HeadJson(Root(HeadSize), HeadSize);
            case "/ct/v1/get-sth-consistency":
                return Json(new { consistency = Consistency(Number("first"), Number("second")).Select(h => h.ToBase64()) });
            case "/ct/v1/get-proof-by-hash":
                int size = Number("tree_size");
                int index = _entries.FindIndex(e => e.Leaf.Hash.ToBase64() == query["hash"]);
                return index < 0 || index >= size
                    ? null
                    : Json(new { leaf_index = index, audit_path = Path(index, 0, size).Select(h => h.ToBase64()) });
            case "/ct/v1/get-entries":
                int start = Number("start");
                return start >= HeadSize
                    ? null
                    : Json(new { entries = _entries.Take(HeadSize).Skip(start).Take(Number("end") - start + 1).Select(EntryJson) });
            default:
                return null;
        }
    }

    /// <summary>An entry as get-entries has it.</summary>
    internal object EntryJson(int index) => EntryJson(_entries[index]);

    private static object EntryJson(Entry entry)
    {
        var chain = new TlsWriter();
        foreach (ReadOnlyMemory<byte> certificate in entry.Chain.Skip(1))
        {
            chain.Opaque24(certificate.Span);
        }

        TlsWriter extra = entry.Leaf.IsPrecertificate
            ? new TlsWriter().Opaque24(entry.Chain[0].Span).Opaque24(chain.Written)
            : new TlsWriter().Opaque24(chain.Written);
        return new { leaf_input = Convert.ToBase64String(entry.Leaf.Encoded), extra_data = Convert.ToBase64String(extra.Written) };
    }

    private LogResponse? AnswerStatic(string path)
    {
        if (path == "/checkpoint")
        {
            return new LogResponse(CheckpointOf(Root(HeadSize), HeadSize), "text/plain; charset=utf-8");
        }

        if (path.StartsWith("/issuer/", StringComparison.Ordinal))
        {
            return _entries.SelectMany(e => e.Chain.Skip(1))
                .FirstOrDefault(c => Sha256Digest.Of(c.Span).ToString() == path["/issuer/".Length..]) is { Length: > 0 } certificate
                ? new LogResponse(certificate.ToArray(), "application/pkix-cert")
                : null;
        }

        if (!path.StartsWith("/tile/", StringComparison.Ordinal))
        {
            return null;
        }

        string[] parts = path["/tile/".Length..].Split(".p/");
        string[] names = parts[0].Split('/');
        int tile = int.Parse(string.Concat(names.Skip(1).Select(n => n.TrimStart('x'))), CultureInfo.InvariantCulture);
        int level = names[0] == "data" ? 0 : int.Parse(names[0], CultureInfo.InvariantCulture);
        int span = (int)Math.Pow(256, level);
        int there = Math.Min(256, (HeadSize / span) - (tile * 256));
        int width = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 256;
        if (width > there)
        {
            return null;
        }

        if (names[0] != "data")
        {
            return new LogResponse([.. Enumerable.Range(tile * 256, width).SelectMany(i => Mth(i * span, (i + 1) * span).ToArray())]);
        }

        byte[] data = DataTile(Enumerable.Range(tile * 256, width));
        if (!Packed)
        {
            return new LogResponse(data);
        }

        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(data);
        }

        return new LogResponse(packed.ToArray()) { Headers = new Dictionary<string, string> { ["Content-Encoding"] = "gzip" } };
    }

    /// <summary>A tile with some entries, in the order given.</summary>
    public byte[] DataTile(IEnumerable<int> indexes)
    {
        var data = new TlsWriter();
        foreach (Entry entry in indexes.Select(i => _entries[i]))
        {
            // The leaf without its version and type is the TimestampedEntry.
            data.Raw(entry.Leaf.Encoded.AsSpan(2));
            if (entry.Leaf.IsPrecertificate)
            {
                data.Opaque24(entry.Chain[0].Span);
            }

            data.Opaque16([.. entry.Chain.Skip(1).SelectMany(c => SHA256.HashData(c.Span))]);
        }

        return data.ToArray();
    }

    /// <summary>A checkpoint signed by this log's key.</summary>
    public byte[] CheckpointOf(Sha256Digest root, int size, string? origin = null)
    {
        string name = origin ?? Origin;
        byte[] keyId = SHA256.HashData([.. Encoding.UTF8.GetBytes(name), 0x0a, 0x05, .. Id.ToArray()])[..4];
        byte[] signature = [.. keyId, .. new TlsWriter().UInt64(_milliseconds).Written, .. SignHead(root, size)];
        string others = Witnessed ? $"\u2014 witness.test {Convert.ToBase64String(RandomNumberGenerator.GetBytes(76))}\n"
            + $"\u2014 {name} {Convert.ToBase64String([.. keyId, .. RandomNumberGenerator.GetBytes(80)])}\n" : "";
        return Encoding.UTF8.GetBytes($"{name}\n{size}\n{root.ToBase64()}\n\n{others}\u2014 {name} {Convert.ToBase64String(signature)}\n");
    }

    private LogResponse HeadJson(Sha256Digest root, int size) =>
        Json(new
        {
            tree_size = size,
            timestamp = _milliseconds,
            sha256_root_hash = root.ToBase64(),
            tree_head_signature = SignHead(root, size)
        });

    private byte[] SignHead(Sha256Digest root, int size) =>
        Sign(new TlsWriter().UInt8(0).UInt8(1).UInt64(_milliseconds).UInt64((ulong)size).Digest(root).ToArray());

    private byte[] Promise(LogLeaf leaf) =>
        new TlsWriter().UInt8(0).Digest(Id).UInt64(leaf.Milliseconds).Opaque16(leaf.Extensions).Raw(Sign(leaf.Encoded)).ToArray();

    private byte[] Sign(byte[] bytes) => new TlsWriter().UInt8(4).UInt8(3)
        .Opaque16(_key.SignData(bytes, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)).ToArray();

    private byte[] NextExtensions() => Kind == LogKind.Static ? [0, 0, 5, 0, .. BitConverter.GetBytes(_entries.Count).Reverse()] : [];

    // RFC 6962, 2.1: the hash over the leaves of a range of indexes.
    private Sha256Digest Mth(int from, int to)
    {
        if (to - from == 1)
        {
            return _entries[from].Leaf.Hash;
        }

        if (!_hashes.TryGetValue((from, to), out Sha256Digest hash))
        {
            int k = Split(to - from);
            hash = Sha256Digest.Of([1, .. Mth(from, from + k).ToArray(), .. Mth(from + k, to).ToArray()]);
            _hashes[(from, to)] = hash;
        }

        return hash;
    }

    // RFC 6962, 2.1.1.
    private IEnumerable<Sha256Digest> Path(int index, int from, int to)
    {
        if (to - from == 1)
        {
            return [];
        }

        int k = Split(to - from);
        return index < from + k
            ? Path(index, from, from + k).Append(Mth(from + k, to))
            : Path(index, from + k, to).Append(Mth(from, from + k));
    }

    // RFC 6962, 2.1.2.
    private IEnumerable<Sha256Digest> Consistency(int first, int second) => first == second ? [] : Subproof(first, 0, second, whole: true);

    private IEnumerable<Sha256Digest> Subproof(int first, int from, int to, bool whole)
    {
        if (first == to - from)
        {
            return whole ? [] : [Mth(from, to)];
        }

        int k = Split(to - from);
        return first <= k
            ? Subproof(first, from, from + k, whole).Append(Mth(from + k, to))
            : Subproof(first - k, from + k, to, whole: false).Append(Mth(from, from + k));
    }

    private static int Split(int size)
    {
        int k = 1;
        while (k * 2 < size)
        {
            k *= 2;
        }

        return k;
    }

    private static LogResponse Json(object value) => new(JsonSerializer.SerializeToUtf8Bytes(value), "application/json");

    private sealed record Entry(LogLeaf Leaf, IReadOnlyList<ReadOnlyMemory<byte>> Chain);
}
