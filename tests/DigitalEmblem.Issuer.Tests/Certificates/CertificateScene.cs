using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Work.Certificates;
using DigitalEmblem.Issuer.Work.Keys;

namespace DigitalEmblem.Issuer.Tests.Certificates;

/// <summary>What tests of certificates ask of a scene.</summary>
internal static class CertificateScene
{
    /// <summary>The act that takes a chain.</summary>
    public static ImportCertificate Import(this IssuerScene scene) => new(scene.Store, scene.CompleteCommitment, scene.Prove);

    /// <summary>The certificates of a root key now.</summary>
    public static Task<KeyCertificates> CertificatesAsync(this IssuerScene scene, Guid key) =>
        new ListCertificates(scene.Store, scene.Prove, scene.Clock).OfAsync(key, default);

    /// <summary>The certificates of the root key in use now.</summary>
    public static async Task<KeyCertificates> CertificatesAsync(this IssuerScene scene) =>
        await scene.CertificatesAsync((await scene.InUseAsync(KeyUse.Root)).Id);

    /// <summary>The request of the root key in use.</summary>
    public static async Task<string> RequestAsync(this IssuerScene scene) => (await scene.CertificatesAsync()).Request!.RequestPem;

    /// <summary>A certificate for the request of the root key in use that lacks the names, a log or time.</summary>
    public static async Task<string> IssueAsync(
        this IssuerScene scene, IReadOnlyList<string>? names = null, bool isLogged = true, TimeSpan? lifetime = null)
    {
        BindingChain chain = scene.Trust.Authority.IssueFor(
            await scene.RequestAsync(), isLogged ? [scene.Trust.Log] : [], names, lifetime);
        scene.Trust.Log.Publish();
        return TestAuthority.Pem(chain);
    }

    /// <summary>The same certificates, those above first.</summary>
    public static string Reversed(string chainPem)
    {
        const string end = "-----END CERTIFICATE-----\n";
        return string.Concat(chainPem.Split(end, StringSplitOptions.RemoveEmptyEntries).Reverse().Select(c => c + end));
    }
}
