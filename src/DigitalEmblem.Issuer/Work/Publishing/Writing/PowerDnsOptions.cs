using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Secrets;

namespace DigitalEmblem.Issuer.Work.Publishing.Writing;

/// <summary>The HTTP API of a PowerDNS server.</summary>
internal sealed class PowerDnsOptions
{
    /// <summary>
    /// Its address without the path of the API, as https://dns.society.example:8443/; http only on this machine. Anyone who can change it
    /// receives the key with the next change.
    /// </summary>
    public string Url { get; set; } = "";

    /// <summary>
    /// The key of the API (api-key in pdns.conf), from a file, a credential or a variable. Anyone who has it can change every zone of the
    /// server, and put there what they like; they cannot sign an emblem.
    /// </summary>
    public SecretSource Key { get; set; } = new();

    /// <summary>
    /// The server's name in its API; PowerDNS has always called it localhost. Anyone who can change it keeps emblems from being published.
    /// </summary>
    public string ServerId { get; set; } = "localhost";

    /// <summary>
    /// A file of roots in PEM, to one of which the server's certificate must lead; null for the system's. Anyone who can change it can read
    /// the key on the way.
    /// </summary>
    public string? Roots { get; set; }

    /// <summary>What is wrong with it, each fault in a sentence.</summary>
    /// <param name="setting">Its name in the configuration.</param>
    public IEnumerable<string> Validate(string setting)
    {
        if (!OutgoingHttp.IsSafe(Url) || new Uri(Url).PathAndQuery != "/")
        {
            yield return $"{setting}:Url is the address of the server's API without a path, as https://dns.society.example:8443 (http only "
                + "on this machine).";
        }

        if (ServerId.Length == 0 || ServerId.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.')))
        {
            yield return $"{setting}:ServerId is '{ServerId}': it has letters, digits, '-', '_' and '.', and is localhost for PowerDNS.";
        }

        foreach (string fault in Key.Validate($"{setting}:Key", minLength: 8))
        {
            yield return fault;
        }

        if (Roots is not null && !File.Exists(Roots))
        {
            yield return $"{setting}:Roots: there is no file '{Roots}'.";
        }
    }
}
