using System.Globalization;
using System.Net;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>
/// Which name servers the settings allow. Targets come from the API, and an update or a look is a connection: without a list they would
/// make a port scanner of the service, and unsigned updates would go anywhere. The sentences are the same for all addresses.
/// </summary>
internal static class AllowedServers
{
    /// <summary>What is wrong with the entries of a list, each fault in a sentence.</summary>
    public static IEnumerable<string> Faults(IEnumerable<string> list, string setting) => list.Where(e => Parse(e) is null).Select(e =>
        $"Publishing:{setting}: '{e}' is no address or prefix with a port, as 192.0.2.1:53, 192.0.2.0/24:53 or [2001:db8::]/32:53.");

    /// <summary>Refuses a target whose server the settings do not allow, or whose way into the zone they do not name.</summary>
    /// <param name="target">The target.</param>
    /// <param name="options">The settings.</param>
    /// <exception cref="RefusedException">They do not allow it.</exception>
    public static void Require(PublicationTarget target, PublishingOptions options)
    {
        if (target.Access is { } access && !options.Accesses(target.Kind).Contains(access))
        {
            // The name is not repeated: it may be a secret that was typed into the wrong place.
            throw new RefusedException(Refusal.Malformed, target.Kind switch
            {
                TargetKind.PowerDns => Sentence.Of(
                    $"The service's settings name no PowerDNS API of this name. Put it there (Publishing:PowerDns:NAME) and start the "
                        + $"service again."),
                TargetKind.Program => Sentence.Of(
                    $"The service's settings name no program of this name. Put it there (Publishing:Programs:NAME) and start the service "
                        + $"again."),
                _ => Sentence.Of(
                    $"The service's settings name no TSIG key of this name. Put its file there (Publishing:TsigKeys:NAME) and "
                        + $"start the service again."),
            });
        }

        if (target.Server is { } server)
        {
            Require(IPEndPoint.Parse(server), target.Access, options);
        }
    }

    /// <summary>Refuses a server that the settings do not allow.</summary>
    /// <param name="server">The server.</param>
    /// <param name="access">The name of the key or other access to its zone; null for none.</param>
    /// <param name="options">The settings.</param>
    /// <exception cref="RefusedException">They do not allow it.</exception>
    public static void Require(IPEndPoint server, string? access, PublishingOptions options)
    {
        bool isUnsigned = options.Unsigned.Any(e => Holds(e, server));
        bool isAllowed = isUnsigned
            || (options.Servers.Count == 0 ? IPAddress.IsLoopback(server.Address) : options.Servers.Any(e => Holds(e, server)));
        if (!isAllowed)
        {
            throw new RefusedException(
                Refusal.Malformed,
                $"The service's settings do not allow the name server {server}: put it into Publishing:Servers, and start the service "
                    + $"again. Without that list only addresses of this machine are allowed.");
        }

        if (access is null && !isUnsigned)
        {
            throw new RefusedException(
                Refusal.Malformed,
                $"The service's settings do not allow updates of the name server {server} without a TSIG key: name a key "
                    + $"(Publishing:TsigKeys), or put the server into Publishing:Unsigned, and start the service again.");
        }
    }

    private static bool Holds(string entry, IPEndPoint server)
    {
        IPAddress address = server.Address.IsIPv4MappedToIPv6 ? server.Address.MapToIPv4() : server.Address;
        return Parse(entry) is { } allowed && allowed.Network.Contains(address) && (allowed.Port is null || allowed.Port == server.Port);
    }

    private static (IPNetwork Network, int? Port)? Parse(string entry)
    {
        int colon = entry.LastIndexOf(':');
        if (colon < 0)
        {
            return null;
        }

        string place = entry[..colon].Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal);
        string port = entry[(colon + 1)..];
        // An IPv6 address without brackets would lose its last group to the port.
        bool isPlain = !place.Contains(':', StringComparison.Ordinal) || entry[0] == '[';
        bool isPort = ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out ushort number) && number > 0;
        return !isPlain || !(isPort || port == "*") ? null
            : IPNetwork.TryParse(place, out IPNetwork network) ? (network, isPort ? number : null)
            : IPAddress.TryParse(place, out IPAddress? one) ? (new IPNetwork(one, one.GetAddressBytes().Length * 8), isPort ? number : null)
            : null;
    }
}
