using DigitalEmblem.Discovery;
using DigitalEmblem.Issuer.CheckPage.Naming;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Risks;

/// <summary>What the database says of names: which are the organization's, and of which other organizations it knows.</summary>
internal sealed class KnownNames
{
    // More organizations than an authority endorses.
    private const int MostOrganizations = 5000;

    // In the place of a name that the caller may not read.
    private const string Untold = "…";

    private readonly DomainName _own;
    private readonly IReadOnlyList<DomainName> _zones;
    private readonly IReadOnlyList<GuardedName> _guarded;

    private readonly Func<DomainName, bool> _mayTell;

    private KnownNames(
        DomainName own,
        IReadOnlyList<DomainName> zones,
        IReadOnlyList<GuardedName> guarded,
        IReadOnlyList<DomainName> others,
        Func<DomainName, bool> mayTell) =>
        (_own, _zones, _guarded, Others, _mayTell) = (own, zones, guarded, others, mayTell);

    /// <summary>
    /// Names on the list that nobody has declared to serve protected purposes only: a machine that serves one of these serves something
    /// else, for all that is known. At most as many as were asked for, and one.
    /// </summary>
    public IReadOnlyList<DomainName> Others { get; }

    /// <summary>Reads them.</summary>
    /// <param name="database">The database.</param>
    /// <param name="most">How many of the other names are wanted.</param>
    /// <param name="mayTell">Whether the caller may read a name of the list.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="RefusedException">No organization is set up.</exception>
    public static async Task<KnownNames> ReadAsync(
        IssuerContext database, int most, Func<DomainName, bool> mayTell, DateTimeOffset now, CancellationToken cancellationToken)
    {
        Organization organization = await database.Organizations.OrderBy(o => o.Id).FirstOrDefaultAsync(cancellationToken)
            ?? throw new RefusedException(Refusal.NotReady, $"No organization is set up here yet: an administrator does that first.");
        List<DomainName> zones = await database.Targets.Where(t => t.LeavingSince == null).Select(t => t.Zone).Distinct()
            .ToListAsync(cancellationToken);
        List<OrganizationIdentifier> others = await database.Register.Select(r => r.Subject).Distinct().Take(MostOrganizations)
            .ToListAsync(cancellationToken);
        others.AddRange(await database.Endorsements.Select(e => e.Issuer).Distinct().Take(MostOrganizations)
            .ToListAsync(cancellationToken));
        List<DomainName> undeclared = await database.Assets
            .Where(a => a.State != AssetState.Marked && (a.DeclaredUntil == null || a.DeclaredUntil <= now))
            .OrderBy(a => a.Name).Select(a => a.Name).Take(most + 1).ToListAsync(cancellationToken);
        return new KnownNames(
            organization.Identifier.Domain,
            zones,
            [.. others.Append(organization.Identifier).Distinct().Select(o => new GuardedName(o))],
            undeclared,
            mayTell);
    }

    /// <summary>A name of the list, as the caller may read it.</summary>
    public string Told(DomainName name) => _mayTell(name) ? name.ToString() : Untold;

    /// <summary>Whether a name is below the organization's own name, or in a zone on its list.</summary>
    public bool IsOwn(DomainName name) => _own.Contains(name) || _zones.Any(z => z.Contains(name));

    /// <summary>
    /// The names that a name can be taken for. What stands below the organization's own name is its own: that this name is not another's
    /// look-alike was looked at when it was endorsed.
    /// </summary>
    public IEnumerable<string> TakenFor(DomainName name)
    {
        NameLook look = NameLook.Of(name);
        IEnumerable<string> byScript = look.TakenFor is { } plain ? [plain] : look.Mixed.Count > 0 ? [look.InScript!] : [];
        return _own.Contains(name)
            ? byScript
            : byScript.Concat(_guarded.Where(g => g.LookOf(name.ToString(), domains: true) is not null)
                .Select(g => g.Organization.Domain.ToString()));
    }
}
