using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DigitalEmblem.Fuzz.Running;

namespace DigitalEmblem.Fuzz.Targets;

/// <summary>Certificates, chains, revocation lists and roots.</summary>
internal static class CertificateTargets
{
    private static readonly IReadOnlyList<byte[]> Words =
    [
        Convert.FromHexString("060A2B06010401D679020402"), Convert.FromHexString("060A2B06010401D679020403"),
        Convert.FromHexString("0603551D11"), [0x82, 0x01, (byte)'*'],
        [0x30, 0x80], [0x30, 0x84, 0x7f, 0xff, 0xff, 0xff], [0x17, 0x0d], [0x18, 0x0f], [0x01, 0x01, 0xff], [0x04, 0x81, 0x80],
    ];

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("certificate", Certificate) { Words = Words },
        new("chain", Chain)
        {
            Words = Text.Words("-----BEGIN CERTIFICATE-----\n", "-----END CERTIFICATE-----\n", "-----BEGIN X-----", "\ufeff", "\r\n", "  "),
            BaseBytes = 512 << 10
        },
        new("crl", RevocationLists) { Words = [.. Words, .. Text.Words("-----BEGIN X509 CRL-----\n", "-----END X509 CRL-----\n")] },
        new("roots", input => Invariant.Read(() => RootStore.Read(input)))
        {
            Words = Text.Words("-----BEGIN CERTIFICATE-----\n", "-----END CERTIFICATE-----\n"),
            BaseBytes = 512 << 10
        },
    ];

    private static void Certificate(ReadOnlyMemory<byte> input)
    {
        if (Invariant.Read(() => TbsCertificate.OfCertificate(input)) is not { } certificate)
        {
            return;
        }

        Invariant.Read(certificate.DnsNames);
        Invariant.Read(certificate.Scts);
        Invariant.Read(() => certificate.WithoutScts());
        Invariant.Read(() => certificate.OfPrecertificate(null));
    }

    private static void Chain(ReadOnlyMemory<byte> input)
    {
        if (Invariant.Read(() => BindingChain.Read(input, "chain.pem")) is not { } chain)
        {
            return;
        }

        Invariant.Holds(chain.Certificates.Count > 0, "a chain without certificates");

        // Our names must be among those that the platform reads, because a commitment is read from them.
        if (NamesForThePlatform(chain.Certificates[0].Span) is { } names)
        {
            foreach (string name in chain.DnsNames)
            {
                Invariant.Holds(
                    names.Contains(name, StringComparer.OrdinalIgnoreCase), $"the platform does not see the name {Printable.Text(name)}");
            }
        }
    }

    /// <summary>The names that the platform reads; null for a certificate that it cannot read. No chain is built from such a one.</summary>
    private static string[]? NamesForThePlatform(ReadOnlySpan<byte> der)
    {
        try
        {
            using X509Certificate2 leaf = X509CertificateLoader.LoadCertificate(der);
            return [.. leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(e => e.EnumerateDnsNames())];
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static void RevocationLists(ReadOnlyMemory<byte> input)
    {
        if (Invariant.Read(() => RevocationList.Read(input)) is { } lists)
        {
            Invariant.Holds(lists.Count > 0, "a file without revocation lists was read as some");
        }
    }
}
