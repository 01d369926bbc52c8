using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using DigitalEmblem.Discovery;
using Xunit;

namespace DigitalEmblem.Tests.Discovery.LogFollowing;

/// <summary>
/// Certificates as anyone can have them logged. If one fails, a false certificate hides behind bytes that no ordinary one has, or a name
/// in it writes on the terminal of those who look.
/// </summary>
public class CertificateLookTests
{
    private const string Own = "adem-configuration.society.example";

    private static readonly DateTimeOffset Now = new(2026, 6, 17, 0, 0, 0, TimeSpan.Zero);
    private static readonly OrganizationIdentifier Society = OrganizationIdentifier.Parse("https://society.example");

    [Theory]
    [InlineData("k\u001b[2J." + Own, "k\\u{1b}[2j." + Own)]
    [InlineData("k\n." + Own, "k\\u{a}." + Own)]
    [InlineData("\u00e9." + Own, "\u00e9." + Own)]
    [InlineData("K." + "ADEM-Configuration.Society.EXAMPLE.", "k." + Own)]
    public void At_NameOfOddBytes_IsToldAndHarmless(string name, string shown) =>
        Assert.Equal([shown], Look(KnownCertificates.None, name)!.Names);

    [Fact]
    public void At_EmptyAndEndlessNames_HideNoOther()
    {
        LogSighting sighting = Look(KnownCertificates.None, "", ".", new string('a', 5000), "..", $"k.{Own}")!;
        Assert.Equal([$"k.{Own}"], sighting.Names);
    }

    [Fact]
    public void At_MoreNamesThanAreShown_AreCounted()
    {
        LogSighting sighting = Look(KnownCertificates.None, [.. Enumerable.Range(0, 200).Select(i => $"k{i}.{Own}")])!;
        Assert.Equal((LogSighting.MostNames, 200), (sighting.Names.Count, sighting.NamesInAll));
    }

    /// <summary>A known public key is that of a request for known root keys, and no permission to bind another one.</summary>
    [Fact]
    public void At_KnownPublicKey_IsKnownForKnownRootKeysOnly()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var known = new KnownCertificates
        {
            PublicKeys = new HashSet<Sha256Digest> { Sha256Digest.Of(key.ExportSubjectPublicKeyInfo()) },
            RootKeys = new HashSet<string> { "k1", "k2" },
        };
        Assert.Null(Look(known, key, $"k1.{Own}", $"k2.{Own}", Own));
        Assert.Null(Look(known, key, Own, "society.example"));
        Assert.NotNull(Look(known, key, $"k1.{Own}", $"k3.{Own}"));
        Assert.NotNull(Look(known, key, $"*.{Own}"));
        Assert.NotNull(Look(known, $"k1.{Own}"));
    }

    [Fact]
    public void At_RootKeysThatSuffice_AreAskedOfEveryNameAndOfOneAtLeast()
    {
        var known = new KnownCertificates { RootKeys = new HashSet<string> { "k1" }, RootKeysSuffice = true };
        Assert.Null(Look(known, $"k1.{Own}", Own));
        Assert.NotNull(Look(known, Own));
        Assert.NotNull(Look(known, $"k1.{Own}", $"k2.{Own}"));
        // Very many names must not push the one that is unknown out of sight.
        Assert.NotNull(Look(
            new KnownCertificates
            {
                RootKeys = Enumerable.Range(0, 100).Select(i => $"k{i}").ToHashSet(),
                RootKeysSuffice = true,
            },
            [.. Enumerable.Range(0, 101).Select(i => $"k{i}.{Own}")]));
    }

    [Fact]
    public void At_NamesThatConcernNobody_IsNothing() =>
        Assert.Null(Look(KnownCertificates.None, "society.example", "*.society.example", "www.elsewhere.example"));

    private static LogSighting? Look(KnownCertificates known, params string[] names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Look(known, key, names);
    }

    private static LogSighting? Look(KnownCertificates known, ECDsa key, params string[] names)
    {
        var leaf = FollowedLeaf.Of(LogLeaf.OfCertificate(1, Certificate(key, names), []).Encoded);
        Assert.True(LoggedCertificate.TryRead(leaf, out LoggedCertificate? certificate));
        return new CertificateLook([new GuardedName(Society)], known, domains: false).At(leaf, 7, certificate);
    }

    // The names as bytes, which no builder would take.
    private static byte[] Certificate(ECDsa key, string[] names)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (string name in names)
            {
                writer.WriteOctetString(Encoding.Latin1.GetBytes(name), new Asn1Tag(TagClass.ContextSpecific, 2));
            }
        }

        var request = new CertificateRequest("CN=\u202eodd", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509Extension("2.5.29.17", writer.Encode(), critical: false));
        using X509Certificate2 certificate = request.CreateSelfSigned(Now, Now.AddDays(90));
        return certificate.RawData;
    }
}
