using System.Net;
using System.Net.Sockets;

namespace DigitalEmblem.Issuer.Hosting;

/// <summary>The network that limits count by: an IPv4 address, or a /64 of IPv6.</summary>
internal static class ClientNetwork
{
    // Everyone with IPv6 has 2^64 addresses of their own at least.
    private const int BytesOfIPv6 = 8;

    // The most that is given to one customer as a rule.
    private const int BytesOfSite = 6;

    /// <summary>The bytes that all addresses of the network have in common: 4, or 8 of IPv6.</summary>
    public static ReadOnlySpan<byte> Of(IPAddress address) => Of(address, BytesOfIPv6);

    /// <summary>The bytes that all networks of one owner have in common: 4, or 6 of IPv6, a /48.</summary>
    public static ReadOnlySpan<byte> SiteOf(IPAddress address) => Of(address, BytesOfSite);

    private static ReadOnlySpan<byte> Of(IPAddress address, int ofIPv6)
    {
        IPAddress plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        byte[] bytes = plain.GetAddressBytes();
        return plain.AddressFamily == AddressFamily.InterNetworkV6 ? bytes.AsSpan(0, ofIPv6) : bytes;
    }
}
