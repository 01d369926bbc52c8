using System.Globalization;

namespace DigitalEmblem.Discovery;

/// <summary>
/// The name of an organization, and which names in certificates concern it. Root keys are bound by names below
/// <c>adem-configuration.D</c>, each as it stands: validators count no wildcard. So <c>*.D</c>, which an organization's web server may
/// have, binds nothing and is not told, whereas nothing but binding needs <c>*.adem-configuration.D</c>.
/// </summary>
internal sealed class GuardedName
{
    // Shorter labels have many neighbours that mean something else.
    private const int LeastForEdit = 5;

    private static readonly string ConfigurationOutline = LookAlikes.OutlineOf(BindingNames.ConfigurationLabel);

    private readonly string _domain;
    private readonly string _configuration;
    private readonly string _below;
    private readonly string _outline;
    private readonly string _registered;
    private readonly string _joined;

    /// <summary>The name of an organization.</summary>
    public GuardedName(OrganizationIdentifier organization)
    {
        Organization = organization;
        _domain = organization.Domain.ToString();
        _configuration = BindingNames.ConfigurationNameOf(organization);
        _below = "." + _configuration;
        _outline = OutlineOf(organization.Domain);
        _registered = LookAlikes.OutlineOf(RegisteredLabelOf(organization.Domain));
        _joined = _outline.Replace(".", "", StringComparison.Ordinal);
    }

    public OrganizationIdentifier Organization { get; }

    /// <summary>A name of a certificate in the form in which it is compared: lower case, without the final dot.</summary>
    public static string PlainOf(string name) => name.ToLower(CultureInfo.InvariantCulture).TrimEnd('.');

    /// <summary>Whether a plain name is that under which the organization binds its root keys, or lies below it.</summary>
    public bool Binds(string plain) =>
        plain.EndsWith(_configuration, StringComparison.Ordinal)
        && (plain.Length == _configuration.Length || plain.EndsWith(_below, StringComparison.Ordinal));

    /// <summary>
    /// What stands before <c>adem-configuration.D</c> in a plain name, the identifier of a root key for one; null if nothing does.
    /// </summary>
    public string? KeyIn(string plain) => plain.EndsWith(_below, StringComparison.Ordinal) ? plain[..^_below.Length] : null;

    /// <summary>What a plain name that does not bind is to the organization; null for nothing.</summary>
    /// <param name="plain">The name.</param>
    /// <param name="domains">Whether a domain counts that looks like the organization's and binds no root key.</param>
    public SightingKind? LookOf(string plain, bool domains)
    {
        string name = plain.StartsWith("*.", StringComparison.Ordinal) ? plain[2..] : plain;
        for (int dot = name.IndexOf('.', StringComparison.Ordinal), start = 0; dot > 0;
            start = dot + 1, dot = name.IndexOf('.', start))
        {
            if (IsConfiguration(name[start..dot])
                && DomainName.TryParse(name[(dot + 1)..], out DomainName? domain)
                && domain.ToString().Contains('.', StringComparison.Ordinal)
                && domain != Organization.Domain
                && (Organization.Domain.Contains(domain) || Resembles(domain)))
            {
                return SightingKind.LookAlike;
            }
        }

        return domains && DomainName.TryParse(name, out DomainName? other) && !Organization.Domain.Contains(other)
            && !other.Contains(Organization.Domain) && Resembles(other)
            ? SightingKind.LookAlikeDomain
            : null;
    }

    // Whether readers take a domain that is not the organization's for it.
    private bool Resembles(DomainName domain)
    {
        if ($".{domain}.".Contains($".{_domain}.", StringComparison.Ordinal) || OutlineOf(domain) == _outline)
        {
            return true;
        }

        string registered = LookAlikes.OutlineOf(RegisteredLabelOf(domain));
        return registered == _joined
            || (registered == _registered && !IsOwnRegistration(domain))
            || (_registered.Length >= LeastForEdit && registered != _registered && LookAlikes.AreOneEditApart(registered, _registered));
    }

    // Another name below the domain that the organization's own name stands under belongs to the same holder.
    private bool IsOwnRegistration(DomainName domain) => RegisteredOf(domain) == RegisteredOf(Organization.Domain);

    private static bool IsConfiguration(string label) => label == BindingNames.ConfigurationLabel
        || (label.Length >= ConfigurationOutline.Length - 1
            && LookAlikes.OutlineOf(label) is var outline
            && (outline == ConfigurationOutline || LookAlikes.AreOneEditApart(outline, ConfigurationOutline)));

    private static string OutlineOf(DomainName domain) => string.Join('.', domain.ToString().Split('.').Select(LookAlikes.OutlineOf));

    private static string RegisteredLabelOf(DomainName domain) => RegisteredOf(domain).Split('.')[0];

    // The name that a registry gave to its holder: one label below the public suffix. That of a public suffix is itself.
    private static string RegisteredOf(DomainName domain)
    {
        string registered = domain.ToString();
        for (string rest = registered; DomainName.TryParse(rest, out DomainName? name) && !PublicSuffixes.Contains(name);)
        {
            registered = rest;
            rest = rest[(rest.IndexOf('.', StringComparison.Ordinal) + 1)..];
        }

        return registered;
    }
}
