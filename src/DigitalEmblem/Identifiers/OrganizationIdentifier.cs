using System.Diagnostics.CodeAnalysis;

namespace DigitalEmblem;

/// <summary>
/// An organization identifier (OI): <c>https://</c> and a fully qualified host name of two labels or more in lower case, and nothing else
/// (core-02, organization identifiers; decisions.md, 34).
/// </summary>
/// <remarks>It names an organization by a domain it controls; it is not a link and is never fetched.</remarks>
public sealed class OrganizationIdentifier : IEquatable<OrganizationIdentifier>, IParsable<OrganizationIdentifier>
{
    private const string Scheme = "https://";

    // Looked up once, because every set asks again: 0 is not yet known, 1 is no, 2 is yes. A thread cannot read a half-written single byte.
    private byte _publicSuffix;

    private OrganizationIdentifier(DomainName domain) => Domain = domain;

    /// <summary>The domain that stands for the organization.</summary>
    public DomainName Domain { get; }

    /// <summary>
    /// Whether the domain is one under which a registry registers names of others, such as <c>co.uk</c> (the ICANN section of the Public
    /// Suffix List, in a copy of 2026-10-07). It then contains no asset: what lies below it belongs to others (decisions.md, 34).
    /// </summary>
    public bool IsPublicSuffix
    {
        get
        {
            if (_publicSuffix == 0)
            {
                _publicSuffix = PublicSuffixes.Contains(Domain) ? (byte)2 : (byte)1;
            }

            return _publicSuffix == 2;
        }
    }

    /// <summary>The identifier of the organization that controls <paramref name="domain"/>.</summary>
    /// <param name="domain">A host name (no underscores) of two labels or more.</param>
    /// <exception cref="ArgumentException"><paramref name="domain"/> is no host name, or has one label.</exception>
    public static OrganizationIdentifier ForDomain(DomainName domain)
    {
        ArgumentNullException.ThrowIfNull(domain);
        return !domain.IsHostName
                ? throw new ArgumentException($"'{domain}' is not a host name: no certificate can name it.", nameof(domain))
            : !HasSeveralLabels(domain) ? throw new ArgumentException(
                $"'{domain}' has one label: an organization has a name below a top-level domain.", nameof(domain))
            : new OrganizationIdentifier(domain);
    }

    /// <summary>Reads an organization identifier, exactly as a token must write it.</summary>
    /// <param name="s">The text: no port, path, query, fragment, user information, capital letter or trailing slash.</param>
    /// <exception cref="ArgumentNullException"><paramref name="s"/> is null.</exception>
    /// <exception cref="FormatException"><paramref name="s"/> is no organization identifier.</exception>
    public static OrganizationIdentifier Parse(string s)
    {
        ArgumentNullException.ThrowIfNull(s);
        return TryParse(s, out OrganizationIdentifier? result)
            ? result
            : throw new FormatException(
                $"'{Printable.Text(s)}' is not an organization identifier: https:// and a domain name of two labels or more in lower case, "
                    + "and nothing else (no port, path or trailing slash; international names as A-labels).");
    }

    /// <summary>Reads an organization identifier, or says that it is none.</summary>
    /// <param name="s">The text to read; null is none.</param>
    /// <param name="result">The identifier, or null.</param>
    public static bool TryParse([NotNullWhen(true)] string? s, [NotNullWhen(true)] out OrganizationIdentifier? result)
    {
        result = null;
        if (s is null || !s.StartsWith(Scheme, StringComparison.Ordinal))
        {
            return false;
        }

        // Refuse every spelling but the canonical one: some reader would take a second spelling for a second organization.
        ReadOnlySpan<char> host = s.AsSpan(Scheme.Length);
        if (!DomainName.TryParse(host, out DomainName? domain) || !host.SequenceEqual(domain.ToString()) || !domain.IsHostName
            || !HasSeveralLabels(domain))
        {
            return false;
        }

        result = new OrganizationIdentifier(domain);
        return true;
    }

    /// <summary>
    /// Whether the domain of the organization contains an asset. That of a public suffix contains none (decisions.md, 34).
    /// </summary>
    internal bool Contains(AssetIdentifier asset) => asset.Name is { } name && Domain.Contains(name) && !IsPublicSuffix;

    private static bool HasSeveralLabels(DomainName domain) => domain.ToString().Contains('.', StringComparison.Ordinal);

    /// <summary>The identifier as tokens carry it; <see cref="Parse(string)"/> reads it back.</summary>
    public override string ToString() => Scheme + Domain;

    /// <inheritdoc/>
    public bool Equals(OrganizationIdentifier? other) => other is not null && Domain == other.Domain;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as OrganizationIdentifier);

    /// <inheritdoc/>
    public override int GetHashCode() => Domain.GetHashCode();

    /// <summary>Whether both name the same organization.</summary>
    public static bool operator ==(OrganizationIdentifier? left, OrganizationIdentifier? right) =>
        left is null ? right is null : left.Equals(right);

    /// <summary>Whether they name different organizations.</summary>
    public static bool operator !=(OrganizationIdentifier? left, OrganizationIdentifier? right) => !(left == right);

    static OrganizationIdentifier IParsable<OrganizationIdentifier>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<OrganizationIdentifier>.TryParse(
        string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out OrganizationIdentifier result) => TryParse(s, out result);
}
