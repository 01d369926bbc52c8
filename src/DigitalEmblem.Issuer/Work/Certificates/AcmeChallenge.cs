using System.Buffers.Text;
using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Work.Certificates;

/// <summary>What a certificate authority asks to see in the DNS: the challenge dns-01 of ACME (RFC 8555, 8.4).</summary>
/// <param name="Name">The name of the TXT record, which begins with <c>_acme-challenge</c>.</param>
/// <param name="Value">Its text: a SHA-256 in base64url.</param>
internal sealed record AcmeChallenge(DomainName Name, string Value)
{
    private const string Label = "_acme-challenge.";
    private const int DigestLength = 32;

    /// <summary>The name that the certificate is to be for.</summary>
    public DomainName Subject => DomainName.Parse(Name.ToString()[Label.Length..]);

    /// <summary>Reads what an ACME client says.</summary>
    /// <param name="name">The name, with or without the label before it, and a dot after it: clients differ.</param>
    /// <param name="value">The text.</param>
    /// <exception cref="RefusedException">It is none.</exception>
    public static AcmeChallenge Parse(string name, string value)
    {
        string trimmed = name.EndsWith('.') ? name[..^1] : name;
        string whole = trimmed.StartsWith(Label, StringComparison.OrdinalIgnoreCase) ? trimmed : Label + trimmed;
        if (trimmed.Length == 0 || !DomainName.TryParse(whole, out DomainName? at))
        {
            throw new RefusedException(Refusal.Malformed, $"'{Printable.Text(name)}' is no domain name.");
        }

        return Base64Url.IsValid(value, out int length) && length == DigestLength
            ? new AcmeChallenge(at, value)
            : throw new RefusedException(
                Refusal.Malformed,
                $"'{Printable.Text(value)}' is no value of a DNS challenge: that is a SHA-256 in base64url (RFC 8555, 8.4).");
    }
}
