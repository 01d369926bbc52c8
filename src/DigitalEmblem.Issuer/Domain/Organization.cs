namespace DigitalEmblem.Issuer.Domain;

/// <summary>What an organization does with this service; both at once is possible.</summary>
[Flags]
internal enum OrganizationRoles
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>It marks its own assets with emblems.</summary>
    Issuer = 1,

    /// <summary>It endorses issuers.</summary>
    Authority = 2,
}

/// <summary>The organization that runs this service. There is one in each database.</summary>
internal sealed class Organization : Entity
{
    private Organization()
    {
    }

    /// <summary>Its identifier. It is in every token, so it cannot change: another identifier is another organization.</summary>
    public OrganizationIdentifier Identifier { get; private init; } = null!;

    /// <summary>What people call it.</summary>
    public string Name { get; private set; } = "";

    public OrganizationRoles Roles { get; private set; }

    /// <summary>
    /// Up to which asset new emblems were made due since what stands above them, or the profiles, changed; null if all were.
    /// </summary>
    public Guid? RefreshedTo { get; private set; }

    /// <summary>The same for marked data.</summary>
    public Guid? RefreshedDataTo { get; private set; }

    /// <summary>
    /// When two people first approved an application here; null before. From then on access to approve waits, and another approver
    /// confirms it: before, there may be nobody who could.
    /// </summary>
    public DateTimeOffset? FirstApprovalAt { get; private set; }

    /// <summary>Notes that two people approved an application.</summary>
    public void NoteApproval(DateTimeOffset at) => FirstApprovalAt ??= at;

    public static Organization Create(OrganizationIdentifier identifier, string name, OrganizationRoles roles, DateTimeOffset at)
    {
        var organization = new Organization { Id = NewId(at), Identifier = identifier };
        organization.Describe(name, roles);
        return organization;
    }

    /// <summary>Changes its name and roles.</summary>
    public void Describe(string name, OrganizationRoles roles)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > 200 || name.Any(char.IsControl))
        {
            throw new RefusedException(
                Refusal.Malformed, $"An organization's name has 1 to 200 characters, none of them control characters.");
        }

        if (roles == OrganizationRoles.None || (roles & ~(OrganizationRoles.Issuer | OrganizationRoles.Authority)) != 0)
        {
            throw new RefusedException(Refusal.Malformed, $"An organization is an issuer, an authority, or both.");
        }

        Name = name;
        Roles = roles;
    }

    /// <summary>What needs an organization is refused while there is none.</summary>
    public static RefusedException NotSetUp() =>
        new(Refusal.NotReady, $"No organization is set up here yet: an administrator does that first.");

    /// <summary>Refuses unless it has a role.</summary>
    public void Require(OrganizationRoles role)
    {
        if (!Roles.HasFlag(role))
        {
            throw new RefusedException(
                Refusal.RoleMissing, $"{Identifier} does not have the role '{role}' here. An administrator can add it.");
        }
    }
}
