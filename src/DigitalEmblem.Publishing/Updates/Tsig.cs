using System.Buffers.Binary;
using System.Security.Cryptography;

namespace DigitalEmblem.Publishing;

/// <summary>Signs requests, and says whether an answer was signed for one (RFC 8945, 4.3 and 5).</summary>
internal static class Tsig
{
    /// <summary>By how many seconds our clock and the server's may differ (RFC 8945, 10).</summary>
    public const ushort Fudge = 300;

    private const int AdditionalCount = 10;

    /// <summary>Puts the TSIG record at the end of a message.</summary>
    /// <param name="message">The message; at its end the record must fit.</param>
    /// <param name="key">The key.</param>
    /// <param name="at">The time.</param>
    /// <returns>The signed message, and its MAC, which the answer's covers.</returns>
    public static (byte[] Message, byte[] Mac) Sign(byte[] message, TsigKey key, DateTimeOffset at)
    {
        ushort id = BinaryPrimitives.ReadUInt16BigEndian(message);
        var unsigned = new TsigRecord(key.Name, key.AlgorithmName, Math.Max(0, at.ToUnixTimeSeconds()), Fudge, default, id, 0, default);
        byte[] mac = key.Mac(message, unsigned.Variables());
        List<byte> signed = [.. message];
        (unsigned with { Mac = mac }).Write(signed);
        byte[] all = [.. signed];
        BinaryPrimitives.WriteUInt16BigEndian(
            all.AsSpan(AdditionalCount), checked((ushort)(BinaryPrimitives.ReadUInt16BigEndian(message.AsSpan(AdditionalCount)) + 1)));
        return (all, mac);
    }

    /// <summary>Whether the holder of the key signed this answer to a request. The time is not checked here.</summary>
    /// <param name="message">The answer.</param>
    /// <param name="start">Where its TSIG record begins; it is the last.</param>
    /// <param name="record">The TSIG record.</param>
    /// <param name="key">The key of the request.</param>
    /// <param name="requestMac">The MAC of the request.</param>
    public static bool IsSigned(ReadOnlySpan<byte> message, int start, TsigRecord record, TsigKey key, byte[] requestMac)
    {
        // Client and server speak directly, so no forwarder changes the id. The header's id was compared before, so the signed id must be
        // the same.
        if (record.KeyName != key.Name || record.Algorithm != key.AlgorithmName || record.Mac.Length != key.MacLength
            || record.OriginalId != BinaryPrimitives.ReadUInt16BigEndian(message))
        {
            return false;
        }

        byte[] signed = message[..start].ToArray();
        BinaryPrimitives.WriteUInt16BigEndian(
            signed.AsSpan(AdditionalCount), (ushort)(BinaryPrimitives.ReadUInt16BigEndian(message[AdditionalCount..]) - 1));
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)requestMac.Length);
        return CryptographicOperations.FixedTimeEquals(key.Mac(length, requestMac, signed, record.Variables()), record.Mac.Span);
    }

    /// <summary>Whether an answer was signed about now.</summary>
    public static bool IsTimely(TsigRecord record, DateTimeOffset now) =>
        Math.Abs(now.ToUnixTimeSeconds() - record.TimeSigned) <= record.Fudge;
}
