using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Texts;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>
/// Refuses endorsements that are narrower than the emblems in force: those could not be renewed, and would lapse. An asset that never got
/// an emblem, because no endorsement permits its purposes, must not keep the endorsement of all others from being renewed.
/// </summary>
internal static class PermittedPurposes
{
    /// <summary>Refuses purposes that lack one of an emblem in force.</summary>
    /// <param name="change">The change that would put the endorsement into force.</param>
    /// <param name="permitted">What the endorsement permits.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    /// <exception cref="RefusedException">An emblem in force is for another purpose.</exception>
    public static async Task RequireAsync(Change change, Purposes permitted, CancellationToken cancellationToken)
    {
        Purposes missing = Purposes.All & ~permitted;
        DateTimeOffset now = change.Now;
        IQueryable<IssuedEmblem> emblems = change.Database.Emblems;
        IQueryable<Asset> beyond = change.Database.Assets.Where(a => a.State == AssetState.Marked && (a.Purposes & missing) != 0
            && emblems.Any(e => e.Id == a.EmblemId && e.Expires > now));
        IQueryable<IssuedSign> signs = change.Database.Signs;
        IQueryable<MarkedData> data = change.Database.Data.Where(a => a.State == AssetState.Marked && (a.Purposes & missing) != 0
            && signs.Any(e => e.Id == a.EmblemId && e.Expires > now));
        int count = await beyond.CountAsync(cancellationToken) + await data.CountAsync(cancellationToken);
        if (count == 0)
        {
            return;
        }

        Markable first = (Markable?)await beyond.OrderBy(a => a.Name).FirstOrDefaultAsync(cancellationToken)
            ?? await data.OrderBy(a => a.Id).FirstAsync(cancellationToken);
        Word lost = PurposeWords.Of(first.Purposes & missing);
        throw new RefusedException(
            Refusal.WrongState,
            Sentence.Counting(
                count,
                $"{count} marked asset is for purposes that this endorsement does not permit, {first.Called} ({lost}) among them, and "
                    + $"would get no new emblem. Endorse for these purposes as well, or withdraw the assets first.",
                $"{count} marked assets are for purposes that this endorsement does not permit, {first.Called} ({lost}) among them, and "
                    + $"would get no new emblem. Endorse for these purposes as well, or withdraw the assets first."));
    }
}
