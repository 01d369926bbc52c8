using System.Net;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Risks;

/// <summary>
/// BIND with what the world says of the society's names: good ones, and one for each risk. It is the resolver of these tests, so that none
/// of them asks the network.
/// </summary>
public sealed class RiskServer : IAsyncLifetime
{
    /// <summary>How many addresses a name has that has too many.</summary>
    public const int ManyAddresses = 300;

    // A name of two labels, one of which holds markup, a line break and a letter that turns the direction of what follows.
    private const string HostileReverse = @"\060script\062alert\0401\041\010\226\128\174.evil.example.";

    private static readonly Dictionary<string, string> Zones = new()
    {
        ["society.example"] = $"""
            good IN A 192.0.2.10
            good IN AAAA 2001:db8::10
            none IN TXT "no address"
            twin IN A 192.0.2.60
            cdn IN CNAME d111.cloudfront.net.
            chained IN CNAME cdn
            elsewhere IN CNAME www.hoster.example.
            inside IN CNAME good
            dangling IN CNAME gone.hoster.example.
            unanswered IN CNAME www.unknown.example.
            loop IN CNAME pool
            pool IN CNAME loop
            shared1 IN A 192.0.2.20
            shared2 IN A 192.0.2.20
            several IN A 192.0.2.30
            reverse IN A 192.0.2.40
            hostile IN A 192.0.2.50
            {string.Join('\n', Enumerable.Range(0, ManyAddresses).Select(i => $"many IN A 198.51.{100 + (i / 250)}.{i % 250}"))}
            """,
        ["sociey.example"] = "www IN A 192.0.2.10",
        ["cloudfront.net"] = "d111 IN A 192.0.2.60",
        ["hoster.example"] = "www IN A 192.0.2.10",
        ["2.0.192.in-addr.arpa"] = $"""
            10 IN PTR machine.hoster.example.
            30 IN PTR shop.example.
            30 IN PTR club.example.
            40 IN PTR server-1.fra.cloudfront.net.
            50 IN PTR {HostileReverse}
            50 IN PTR shop.example.
            """,
        ["8.b.d.0.1.0.0.2.ip6.arpa"] = "",
        ["100.51.198.in-addr.arpa"] = "",
        ["101.51.198.in-addr.arpa"] = "",
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("emblem-risks-").FullName;
    private readonly int _port = LoopbackPorts.Free();

    // Names of other zones are asked for here, where nobody answers, and not in the network.
    private readonly int _nobody = LoopbackPorts.Free();
    private ServerProcess? _named;

    /// <summary>Where it answers.</summary>
    public IPEndPoint EndPoint => new(IPAddress.Loopback, _port);

    public async Task InitializeAsync()
    {
        foreach ((string zone, string records) in Zones)
        {
            await File.WriteAllTextAsync(Path.Combine(_folder, zone), Zone.File(zone, records));
        }

        await File.WriteAllTextAsync(Path.Combine(_folder, "named.conf"), $$"""
            options {
              directory "{{_folder}}";
              listen-on port {{_port}} { 127.0.0.1; };
              listen-on-v6 { none; };
              pid-file "{{_folder}}/named.pid";
              session-keyfile "{{_folder}}/session.key";
              managed-keys-directory "{{_folder}}";
              recursion yes;
              forward only;
              forwarders { 127.0.0.1 port {{_nobody}}; };
              dnssec-validation no;
              empty-zones-enable no;
              max-records-per-type 1000;
              check-names primary ignore;
            };
            controls { };
            {{string.Join('\n', Zones.Keys.Select(z => $$"""zone "{{z}}" { type primary; file "{{z}}"; };"""))}}
            """);
        _named = new ServerProcess("named", _folder, "-g", "-c", Path.Combine(_folder, "named.conf"));
        await _named.ListeningAsync(_port);
        await _named.SaidAsync(UpdatableServer.ZonesLoaded);
    }

    public Task DisposeAsync()
    {
        _named?.Dispose();
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }
}
