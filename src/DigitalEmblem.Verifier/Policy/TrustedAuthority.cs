using System.Diagnostics.CodeAnalysis;

namespace DigitalEmblem.Verifier;

/// <summary>An organization that the validator trusts: by its name, or by its name and one root key.</summary>
/// <param name="Organization">The organization.</param>
/// <param name="Key">The identifier of its root key, in the form of either profile, if the name is not enough; else null.</param>
public sealed record TrustedAuthority(OrganizationIdentifier Organization, KeyIdentifier? Key = null)
{
    /// <summary>Reads <c>OI</c> or <c>OI=KEYID</c>.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">A part is malformed; the message says which.</exception>
    public static TrustedAuthority Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split('=', 2);
        return new TrustedAuthority(OrganizationIdentifier.Parse(parts[0]), parts.Length > 1 ? KeyIdentifier.Parse(parts[1]) : null);
    }

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public override string ToString() => Key is null ? Organization.ToString() : $"{Organization}={Key}";

    /// <summary>Whether <paramref name="endorsement"/> is by this authority.</summary>
    internal bool Signed([NotNullWhen(true)] JudgedToken? endorsement) =>
        endorsement?.Claims?.Issuer == Organization
        && (endorsement.Key ?? endorsement.UncheckedKey) is { } key
        && (Key is null || Key == key.CoseIdentifier || Key == key.JwkIdentifier);
}
