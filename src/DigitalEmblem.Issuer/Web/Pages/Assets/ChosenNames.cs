using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Web.Pages.Assets;

/// <summary>The names that an act was chosen for: those that it is for, and why it is not for the others.</summary>
/// <param name="Fit">Those that it is done with.</param>
/// <param name="LeftOut">Why others are left out, and how many.</param>
/// <param name="AreMore">Whether more match than can be taken at once.</param>
internal sealed record ChosenNames(
    IReadOnlyList<SelectedAsset> Fit, IReadOnlyList<(LeftOut Why, int Count)> LeftOut, bool AreMore)
{
    /// <summary>So many names are shown.</summary>
    public const int Shown = 20;

    /// <summary>The identities of those that it is done with.</summary>
    public Guid[] Ids => [.. Fit.Select(a => a.Id)];

    /// <summary>What their emblems stand for.</summary>
    public IReadOnlyDictionary<Guid, Purposes> PurposesById => Fit.ToDictionary(a => a.Id, a => a.Purposes);

    /// <summary>
    /// What the person saw, for the form: the names and what their emblems stand for. If it is another one when the form comes back, other
    /// names would be acted on than those that were read.
    /// </summary>
    public string Seen
    {
        get
        {
            string all = string.Join('\n', Fit.Select(a => $"{a.Id:N} {(int)a.Purposes}").Order(StringComparer.Ordinal));
            return string.Create(
                CultureInfo.InvariantCulture, $"{Fit.Count}.{Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(all)))}");
        }
    }

    /// <summary>Reads the address: ticked names, or all that a filter matches.</summary>
    /// <exception cref="RefusedException">It names none that there is, or a filter that is none.</exception>
    public static async Task<ChosenNames> OfAsync(
        IQueryCollection query, ManyAct act, SelectAssets select, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (query["all"] == "yes")
        {
            AssetListing listing = AssetListing.Of(query);
            // All names would match where a filter was not understood.
            (IReadOnlyList<SelectedAsset> matching, bool areMore) = listing.IsUnderstood
                ? await select.MatchingAsync(Narrowed(listing.ToQuery(now), act), cancellationToken)
                : throw new RefusedException(Refusal.NotFound, $"A part of this address is no filter of the list: choose the names anew.");
            return Of(matching, areMore, act, now);
        }

        Guid[] ids = [.. query["id"].Select(i => Guid.TryParse(i, out Guid id) ? id : Guid.Empty).Where(i => i != Guid.Empty)];
        IReadOnlyList<SelectedAsset> chosen = await select.OfAsync(ids, cancellationToken);
        return chosen.Count > 0 || query["id"].Count == 0
            ? Of(chosen, false, act, now)
            : throw new RefusedException(Refusal.NotFound, $"None of these names is on the list: choose them anew.");
    }

    /// <summary>Refuses if the form was for other names than there are now.</summary>
    /// <exception cref="RefusedException">It was, or there is none.</exception>
    public void Require(string? seen)
    {
        if (Fit.Count == 0)
        {
            throw new RefusedException(Refusal.WrongState, $"There is no name that this can be done with now.");
        }

        if (seen == Seen)
        {
            return;
        }

        string before = (seen ?? "").Split('.')[0];
        int count = int.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out int read) ? read : 0;
        throw new RefusedException(
            Refusal.Conflict,
            count == Fit.Count
                ? Sentence.Of(
                    $"The names have changed since you read them: others match now, or their purposes are others. Read them again.")
                : Sentence.Of(
                    $"The names have changed since you read them: you saw {count:N0}, and it is for {Fit.Count:N0} now. Read them again."));
    }

    private static ChosenNames Of(IReadOnlyList<SelectedAsset> all, bool areMore, ManyAct act, DateTimeOffset now)
    {
        ILookup<LeftOut?, SelectedAsset> by = all.ToLookup(a => WhyNot(a, act, now));
        return new ChosenNames(
            [.. by[null]], [.. by.Where(g => g.Key is not null).OrderBy(g => g.Key).Select(g => (g.Key!.Value, g.Count()))], areMore);
    }

    // So that the first ten thousand are those that it is for.
    private static AssetQuery Narrowed(AssetQuery query, ManyAct act) =>
        act is ManyAct.Renew or ManyAct.Withdraw && query.State is null ? query with { State = AssetState.Marked } : query;

    private static LeftOut? WhyNot(SelectedAsset asset, ManyAct act, DateTimeOffset now) => act switch
    {
        ManyAct.Renew or ManyAct.Withdraw => asset.State == AssetState.Marked ? null : Assets.LeftOut.NotMarked,
        ManyAct.Mark when asset.State == AssetState.Marked => Assets.LeftOut.Marked,
        ManyAct.Mark when !(asset.DeclaredUntil > now) => Assets.LeftOut.NotDeclared,
        ManyAct.Mark when asset.ControlProvenAt is null => Assets.LeftOut.NoControl,
        _ => null,
    };
}
