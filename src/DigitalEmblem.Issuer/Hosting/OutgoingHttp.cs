using System.Security.Cryptography.X509Certificates;

namespace DigitalEmblem.Issuer.Hosting;

/// <summary>
/// How this service calls the services that its settings name: over TLS, without redirects, proxies and cookies, so that no other party
/// receives the data.
/// </summary>
internal static class OutgoingHttp
{
    /// <summary>
    /// Whether a text is an address that secrets may be sent to: https, or http on this machine, and without ambiguous parts.
    /// </summary>
    public static bool IsSafe(string url) =>
        UrlText.TryRead(url, out _, out _, out _)
        && Uri.TryCreate(url, UriKind.Absolute, out Uri? uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));

    /// <summary>A handler for calls; the caller disposes it, with its client.</summary>
    /// <param name="roots">A file of roots in PEM, to one of which the certificate must lead; null for the system's.</param>
    public static SocketsHttpHandler Handler(string? roots)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        };
        handler.SslOptions.CertificateChainPolicy = CertificateRules.ForServers(Roots(roots));
        return handler;
    }

    /// <summary>The roots in a file; null for the system's.</summary>
    public static X509Certificate2Collection? Roots(string? file)
    {
        if (file is null)
        {
            return null;
        }

        var roots = new X509Certificate2Collection();
        roots.ImportFromPemFile(file);
        return roots;
    }
}
