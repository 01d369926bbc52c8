namespace DigitalEmblem;

/// <summary>The numbers of DNS that discovery needs (RFC 1035, 3.2; RFC 6891).</summary>
internal static class DnsType
{
    public const ushort A = 1, Ns = 2, CName = 5, Soa = 6, Ptr = 12, Txt = 16, Sig = 24, DName = 39, Opt = 41, RrSig = 46;

    public const ushort ClassIn = 1;

    /// <summary>The private-use number for IHLE until one is assigned; an option everywhere.</summary>
    public const ushort DefaultIhle = 65297;
}
