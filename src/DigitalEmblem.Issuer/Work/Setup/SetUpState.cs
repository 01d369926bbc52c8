using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Work.Setup;

/// <summary>How far the service is set up.</summary>
/// <param name="Organization">The organization; null before it is set.</param>
/// <param name="People">How many people have access.</param>
/// <param name="Officers">How many of them are officers.</param>
/// <param name="Approvers">How many of them are approvers.</param>
/// <param name="Root">The root key in use, or the one that is to be; null before there is one.</param>
/// <param name="IsCertificateAsked">Whether the certificate request for that key was made.</param>
/// <param name="Emblem">The emblem key in use, or the one that is to be; null before there is one.</param>
/// <param name="Asked">The last request to an authority that is not answered; null if there is none.</param>
/// <param name="EndorsedBy">An authority that endorses the root key now; null if none does.</param>
/// <param name="HasZone">Whether emblems have a place to be published at.</param>
/// <param name="HasName">Whether the list has a name.</param>
/// <param name="Marked">The first name that is marked; null if none is.</param>
/// <param name="IsSeen">Whether an emblem in force was read back from a name server.</param>
internal sealed record SetUpState(
    Organization? Organization,
    int People,
    int Officers,
    int Approvers,
    OrganizationKey? Root,
    bool IsCertificateAsked,
    OrganizationKey? Emblem,
    SentRequest? Asked,
    OrganizationIdentifier? EndorsedBy,
    bool HasZone,
    bool HasName,
    Asset? Marked,
    bool IsSeen)
{
    /// <summary>Whether the commitment to the root key is complete.</summary>
    public bool IsCommitted => Root is { State: KeyState.Active };

    /// <summary>Whether emblems can be signed.</summary>
    public bool CanSign => Emblem is { State: KeyState.Active };

    /// <summary>Whether it marks names.</summary>
    public bool IsIssuer => Organization?.Roles.HasFlag(OrganizationRoles.Issuer) != false;

    /// <summary>Whether it endorses others.</summary>
    public bool IsAuthority => Organization?.Roles.HasFlag(OrganizationRoles.Authority) == true;
}
