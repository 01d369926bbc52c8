using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>Refuses endorsements that are narrower than what is marked: those emblems could not be renewed, and would lapse.</summary>
internal static class PermittedPurposes
{
    /// <summary>Refuses purposes that lack one of a marked asset.</summary>
    /// <param name="change">The change that would put the endorsement into force.</param>
    /// <param name="permitted">What the endorsement permits.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    /// <exception cref="RefusedException">A marked asset is for another purpose.</exception>
    public static async Task RequireAsync(Change change, Purposes permitted, CancellationToken cancellationToken)
    {
        Purposes missing = Purposes.All & ~permitted;
        IQueryable<Asset> beyond = change.Database.Assets.Where(a => a.State == AssetState.Marked && (a.Purposes & missing) != 0);
        int count = await beyond.CountAsync(cancellationToken);
        if (count == 0)
        {
            return;
        }

        Asset first = await beyond.OrderBy(a => a.Name).FirstAsync(cancellationToken);
        throw new RefusedException(
            Refusal.WrongState,
            $"{count} marked {(count == 1 ? "asset is" : "assets are")} for purposes that this endorsement does not permit, "
                + $"{first.Name} ({PurposeNames.Joined(first.Purposes & missing)}) among them, and would get no new emblem. "
                + "Endorse for these purposes as well, or withdraw the assets first.");
    }
}
