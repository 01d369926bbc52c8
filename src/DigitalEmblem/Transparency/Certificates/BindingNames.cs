namespace DigitalEmblem;

/// <summary>
/// Which of the names that commit an organization to a root key a certificate has (spec/validation.md, commitments).
/// Names are compared literally: a wildcard does not count.
/// </summary>
/// <param name="KeyName">
/// Whether it names <c>KID.adem-configuration.D</c>, KID being the key's identifier in the form of either profile.
/// </param>
/// <param name="ConfigurationName">Whether it names <c>adem-configuration.D</c>, as the drafts ask.</param>
/// <param name="DomainName">Whether it names <c>D</c> itself, which the prototypes issue and accept in its place.</param>
internal sealed record BindingNames(bool KeyName, bool ConfigurationName, bool DomainName)
{
    /// <summary>The label under an organization's domain that stands for its configuration (core-02, root keys).</summary>
    public const string ConfigurationLabel = "adem-configuration";

    /// <summary>Whether the names bind the key to the organization.</summary>
    /// <param name="strict">Whether the drafts' <c>adem-configuration.D</c> is asked for; else <c>D</c> itself serves as well.</param>
    public bool Bind(bool strict) => KeyName && (ConfigurationName || (!strict && DomainName));

    /// <summary>The names that a binding certificate should have.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="key">The identifier of its root key.</param>
    public static ValueList<string> Wanted(OrganizationIdentifier organization, KeyIdentifier key)
    {
        ArgumentNullException.ThrowIfNull(organization);
        return [ConfigurationNameOf(organization), KeyNameOf(organization, key), organization.Domain.ToString()];
    }

    /// <summary>The names that a binding certificate should have that binds the key in both profiles.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="key">Its root key.</param>
    public static ValueList<string> Wanted(OrganizationIdentifier organization, VerificationKey key)
    {
        ArgumentNullException.ThrowIfNull(organization);
        ArgumentNullException.ThrowIfNull(key);
        return
        [
            ConfigurationNameOf(organization),
            KeyNameOf(organization, key.CoseIdentifier),
            KeyNameOf(organization, key.JwkIdentifier),
            organization.Domain.ToString(),
        ];
    }

    /// <summary>
    /// Whether names have that of the key in the form of one profile. Validators of one profile only know no other form, where ours takes
    /// either.
    /// </summary>
    internal static bool NameIn(
        IEnumerable<string> names, OrganizationIdentifier organization, VerificationKey key, TokenProfile profile) =>
        names.Contains(KeyNameOf(organization, key.IdentifierIn(profile)), StringComparer.OrdinalIgnoreCase);

    internal static string ConfigurationNameOf(OrganizationIdentifier organization) => $"{ConfigurationLabel}.{organization.Domain}";

    internal static string KeyNameOf(OrganizationIdentifier organization, KeyIdentifier key) =>
        $"{key}.{ConfigurationLabel}.{organization.Domain}";

    /// <summary>The names that stand for the key of a claim, one for each form of its identifier.</summary>
    internal static string[] KeyNamesOf(CommitmentClaim claim) =>
        [KeyNameOf(claim.Organization, claim.Key.CoseIdentifier), KeyNameOf(claim.Organization, claim.Key.JwkIdentifier)];

    internal static BindingNames Among(IReadOnlyList<string> names, OrganizationIdentifier organization, VerificationKey key)
    {
        var all = new HashSet<string>(names, StringComparer.OrdinalIgnoreCase);
        return new BindingNames(
            all.Contains(KeyNameOf(organization, key.CoseIdentifier)) || all.Contains(KeyNameOf(organization, key.JwkIdentifier)),
            all.Contains(ConfigurationNameOf(organization)),
            all.Contains(organization.Domain.ToString()));
    }
}
