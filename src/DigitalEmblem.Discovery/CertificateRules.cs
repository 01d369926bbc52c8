using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace DigitalEmblem.Discovery;

/// <summary>
/// How certificates of servers that we ask are checked: by name, up to a root, and without a request to any other party. By default, .NET
/// downloads certificates and revocation lists (decisions.md, 19).
/// </summary>
internal static class CertificateRules
{
    /// <summary>The policy for the chain of a TLS server's certificate: up to a root, and without a request to any other party.</summary>
    /// <param name="roots">The roots, in place of the system's; null for the system's.</param>
    public static X509ChainPolicy ForServers(X509Certificate2Collection? roots)
    {
        var policy = new X509ChainPolicy
        {
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
            // TLS server authentication (RFC 5280, 4.2.1.12).
            ApplicationPolicy = { new System.Security.Cryptography.Oid("1.3.6.1.5.5.7.3.1") },
        };
        if (roots is not null)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(roots);
        }

        return policy;
    }

    internal static SslClientAuthenticationOptions ForClient(
        string serverName, X509Certificate2Collection? roots, SslApplicationProtocol? protocol) => new()
        {
            TargetHost = serverName,
            CertificateChainPolicy = ForServers(roots),
            ApplicationProtocols = protocol is { } stated ? [stated] : null,
        };
}
