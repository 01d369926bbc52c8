using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace DigitalEmblem.Issuer.Web.Sealing;

/// <summary>Seals the keys of data protection before they are kept. Data protection makes it anew to open one.</summary>
/// <param name="services">Has the <see cref="WebSeal"/>.</param>
internal sealed class SealedXml(IServiceProvider services) : IXmlEncryptor, IXmlDecryptor
{
    private const string Purpose = "key ring", Name = "sealed";

    private readonly WebSeal _seal = services.GetRequiredService<WebSeal>();

    /// <inheritdoc/>
    public EncryptedXmlInfo Encrypt(XElement plaintextElement) => new(
        new XElement(Name, Convert.ToBase64String(
            _seal.Seal(Purpose, System.Text.Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting))))),
        typeof(SealedXml));

    /// <inheritdoc/>
    public XElement Decrypt(XElement encryptedElement) => XElement.Parse(
        System.Text.Encoding.UTF8.GetString(_seal.Open(Purpose, Convert.FromBase64String(encryptedElement.Value))));
}
