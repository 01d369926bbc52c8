using System.Security.Cryptography.X509Certificates;

namespace DigitalEmblem.Issuer.Hosting;

/// <summary>The certificate of listeners, from files of the settings.</summary>
internal sealed class ListenerCertificate
{
    private readonly X509Certificate2? _certificate;
    private readonly X509Certificate2Collection _chain = [];

    /// <summary>Reads it.</summary>
    /// <param name="certificate">The chain in PEM; null for plain HTTP.</param>
    /// <param name="key">Its private key in PEM.</param>
    public ListenerCertificate(string? certificate, string? key)
    {
        if (certificate is not null)
        {
            _certificate = X509Certificate2.CreateFromPemFile(certificate, key);
            _chain.ImportFromPemFile(certificate);
        }
    }

    /// <summary>Has a listener speak TLS with it, if there is one.</summary>
    public void UseOn(Microsoft.AspNetCore.Server.Kestrel.Core.ListenOptions listen)
    {
        if (_certificate is not null)
        {
            listen.UseHttps(h => (h.ServerCertificate, h.ServerCertificateChain) = (_certificate, _chain));
        }
    }
}
