using System.Globalization;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.Acting;
using DigitalEmblem.Issuer.Web.Speaking;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.Errands;
using Microsoft.AspNetCore.Mvc;

namespace DigitalEmblem.Issuer.Web.Pages.Assets;

/// <summary>Withdraws the emblems of one name or of several, by one press; above ten, the number is typed.</summary>
[May(AccessRoles.Officer)]
internal sealed class WithdrawModel(
    SelectAssets select, FollowWithdrawals follow, WithdrawAssets withdraw, StartErrand start, TimeProvider clock) : ActPage
{
    /// <summary>Above so many names the number is typed.</summary>
    public const int WithoutTyping = 10;

    /// <summary>The names.</summary>
    public ChosenNames Chosen { get; private set; } = null!;

    /// <summary>What follows.</summary>
    public WithdrawalOutlook Outlook { get; private set; } = null!;

    /// <summary>Until when caches show the emblems at most, if the name servers answer now; null if nothing was to be published.</summary>
    public DateTimeOffset? CachesUntil => clock.GetUtcNow() + Outlook.LongestTtl;

    /// <summary>Whether the number is typed.</summary>
    public bool IsTyped => Chosen.Fit.Count > WithoutTyping;

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    [May(AccessRoles.Officer)]
    public async Task<IActionResult> OnPostAsync(string? seen, string? typed, CancellationToken cancellationToken)
    {
        await LoadChosenAsync(cancellationToken);
        if (IsTyped && seen == Chosen.Seen && !IsNumber(typed, Chosen.Fit.Count))
        {
            Wrong("typed", $"Type {Chosen.Fit.Count}, so that no other emblems are withdrawn by mistake.");
        }

        return await ActAsync(
            async actor =>
            {
                Chosen.Require(seen);
                Guid[] ids = Chosen.Ids;
                if (ids.Length > Errand.AtOnce)
                {
                    Errand errand = await start.OnAssetsAsync(actor, AssetActs.Withdraw, ids, cancellationToken);
                    return Done($"/errands/{errand.Id}", $"The emblems are withdrawn part by part, before all other work.");
                }

                await withdraw.RunAsync(actor, ids, cancellationToken);
                return Done(
                    "/assets/withdrawn" + QueryString.Create(
                        ids.Take(FollowWithdrawals.MostFollowed).Select(i => new KeyValuePair<string, string?>("id", i.ToString()))),
                    ManyWords.Done(ManyAct.Withdraw, ids.Length));
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        await LoadChosenAsync(cancellationToken);
        Outlook = await follow.ForeseeAsync(Chosen.Ids, cancellationToken);
    }

    private static bool IsNumber(string? typed, int count) => int.TryParse(
        TypedDigits.Plain(typed?.Trim() ?? ""), NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out int number)
        && number == count;

    private async Task LoadChosenAsync(CancellationToken cancellationToken) => Chosen = await ChosenNames.OfAsync(
        Request.Query, ManyAct.Withdraw, select, clock.GetUtcNow(), cancellationToken);
}
