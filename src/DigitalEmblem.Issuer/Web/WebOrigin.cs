using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace DigitalEmblem.Issuer.Web;

/// <summary>The origin of the pages (RFC 6454): scheme, host name and port.</summary>
/// <param name="Scheme">http or https.</param>
/// <param name="Host">The value of the <c>Host</c> header: the name, and the port unless it is the scheme's own.</param>
/// <param name="Domain">The name alone, which passkeys are bound to.</param>
internal sealed record WebOrigin(string Scheme, string Host, string Domain)
{
    private const string Local = "localhost";

    /// <summary>Whether browsers speak TLS to it.</summary>
    public bool IsSecure => Scheme == Uri.UriSchemeHttps;

    /// <summary>Reads a setting that was checked.</summary>
    public static WebOrigin Of(string text) =>
        TryParse(text, out WebOrigin? origin, out string? fault) ? origin : throw new ArgumentException(fault, nameof(text));

    /// <summary>Reads one, or says what is wrong in a sentence without its subject.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out WebOrigin? origin, [NotNullWhen(false)] out string? fault)
    {
        origin = null;
        fault = !Uri.TryCreate(text, UriKind.Absolute, out Uri? address)
            || !(address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
                ? "is an address with scheme and name, as https://issuer.society.example."
            : address.AbsolutePath != "/" || address.Query.Length > 0 || address.Fragment.Length > 0 || address.UserInfo.Length > 0
                ? "has a scheme, a name and a port, and nothing after them."
            : address.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6 || IPAddress.TryParse(address.IdnHost, out _)
                ? "names a host by its address, and browsers make no passkeys there: name it by its name (localhost on this machine)."
            : address.Scheme == Uri.UriSchemeHttp
                && address.IdnHost != Local && !address.IdnHost.EndsWith($".{Local}", StringComparison.Ordinal)
                ? "begins with https://, because browsers make no passkeys and keep no cookies of this service over plain http. "
                    + "On this machine alone, http://localhost works, and names below it (http://issuer.localhost)."
            : null;
        if (fault is null)
        {
            string name = address!.IdnHost.ToLowerInvariant();
            origin = new WebOrigin(address.Scheme, address.IsDefaultPort ? name : $"{name}:{address.Port}", name);
        }

        return fault is null;
    }

    /// <summary>An address below it.</summary>
    /// <param name="path">The path, beginning with a slash.</param>
    public string At(string path) => $"{this}{path}";

    /// <summary>As browsers write it in the <c>Origin</c> header.</summary>
    public override string ToString() => $"{Scheme}://{Host}";
}
