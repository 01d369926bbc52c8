using System.Security.Cryptography;

namespace DigitalEmblem.Publishing;

/// <summary>An update as it goes out, and what an answer to it must fit.</summary>
internal sealed class SentUpdate
{
    private SentUpdate(DnsUpdate update, TsigKey? key, byte[] message, byte[] mac)
    {
        Update = update;
        Key = key;
        Message = message;
        Mac = mac;
    }

    public DnsUpdate Update { get; }

    public TsigKey? Key { get; }

    public byte[] Message { get; }

    /// <summary>The MAC, which that of the answer covers; empty without a key.</summary>
    public byte[] Mac { get; }

    /// <summary>The zone section: what stands in the place of a question.</summary>
    public ReadOnlySpan<byte> ZoneSection => Message.AsSpan(DnsWire.HeaderLength, Update.Zone.ToString().Length + 2 + 4);

    public static SentUpdate Of(DnsUpdate update, TsigKey? key, DateTimeOffset now)
    {
        byte[] message = update.Encode((ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1));
        (byte[] signed, byte[] mac) = key is null ? (message, []) : Tsig.Sign(message, key, now);
        return new SentUpdate(update, key, signed, mac);
    }
}
