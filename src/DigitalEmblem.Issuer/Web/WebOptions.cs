using System.Net;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Secrets;
using DigitalEmblem.Issuer.Work.People;

namespace DigitalEmblem.Issuer.Web;

/// <summary>The pages for people, in a browser. <c>Listen:Web</c> says where they listen.</summary>
internal sealed class WebOptions
{
    /// <summary>The fewest characters of the secret.</summary>
    public const int ShortestSecret = 20;

    /// <summary>
    /// Where a browser finds the pages: scheme, name and port, as https://issuer.society.example. It must be https, except at
    /// http://localhost and names below it, which tell two services on one machine apart. The name is the domain of passkeys: if it
    /// changes, they open nothing. Anyone who can change it can have invitation links lead elsewhere.
    /// </summary>
    public string Origin { get; set; } = InvitationLinks.DefaultOrigin;

    /// <summary>
    /// Addresses of proxies before the pages, whose last entry in <c>X-Forwarded-For</c> says where a request comes from; it counts for
    /// limits only. Anyone who runs a proxy that is named here can pass for any address, and so escape the limits on failed sign-ins.
    /// </summary>
    public List<string> Proxy { get; set; } = [];

    /// <summary>
    /// A secret that is the same at every instance. It seals, in the database, the keys of forms and the keys of one-time codes. Anyone who
    /// has it and can read the database can make the one-time codes of everyone, and still needs their passwords.
    /// </summary>
    public SecretSource? Secret { get; set; }

    /// <summary>What is wrong with it, each fault in a sentence.</summary>
    /// <param name="listen">Where the service listens.</param>
    public IEnumerable<string> Validate(ListenOptions listen)
    {
        if (!WebOrigin.TryParse(Origin, out WebOrigin? origin, out string? fault))
        {
            yield return $"Web:Origin {fault}";
        }
        else if (!origin.IsSecure && Connectable(listen.Web) is { } end && !IPAddress.IsLoopback(end))
        {
            yield return $"Web:Origin is {Origin}, and Listen:Web can be reached from elsewhere: give it an https address.";
        }

        foreach (string proxy in Proxy.Where(p => !IPAddress.TryParse(p, out _)))
        {
            yield return $"Web:Proxy: '{Printable.Text(proxy)}' is no address of a proxy, as 127.0.0.1.";
        }

        if (listen.Web.Length == 0)
        {
            yield break;
        }

        IEnumerable<string> secret = Secret?.Validate("Web:Secret", ShortestSecret)
            ?? ["Web:Secret is missing, and the pages need it: have a machine make one (openssl rand -base64 32), and name its File, "
                + "Credential or Variable. To run without pages, set Listen:Web to an empty text."];
        foreach (string wrong in secret)
        {
            yield return wrong;
        }

        if (SafeRuntime.Fault() is { } runtime)
        {
            yield return runtime;
        }
    }

    private static IPAddress? Connectable(string listen) => IPEndPoint.TryParse(listen, out IPEndPoint? end) ? end.Address : null;
}
