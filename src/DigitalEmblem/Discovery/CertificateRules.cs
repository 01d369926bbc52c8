using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace DigitalEmblem;

/// <summary>How certificates of servers that we ask are checked: by name and to a root, and without asking anybody else, because .NET by default downloads certificates and revocation lists (decisions.md, 19).</summary>
internal static class CertificateRules
{
    public static SslClientAuthenticationOptions ForClient(string serverName, X509Certificate2Collection? roots, SslApplicationProtocol? protocol)
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

        return new SslClientAuthenticationOptions
        {
            TargetHost = serverName,
            CertificateChainPolicy = policy,
            ApplicationProtocols = protocol is { } stated ? [stated] : null,
        };
    }
}
