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
    /// The certificate chain in PEM for both; null for plain HTTP, behind a proxy on this machine. Anyone who can change it, and the key,
    /// has the API answer under a certificate of theirs, which callers refuse if they check it.
    /// </summary>
    public string? Certificate { get; set; }

    /// <summary>Its private key in PEM. Anyone who has it can pose as this service, and read the API keys that are sent to it.</summary>
    public string? CertificateKey { get; set; }

    /// <summary>The API's address; the settings were checked.</summary>
    public IPEndPoint ApiEndPoint => IPEndPoint.Parse(Api);

    /// <summary>The public address; null for none.</summary>
    public IPEndPoint? PublicEndPoint => Public.Length == 0 ? null : IPEndPoint.Parse(Public);

    /// <summary>What is wrong with it, each fault in a sentence.</summary>
    public IEnumerable<string> Validate()
    {
        bool api = IPEndPoint.TryParse(Api, out IPEndPoint? apiEnd) && Api.Contains(':', StringComparison.Ordinal);
        if (!api)
        {
            yield return "Listen:Api is an address with a port, as 127.0.0.1:8630.";
        }

        if (Public.Length > 0 && !(IPEndPoint.TryParse(Public, out _) && Public.Contains(':', StringComparison.Ordinal)))
        {
            yield return "Listen:Public is an address with a port, as 127.0.0.1:8631, or empty.";
        }
        else if (Public.Length > 0 && api && apiEnd!.Port != 0 && PublicEndPoint!.Port == apiEnd.Port)
        {
            yield return "Listen:Public and Listen:Api need different ports: what is public listens apart from the rest.";
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

        if (api && Certificate is null && !IPAddress.IsLoopback(apiEnd!.Address))
        {
            yield return $"Listen:Api is {Api}, which others can reach, and there is no certificate: API keys would travel in the clear. "
                + "Set Listen:Certificate and Listen:CertificateKey, or listen on 127.0.0.1 behind a proxy.";
        }
    }
}
