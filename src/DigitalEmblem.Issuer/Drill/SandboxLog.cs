using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace DigitalEmblem.Issuer.Drill;

/// <summary>
/// A Certificate Transparency log (RFC 6962) for the drill and the demo, with a real key, a real tree, and the requests that readers make.
/// It keeps nothing when it ends, and only they trust it.
/// </summary>
internal sealed class SandboxLog(TimeProvider clock) : IDisposable
{
    private const byte Sha256AndEcdsaHash = 4, Sha256AndEcdsaSignature = 3;

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly List<Entry> _entries = [];
    private readonly Lock _lock = new();

    private byte[] Id => SHA256.HashData(_key.ExportSubjectPublicKeyInfo());

    /// <summary>Takes a precertificate, puts it into the tree at once, and returns the signed promise of that (SCT).</summary>
    /// <param name="issuerKeyInfo">The SubjectPublicKeyInfo of the certificate that signs.</param>
    /// <param name="tbs">The TBSCertificate without the poison.</param>
    /// <param name="precertificate">The precertificate.</param>
    /// <param name="chain">The certificates above it.</param>
    public byte[] Include(byte[] issuerKeyInfo, byte[] tbs, byte[] precertificate, IReadOnlyList<byte[]> chain)
    {
        byte[] time = Milliseconds();

        // RFC 6962, 3.4: version 1, a timestamped entry, of a precertificate, without extensions.
        byte[] leaf = [0, 0, .. time, 0, 1, .. SHA256.HashData(issuerKeyInfo), .. Opaque24(tbs), 0, 0];
        byte[] extra = [.. Opaque24(precertificate), .. Opaque24([.. chain.SelectMany(Opaque24)])];
        lock (_lock)
        {
            _entries.Add(new Entry(leaf, extra, SHA256.HashData([0, .. leaf])));
        }

        // The signed bytes have a signature type in place of the leaf type. Both types are zero, so the leaf is signed as it is.
        return [0, .. Id, .. time, 0, 0, .. Sign(leaf)];
    }

    /// <summary>A log list with this log alone, as <c>--log-list</c> and Transparency:LogList take it.</summary>
    /// <param name="url">Where the log answers.</param>
    public JsonObject List(string url)
    {
        string now = clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        var log = new JsonObject
        {
            ["description"] = "Sandbox log",
            ["log_id"] = Convert.ToBase64String(Id),
            ["key"] = Convert.ToBase64String(_key.ExportSubjectPublicKeyInfo()),
            ["url"] = url + "/",
            ["mmd"] = 86400,
            ["state"] = new JsonObject { ["usable"] = new JsonObject { ["timestamp"] = now } },
        };
        return new JsonObject
        {
            ["version"] = "1.0",
            ["log_list_timestamp"] = now,
            ["operators"] = new JsonArray(
                new JsonObject
                {
                    ["name"] = "Sandbox",
                    ["email"] = new JsonArray(),
                    ["logs"] = new JsonArray(log),
                    ["tiled_logs"] = new JsonArray(),
                }),
        };
    }

    /// <summary>The head of the tree (4.3).</summary>
    public JsonObject Head()
    {
        lock (_lock)
        {
            byte[] time = Milliseconds(), root = Hash(0, _entries.Count), size = new byte[8];
            BinaryPrimitives.WriteUInt64BigEndian(size, (ulong)_entries.Count);
            return new JsonObject
            {
                ["tree_size"] = _entries.Count,
                ["timestamp"] = BinaryPrimitives.ReadInt64BigEndian(time),
                ["sha256_root_hash"] = Convert.ToBase64String(root),
                ["tree_head_signature"] = Convert.ToBase64String(Sign([0, 1, .. time, .. size, .. root])),
            };
        }
    }

    /// <summary>The proof that one tree is the beginning of another (4.4); null if they are not trees of this log.</summary>
    public JsonObject? Consistency(int first, int second)
    {
        lock (_lock)
        {
            return first > 0 && first <= second && second <= _entries.Count
                ? new JsonObject { ["consistency"] = Base64(first == second ? [] : Consistency(first, 0, second, whole: true)) }
                : null;
        }
    }

    /// <summary>The proof that a leaf is in a tree (4.5); null if it is not.</summary>
    public JsonObject? Proof(byte[] hash, int size)
    {
        lock (_lock)
        {
            int index = _entries.FindIndex(e => e.Hash.AsSpan().SequenceEqual(hash));
            return index >= 0 && index < size && size <= _entries.Count
                ? new JsonObject { ["leaf_index"] = index, ["audit_path"] = Base64(Path(index, 0, size)) }
                : null;
        }
    }

    /// <summary>Entries (4.6); null if the first is not there.</summary>
    public JsonObject? Entries(int start, int end)
    {
        lock (_lock)
        {
            if (start < 0 || start > end || start >= _entries.Count)
            {
                return null;
            }

            IEnumerable<JsonObject> entries = _entries.Take(start..(Math.Min(end, _entries.Count - 1) + 1)).Select(e => new JsonObject
            {
                ["leaf_input"] = Convert.ToBase64String(e.Leaf),
                ["extra_data"] = Convert.ToBase64String(e.Extra),
            });
            return new JsonObject { ["entries"] = new JsonArray([.. entries]) };
        }
    }

    public void Dispose() => _key.Dispose();

    internal static byte[] Opaque16(byte[] bytes) => [(byte)(bytes.Length >> 8), (byte)(bytes.Length & 0xff), .. bytes];

    private static byte[] Opaque24(byte[] bytes) =>
        [(byte)(bytes.Length >> 16), (byte)(bytes.Length >> 8 & 0xff), (byte)(bytes.Length & 0xff), .. bytes];

    private static JsonArray Base64(IEnumerable<byte[]> hashes) =>
        new([.. hashes.Select(h => JsonValue.Create(Convert.ToBase64String(h)))]);

    private byte[] Milliseconds()
    {
        byte[] time = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(time, clock.GetUtcNow().ToUnixTimeMilliseconds());
        return time;
    }

    private byte[] Sign(byte[] bytes) =>
        [
            Sha256AndEcdsaHash,
            Sha256AndEcdsaSignature,
            .. Opaque16(_key.SignData(bytes, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)),
        ];

    // RFC 6962, 2.1: the plain recursive definition, because its tree has only a few leaves.
    private byte[] Hash(int from, int to) => (to - from) switch
    {
        0 => SHA256.HashData([]),
        1 => _entries[from].Hash,
        var size => SHA256.HashData([1, .. Hash(from, from + Split(size)), .. Hash(from + Split(size), to)]),
    };

    // 2.1.1.
    private IEnumerable<byte[]> Path(int index, int from, int to)
    {
        int middle = from + Split(to - from);
        return to - from == 1 ? []
            : index < middle ? Path(index, from, middle).Append(Hash(middle, to))
            : Path(index, middle, to).Append(Hash(from, middle));
    }

    // 2.1.2.
    private IEnumerable<byte[]> Consistency(int first, int from, int to, bool whole)
    {
        if (first == to - from)
        {
            return whole ? [] : [Hash(from, to)];
        }

        int left = Split(to - from);
        return first <= left
            ? Consistency(first, from, from + left, whole).Append(Hash(from + left, to))
            : Consistency(first - left, from + left, to, whole: false).Append(Hash(from, from + left));
    }

    // The largest power of two below the size.
    private static int Split(int size) => size < 2 ? 0 : 1 << System.Numerics.BitOperations.Log2((uint)size - 1);

    private sealed record Entry(byte[] Leaf, byte[] Extra, byte[] Hash);
}
