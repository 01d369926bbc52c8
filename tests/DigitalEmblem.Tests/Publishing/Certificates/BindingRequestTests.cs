using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Xunit;

namespace DigitalEmblem.Tests.Publishing.Certificates;

/// <summary>
/// Requests for binding certificates. If one fails, an organization cannot commit to its root key, or its request names something else.
/// </summary>
public class BindingRequestTests
{
    private static readonly KeyIdentifier Key = KeyIdentifier.Parse(new string('a', 51) + "q");

    /// <summary>.NET threw for labels that its own conversion of international names would not have made.</summary>
    [Theory]
    [InlineData("https://society.example")]
    [InlineData("https://xn--gesellschaft-xyz99999.example")]
    [InlineData("https://ab--cd.example")]
    public void Create_Organization_NamesItAsItStands(string organization)
    {
        string[] names = [.. BindingNames.Wanted(OrganizationIdentifier.Parse(organization), Key)];
        var request = CertificateRequest.LoadSigningRequestPem(
            BindingRequest.Create(names).RequestPem,
            HashAlgorithmName.SHA256,
            CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions);
        var alternative = new X509SubjectAlternativeNameExtension(
            Assert.Single(request.CertificateExtensions, e => e.Oid?.Value == "2.5.29.17").RawData);
        Assert.Equal(names, alternative.EnumerateDnsNames());
    }

    [Fact]
    public void Create_NameLongerThanNamesAre_SaysSo()
    {
        string label = new('a', 60);
        var organization = OrganizationIdentifier.Parse($"https://{label}.{label}.{label}.example");
        Assert.Contains(
            "253 characters",
            Assert.Throws<ArgumentException>(() => BindingRequest.Create(BindingNames.Wanted(organization, Key))).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => BindingRequest.Create([]));
    }
}
