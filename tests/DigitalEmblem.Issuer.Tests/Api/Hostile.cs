using System.Security.Cryptography;
using DigitalEmblem.Issuer.Tests.Work;

namespace DigitalEmblem.Issuer.Tests.Api;

/// <summary>Certificates and requests of someone who would pass for another.</summary>
internal static class Hostile
{
    private static readonly OrganizationIdentifier Society = OrganizationIdentifier.Parse("https://society.example");

    /// <summary>A chain in PEM for a key of a scene's organization.</summary>
    public static string Chain(IssuerScene scene, string keyIdentifier, string kind) => kind switch
    {
        "empty" => "",
        "garbage" => PemEncoding.WriteString("CERTIFICATE", RandomNumberGenerator.GetBytes(500)),
        _ => TestAuthority.Pem(Issue(scene.Trust, scene.Organization, KeyIdentifier.Parse(keyIdentifier), kind)),
    };

    /// <summary>A request of a key of our own in the society's name, well signed.</summary>
    public static byte[] Request(IssuerScene authority, string kind)
    {
        SigningKey key = SigningKey.Generate(SignatureAlgorithm.ES384);
        BindingChain? chain = kind == "no certificate" ? null : Issue(authority.Trust, Society, key.PublicKey.CoseIdentifier, kind);
        var terms = new EndorsementTerms
        {
            Issuer = Society,
            Authority = authority.Organization,
            Key = key.PublicKey,
            Log = chain?.LogEntries() is { Count: > 0 } log ? log : [TestTokens.LogEntry],
            Chain = chain,
            Purposes = Purposes.Protective,
            Validity = Validity.From(authority.Clock.Now, TimeSpan.FromDays(30)),
            MadeAt = authority.Clock.Now,
            Nonce = RandomNumberGenerator.GetBytes(EndorsementTerms.NonceLength),
        };
        return EndorsementRequest.Sign(terms, key).ToBytes();
    }

    private static BindingChain Issue(TestTrust trust, OrganizationIdentifier organization, KeyIdentifier key, string kind)
    {
        using var unknown = new TestAuthority(TestTrust.Now);
        BindingChain chain = kind switch
        {
            "other organization" =>
                trust.Authority.Issue(BindingNames.Wanted(OrganizationIdentifier.Parse("https://mallory.example"), key), [trust.Log]),
            "wildcard" => trust.Authority.Issue(
                [$"*.adem-configuration.{organization.Domain}", $"*.{organization.Domain}", organization.Domain.ToString()], [trust.Log]),
            "not logged" => trust.Authority.Issue(BindingNames.Wanted(organization, key), []),
            "other key" => trust.Authority.Issue(
                BindingNames.Wanted(organization, TestKeys.Of(SignatureAlgorithm.ES256).PublicKey.CoseIdentifier), [trust.Log]),
            "unknown authority" => unknown.Issue(BindingNames.Wanted(organization, key), [trust.Log]),
            // A year ago, for thirty days.
            "expired" => trust.Authority.Issue(BindingNames.Wanted(organization, key), [trust.Log], lifetime: TimeSpan.FromDays(364)),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
        trust.Log.Publish();
        return chain;
    }
}
