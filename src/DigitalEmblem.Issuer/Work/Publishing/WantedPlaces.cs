using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;

namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>Gives an asset with an emblem its publications: one at each target that holds its name, and removals at all others.</summary>
internal static class WantedPlaces
{
    /// <summary>Does so as a part of a change.</summary>
    /// <param name="change">The change.</param>
    /// <param name="asset">A marked asset that has an emblem.</param>
    /// <param name="targets">All targets.</param>
    /// <param name="publications">All publications that the asset has.</param>
    /// <param name="add">Adds a publication.</param>
    /// <param name="isNew">Whether the emblem is new, so that all places are due; otherwise only those that lack it.</param>
    /// <returns>How many publications have changed.</returns>
    public static int Want(
        Change change,
        Asset asset,
        IReadOnlyCollection<PublicationTarget> targets,
        IEnumerable<Publication> publications,
        Action<Publication> add,
        bool isNew)
    {
        var there = publications.ToDictionary(p => p.Place);
        int changed = 0;
        foreach (PublicationTarget target in PublicationTarget.AllFor(asset.Name, targets))
        {
            if (!there.Remove(target.Place, out Publication? publication))
            {
                add(publication = Publication.Create(asset, target, change.Now));
            }
            else if (publication.Wanted && !isNew && !HasOtherTtl(publication, target))
            {
                continue;
            }

            publication.Want(emblem: true, change.Now);
            changed++;
        }

        // A zone with a longer name holds it now, or the target is given up.
        foreach (Publication elsewhere in there.Values.Where(p => p.Wanted))
        {
            elsewhere.Want(emblem: false, change.Now);
            changed++;
        }

        return changed;
    }

    // What is put in by hand has the time to live that the person gave it.
    private static bool HasOtherTtl(Publication publication, PublicationTarget target) => target.Kind != TargetKind.ByHand
        && publication is { State: PublicationState.Seen, SeenDigest: not null } && publication.SeenTtl != target.Ttl;
}
