using System.Buffers.Binary;
using System.Security.Cryptography;

namespace DigitalEmblem.Browser.Tests;

/// <summary>The application on a person's telephone that shows codes (RFC 6238), by the key that the page shows as text.</summary>
internal sealed class Authenticator
{
    private readonly byte[] _key;

    public Authenticator(string key)
    {
        string letters = key.Replace(" ", "", StringComparison.Ordinal);
        _key = new byte[letters.Length * 5 / 8];
        for (int bit = 0; bit < _key.Length * 8; bit++)
        {
            int value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(letters[bit / 5], StringComparison.Ordinal);
            _key[bit / 8] |= (byte)(((value >> (4 - (bit % 5))) & 1) << (7 - (bit % 8)));
        }
    }

    /// <summary>The code so many steps of 30 seconds from now.</summary>
    public string Code(int steps = 0)
    {
        byte[] counter = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, (DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 30) + steps);
#pragma warning disable CA5350 // As authenticators do.
        byte[] mac = HMACSHA1.HashData(_key, counter);
#pragma warning restore CA5350
        int code = (BinaryPrimitives.ReadInt32BigEndian(mac.AsSpan(mac[^1] & 15)) & int.MaxValue) % 1_000_000;
        return code.ToString("D6");
    }
}
