using System.Net;

namespace DigitalEmblem.Issuer.Hosting;

/// <summary>
/// The addresses on which the service listens. Anyone who reaches the address of the API can try API keys; anyone who reaches the public
/// address can read the published sets.
/// </summary>
internal sealed class ListenOptions
{
    /// <summary>
    /// The API, as 127.0.0.1:8630. Beyond this machine it needs a certificate. Anyone who can change it can have the API reached from where
    /// it was not meant to be, and still needs a key to be let in.
    /// </summary>
    public string Api { get; set; } = "127.0.0.1:8630";

    /// <summary>
    /// What everybody may read, <c>/.well-known/adem</c> and health: another port than the API's; empty for none. Anyone who can change it
    /// can take the well-known path away from validators, and not change what it says.
    /// </summary>
    public string Public { get; set; } = "127.0.0.1:8631";

    /// <summary>
    /// The pages for people, as 127.0.0.1:8632: another port than the other two; empty for none. Beyond this machine it needs a
    /// certificate. Anyone who can change it can have the pages reached from where they were not meant to be; who signs in there is asked
    /// all the same.
    /// </summary>
    public string Web { get; set; } = "127.0.0.1:8632";

    /// <summary>
    /// The figures for Prometheus (<c>/metrics</c>), as 127.0.0.1:8634: an address of this machine alone (loopback), and another port than
    /// the others; empty for none. Anyone who reaches it, which is every program on this machine, learns how much is issued and published,
    /// and what fails.
    /// </summary>
    public string Metrics { get; set; } = "";

    /// <summary>
    /// How many connections are open at once on the public address; 10 to 100,000. More are closed. Anyone who can change it can have the
    /// public address take the memory of the service, or have it turn validators away.
    /// </summary>
    public int PublicConnections { get; set; } = 1000;

    /// <summary>
    /// How many requests of one network (an IPv4 address, or a /64 of IPv6) are answered a second on the public address, on average; 1 to
    /// 10,000. More get 429. A proxy on this machine is not bounded. Anyone who can change it can have the public address take the
    /// processor, or have it turn validators away.
    /// </summary>
    public int PublicPerSecond { get; set; } = 50;

    /// <summary>
    /// The certificate chain in PEM for the API, the public address and the pages; null for plain HTTP, behind a proxy on this machine.
    /// Anyone who can change it, and the key, has the API answer under a certificate of theirs, which callers refuse if they check it.
    /// </summary>
    public string? Certificate { get; set; }

    /// <summary>Its private key in PEM. Anyone who has it can pose as this service, and read the API keys that are sent to it.</summary>
    public string? CertificateKey { get; set; }

    /// <summary>The API's address; the settings were checked.</summary>
    public IPEndPoint ApiEndPoint => IPEndPoint.Parse(Api);

    /// <summary>The public address; null for none.</summary>
    public IPEndPoint? PublicEndPoint => Public.Length == 0 ? null : IPEndPoint.Parse(Public);

    /// <summary>The address of the pages; null for none.</summary>
    public IPEndPoint? WebEndPoint => Web.Length == 0 ? null : IPEndPoint.Parse(Web);

    /// <summary>The address of the figures; null for none.</summary>
    public IPEndPoint? MetricsEndPoint => Metrics.Length == 0 ? null : IPEndPoint.Parse(Metrics);

    /// <summary>What is wrong with it, each fault in a sentence.</summary>
    public IEnumerable<string> Validate()
    {
        IPEndPoint? api = Read(Api), open = Read(Public), web = Read(Web), metrics = Read(Metrics);
        if (api is null)
        {
            yield return "Listen:Api is an address with a port, as 127.0.0.1:8630.";
        }

        if (Public.Length > 0 && open is null)
        {
            yield return "Listen:Public is an address with a port, as 127.0.0.1:8631, or empty.";
        }

        if (Web.Length > 0 && web is null)
        {
            yield return "Listen:Web is an address with a port, as 127.0.0.1:8632, or empty.";
        }

        if (Metrics.Length > 0 && metrics is null)
        {
            yield return "Listen:Metrics is an address with a port, as 127.0.0.1:8634, or empty.";
        }

        if (metrics is not null && !IPAddress.IsLoopback(metrics.Address))
        {
            yield return $"Listen:Metrics is {metrics}, which others can reach, and anyone may read there. A Prometheus on another machine "
                + "was probably meant: listen on 127.0.0.1:8634, and let that machine in by a proxy with TLS, or run Prometheus here.";
        }

        (string Name, IPEndPoint End)[] ports =
            [.. new[] { ("Listen:Api", api), ("Listen:Public", open), ("Listen:Web", web), ("Listen:Metrics", metrics) }
                .Where(l => l.Item2 is { Port: not 0 }).Select(l => (l.Item1, l.Item2!))];
        foreach (var same in ports.GroupBy(p => p.End.Port).Where(g => g.Count() > 1))
        {
            yield return $"{string.Join(" and ", same.Select(p => p.Name))} need different ports: what is public, the API, the pages and "
                + "the figures listen apart from each other.";
        }

        if (PublicConnections is < 10 or > 100_000)
        {
            yield return "Listen:PublicConnections lies between 10 and 100,000.";
        }

        if (PublicPerSecond is < 1 or > 10_000)
        {
            yield return "Listen:PublicPerSecond lies between 1 and 10,000.";
        }

        if ((Certificate is null) != (CertificateKey is null))
        {
            yield return "Listen:Certificate and Listen:CertificateKey go together.";
        }

        foreach (string file in new[] { Certificate, CertificateKey }.OfType<string>().Where(f => !File.Exists(f)))
        {
            yield return $"Listen: there is no file '{file}'.";
        }

        foreach ((string name, IPEndPoint? end, string what) in new[] { ("Listen:Api", api, "API keys"), ("Listen:Web", web, "passwords") })
        {
            if (end is not null && Certificate is null && !IPAddress.IsLoopback(end.Address))
            {
                yield return $"{name} is {end}, which others can reach, and there is no certificate: {what} would travel in the clear. "
                    + "Set Listen:Certificate and Listen:CertificateKey, or listen on 127.0.0.1 behind a proxy.";
            }
        }
    }

    private static IPEndPoint? Read(string text) =>
        text.Contains(':', StringComparison.Ordinal) && IPEndPoint.TryParse(text, out IPEndPoint? end) ? end : null;
}
