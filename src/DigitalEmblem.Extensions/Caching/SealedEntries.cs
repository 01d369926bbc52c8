using System.Buffers;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Caching.Hybrid;

namespace DigitalEmblem.Extensions;

/// <summary>
/// Entries as the second level sees them: version, nonce, and the entry encrypted and authenticated (AES-256-GCM) under the secret of the
/// processes that share it. All data there is taken to be hostile: an entry that cannot be opened, or is malformed, is a miss and never an
/// error.
/// </summary>
internal sealed class SealedEntries(byte[] secret) : IHybridCacheSerializer<CacheEntry>
{
    /// <summary>
    /// An upper bound: an answer of DNS has at most 64 KiB, and a commitment with its chains some ten KiB, so no honest entry is longer.
    /// </summary>
    public const int MaxBytes = 512 * 1024;

    private const byte Version = 1;
    private const int NonceLength = 12, TagLength = 16, HeaderLength = 1 + NonceLength, Members = 4;

    private readonly byte[] _names = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 32, info: "emblem cache, names"u8.ToArray());
    private readonly byte[] _entries = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 32, info: "emblem cache, entries"u8.ToArray());

    /// <summary>The key of an entry. It is a MAC, because the names of the world are few enough to try them all against a hash.</summary>
    /// <param name="kind">What it is; it stays readable, for those who run the cache.</param>
    /// <param name="parts">What it is about; none has a line break.</param>
    public string KeyOf(string kind, params string[] parts) =>
        $"{kind}:{Convert.ToHexStringLower(HMACSHA256.HashData(_names, Encoding.UTF8.GetBytes(string.Join('\n', [kind, .. parts]))))}";

    /// <inheritdoc/>
    public void Serialize(CacheEntry value, IBufferWriter<byte> target)
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartArray(Members);
        writer.WriteTextString(value.Key);
        writer.WriteInt64(value.StoredAt.ToUnixTimeMilliseconds());
        writer.WriteInt64(value.ExpiresAt.ToUnixTimeMilliseconds());
        writer.WriteByteString(value.Content.Span);
        writer.WriteEndArray();
        byte[] plain = writer.Encode();
        int length = HeaderLength + plain.Length + TagLength;
        Span<byte> all = target.GetSpan(length)[..length];
        all[0] = Version;
        RandomNumberGenerator.Fill(all[1..HeaderLength]);
        using var cipher = new AesGcm(_entries, TagLength);
        cipher.Encrypt(all[1..HeaderLength], plain, all[HeaderLength..^TagLength], all[^TagLength..], all[..1]);
        target.Advance(length);
    }

    /// <inheritdoc/>
    public CacheEntry Deserialize(ReadOnlySequence<byte> source)
    {
        if (source.Length is < HeaderLength + TagLength or > MaxBytes)
        {
            return CacheEntry.None;
        }

        byte[] all = source.ToArray();
        byte[] plain = new byte[all.Length - HeaderLength - TagLength];
        try
        {
            using var cipher = new AesGcm(_entries, TagLength);
            cipher.Decrypt(
                all.AsSpan(1, NonceLength),
                all.AsSpan(HeaderLength, plain.Length),
                all.AsSpan(all.Length - TagLength),
                plain,
                all.AsSpan(0, 1));
            return all[0] == Version ? Open(plain) : CacheEntry.None;
        }
        catch (Exception e) when (e is CryptographicException or CborContentException or InvalidOperationException or OverflowException
            or ArgumentOutOfRangeException)
        {
            return CacheEntry.None;
        }
    }

    private static CacheEntry Open(byte[] plain)
    {
        var reader = new CborReader(plain, CborConformanceMode.Canonical);
        if (reader.ReadStartArray() != Members)
        {
            return CacheEntry.None;
        }

        var entry = new CacheEntry
        {
            Key = reader.ReadTextString(),
            StoredAt = DateTimeOffset.FromUnixTimeMilliseconds(reader.ReadInt64()),
            ExpiresAt = DateTimeOffset.FromUnixTimeMilliseconds(reader.ReadInt64()),
            Content = reader.ReadByteString(),
            FromSecondLevel = true,
        };
        reader.ReadEndArray();
        return reader.BytesRemaining == 0 ? entry : CacheEntry.None;
    }
}
