using System.Linq.Expressions;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Watching;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace DigitalEmblem.Issuer.Storage;

/// <summary>
/// Which rows a call sees, and changes, that is bound to zones. A row about a name outside of them is as one that is not there: no list,
/// count or look-up finds it. A kind of row that is not named here is not there at all, so a new one is closed until it is decided.
/// </summary>
internal static class RowsWithinZones
{
    /// <summary>Kinds of rows that are seen whole, and why.</summary>
    public static readonly IReadOnlyDictionary<Type, string> Open = new Dictionary<Type, string>
    {
        [typeof(Organization)] = "it is public, and acts look what it is set up for",
        [typeof(OrganizationKey)] = "they are public, and marking looks whether they can sign",
        [typeof(RootCommitment)] = "they are public, and profiles look what the certificate names",
        [typeof(HeldEndorsement)] = "they are public, and acts look what they allow",
        [typeof(IssuedChain)] = "they are published beside emblems, and say nothing of names",
        [typeof(PublicationTarget)] = "acts look where names are published; no call that is bound shows them",
        [typeof(Vantage)] = "a look notes by which resolver it was; no call that is bound shows them",
        [typeof(Person)] = "the journal calls people by their pseudonym",
        [typeof(PersonName)] = "the journal calls people by their pseudonym",
        [typeof(ForgottenNames)] = "the journal must not call a person anew who was forgotten",
        [typeof(JournalHead)] = "each change adds to the journal's end",
        [typeof(IdempotentCall)] = "it is of the same caller, bound to the same zones",
    };

    // Beside assets, which have names, and what hangs on them: what acts write that stands here by itself.
    private static readonly HashSet<Type> Writable =
    [
        typeof(LabelledAsset), typeof(Publication), typeof(Observation), typeof(Alert), typeof(MarkProposal), typeof(PersonName),
        typeof(JournalEntry), typeof(JournalHead), typeof(IdempotentCall),
    ];

    /// <summary>Narrows the model of a context that is bound.</summary>
    /// <param name="model">The model.</param>
    /// <param name="context">The context, whose zones count at each query.</param>
    public static void Narrow(ModelBuilder model, IssuerContext context)
    {
        IReadOnlyList<AlertKind> ofNames = AlertedNames.Kinds;
#pragma warning disable CA1310 // The database compares, byte by byte.
        // With a dot before it, a name ends with a zone and its dot if it is the zone, or lies below it.
        model.Entity<Asset>().HasQueryFilter(a => context.ZoneEnds.Any(z => ("." + (string)(object)a.Name).EndsWith(z)));
        model.Entity<Alert>().HasQueryFilter(
            a => ofNames.Contains(a.Kind) && context.ZoneEnds.Any(z => ("." + a.Subject).EndsWith(z)));
        model.Entity<LabelledAsset>().HasQueryFilter(l => context.Assets.Any(
            a => a.Id == l.AssetId && context.ZoneEnds.Any(z => ("." + (string)(object)a.Name).EndsWith(z))));
        model.Entity<Publication>().HasQueryFilter(p => context.Assets.Any(
            a => a.Id == p.AssetId && context.ZoneEnds.Any(z => ("." + (string)(object)a.Name).EndsWith(z))));
        model.Entity<Observation>().HasQueryFilter(o => context.Assets.Any(
            a => a.Id == o.AssetId && context.ZoneEnds.Any(z => ("." + (string)(object)a.Name).EndsWith(z))));
        model.Entity<IssuedEmblem>().HasQueryFilter(e => context.Assets.Any(
            a => a.Id == e.AssetId && context.ZoneEnds.Any(z => ("." + (string)(object)a.Name).EndsWith(z))));
        model.Entity<MarkProposal>().HasQueryFilter(p => context.Assets.Any(
            a => a.ProposalId == p.Id && context.ZoneEnds.Any(z => ("." + (string)(object)a.Name).EndsWith(z))));
#pragma warning restore CA1310
        foreach (IMutableEntityType type in model.Model.GetEntityTypes()
            .Where(t => !t.IsOwned() && t.BaseType is null && !Open.ContainsKey(t.ClrType) && t.GetDeclaredQueryFilters().Count == 0)
            .ToList())
        {
            type.SetQueryFilter(Expression.Lambda(Expression.Constant(false), Expression.Parameter(type.ClrType, "row")));
        }
    }

    /// <summary>Refuses a change that writes anything that the zones do not reach.</summary>
    /// <exception cref="RefusedException">It does.</exception>
    public static void Require(Change change, KeyZones zones)
    {
        foreach (object row in change.Database.ChangeTracker.Entries().Where(e => e.State is not EntityState.Unchanged)
            .Select(e => e.Entity).Concat(change.Rows.Entities))
        {
            if (row is Asset asset && !zones.Has(asset.Name))
            {
                throw new RefusedException(
                    Refusal.TooWide,
                    $"The name lies outside of the zones that this API key is bound to. GET /whoami says which those are.");
            }

            if (row is not Asset && !Writable.Contains(row.GetType()))
            {
                throw new RefusedException(
                    Refusal.TooWide,
                    $"An API key that is bound to zones cannot do this: take fewer names at once, or a key that is not bound.");
            }
        }
    }
}
