using System.Security.Cryptography;
using System.Text;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Work.Certificates;

/// <summary>A certificate chain in PEM, as people and programs bring it and as it is kept.</summary>
internal static class GivenChain
{
    private const string Begin = "-----BEGIN CERTIFICATE-----";

    /// <summary>Reads it. The certificates may stand in any order: the binding certificate is found among them.</summary>
    /// <exception cref="RefusedException">It is no chain (<see cref="Refusal.Malformed"/>).</exception>
    public static BindingChain Read(string pem)
    {
        try
        {
            return BindingChain.Read(Encoding.UTF8.GetBytes(pem), "the chain given");
        }
        catch (TokenFormatException e)
        {
            // The reader of chains speaks English alone.
            throw new RefusedException(
                Refusal.Malformed,
                e.Fault == FormatFault.LimitExceeded
                    ? Sentence.Of(
                        $"This is no certificate chain in PEM: it holds more certificates than one chain, or is too large. Bring "
                            + $"fullchain.pem alone.")
                : pem.Contains(Begin, StringComparison.Ordinal)
                    ? Sentence.Of(
                        $"This is no certificate chain in PEM: a certificate in it cannot be read. Bring fullchain.pem as the certificate "
                            + $"authority gave it.")
                : Sentence.Of(
                    $"This is no certificate chain in PEM: it holds no certificate. Bring the text of fullchain.pem, with its lines BEGIN "
                        + $"CERTIFICATE and END CERTIFICATE."));
        }
    }

    /// <summary>
    /// Writes it as it is kept: the binding certificate first, and nothing beside the certificates, because programs take the first one
    /// for the certificate itself.
    /// </summary>
    public static string Write(BindingChain chain) =>
        string.Concat(chain.Certificates.Select(c => PemEncoding.WriteString("CERTIFICATE", c.Span) + "\n"));

    /// <summary>
    /// The binding certificate of a chain that is kept, in DER. Chains of before are kept in the order in which they came.
    /// </summary>
    public static ReadOnlyMemory<byte> CertificateOf(string pem) => Read(pem).Certificates[0];
}
