using System.Security.Cryptography;
using System.Text;

namespace DigitalEmblem.Issuer.Domain;

/// <summary>The digest of a set of records.</summary>
internal static class SetDigest
{
    /// <summary>Over all records in a fixed order, because servers return them in any order.</summary>
    public static byte[] Of(IEnumerable<ReadOnlyMemory<byte>> records) => SHA256.HashData(
        Encoding.ASCII.GetBytes(string.Join(' ', records.Select(r => Convert.ToHexString(r.Span)).Order(StringComparer.Ordinal))));
}
