namespace DigitalEmblem.Discovery;

/// <summary>The case of the letters in a query's name, as a secret that an answer must repeat.</summary>
internal static class NameCase
{
    /// <summary>
    /// Gives each letter of the name in a query a random case (draft-vixie-dnsext-dns0x20). Servers repeat it, and a forger who does not
    /// see the query has to guess it.
    /// </summary>
    public static void Mix(Span<byte> query, RandomBits random)
    {
        ulong bits = 0;
        int left = 0;
        for (int at = DnsWire.HeaderLength; query[at] != 0; at += query[at] + 1)
        {
            foreach (ref byte letter in query.Slice(at + 1, query[at]))
            {
                if (letter is >= (byte)'a' and <= (byte)'z')
                {
                    (bits, left) = left == 0 ? (random.Next(), 63) : (bits >> 1, left - 1);
                    letter ^= (byte)((bits & 1) << 5);
                }
            }
        }
    }
}
