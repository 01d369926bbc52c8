using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Work.Keys;

/// <summary>A key with all that a person decides about it by.</summary>
/// <param name="Organization">Whose it is.</param>
/// <param name="Row">The key with what it rests on.</param>
/// <param name="RootInUse">The root key in use; null if none is.</param>
/// <param name="Authorities">Who endorses the root key in use, and not this one.</param>
/// <param name="Signings">The requests to sign on another machine that wait, and are of this key or endorse it.</param>
/// <param name="Compromise">The last compromise of it that was not taken back; null if there is none.</param>
internal sealed record KeyDetail(
    Organization Organization,
    KeyRow Row,
    OrganizationKey? RootInUse,
    IReadOnlyList<OrganizationIdentifier> Authorities,
    IReadOnlyList<PendingSigning> Signings,
    KeyCompromise? Compromise)
{
    /// <summary>The key.</summary>
    public OrganizationKey Key => Row.Key;

    /// <summary>The names that its certificate has to have.</summary>
    public IReadOnlyList<string> CertificateNames => BindingNames.Wanted(Organization.Identifier, Key.ToVerificationKey());
}
