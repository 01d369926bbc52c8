using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace DigitalEmblem.Discovery;

/// <summary>
/// Names that reverse DNS gives for an address (RFC 1035, 3.5; RFC 3596, 2.5). They are only suggestions: the operator of the address
/// writes them, and an emblem marks a name, not the address.
/// </summary>
public static class ReverseName
{
    /// <summary>The name that is asked.</summary>
    /// <param name="address">An IPv4 or IPv6 address.</param>
    public static DomainName Of(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        IPAddress plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        byte[] bytes = plain.GetAddressBytes();
        return DomainName.Parse(plain.AddressFamily == AddressFamily.InterNetwork
            ? string.Join('.', bytes.Reverse().Select(b => b.ToString(CultureInfo.InvariantCulture))) + ".in-addr.arpa"
            : string.Join('.', Convert.ToHexStringLower(bytes).Reverse()) + ".ip6.arpa");
    }

    /// <summary>Asks for the names.</summary>
    /// <param name="address">The address.</param>
    /// <param name="lookup">The look-up.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    /// <returns>The answer; its <see cref="LookupAnswer.Names"/> are the suggestions.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was requested.</exception>
    public static Task<LookupAnswer> SuggestAsync(IPAddress address, IDnsLookup lookup, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(lookup);
        return lookup.LookUpAsync(Of(address), DnsType.Ptr, cancellationToken);
    }
}
