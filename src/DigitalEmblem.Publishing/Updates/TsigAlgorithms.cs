using System.Security.Cryptography;

namespace DigitalEmblem.Publishing;

/// <summary>Names and sizes of the algorithms (RFC 8945, 6).</summary>
internal static class TsigAlgorithms
{
    public static string NameOf(TsigAlgorithm algorithm) => algorithm switch
    {
        TsigAlgorithm.HmacSha384 => "hmac-sha384",
        TsigAlgorithm.HmacSha512 => "hmac-sha512",
        _ => "hmac-sha256",
    };

    public static HashAlgorithmName HashOf(TsigAlgorithm algorithm) => algorithm switch
    {
        TsigAlgorithm.HmacSha384 => HashAlgorithmName.SHA384,
        TsigAlgorithm.HmacSha512 => HashAlgorithmName.SHA512,
        _ => HashAlgorithmName.SHA256,
    };

    public static int MacLength(TsigAlgorithm algorithm) => algorithm switch
    {
        TsigAlgorithm.HmacSha384 => SHA384.HashSizeInBytes,
        TsigAlgorithm.HmacSha512 => SHA512.HashSizeInBytes,
        _ => SHA256.HashSizeInBytes,
    };

    /// <summary>The algorithm of this name, in any case and with or without a last dot; null if it is not one that we take.</summary>
    public static TsigAlgorithm? Of(string name)
    {
        foreach (TsigAlgorithm algorithm in Enum.GetValues<TsigAlgorithm>())
        {
            if (NameOf(algorithm).Equals(name.TrimEnd('.'), StringComparison.OrdinalIgnoreCase))
            {
                return algorithm;
            }
        }

        return null;
    }
}
