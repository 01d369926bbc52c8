using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Domain;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Worker;

/// <summary>What an instance does before it ends: each of the issuer's actions that reaches from the database to the DNS.</summary>
internal static class Actions
{
    public const string Issue = "issue", Withdraw = "withdraw", Roll = "roll", Compromise = "compromise";

    /// <summary>Does one, and whatever follows from it.</summary>
    public static async Task RunAsync(OpenIssuer issuer, string action)
    {
        switch (action)
        {
            case Issue:
                break;
            case Withdraw:
                await issuer.WithdrawAssets.RunAsync("officer", await FirstTwoAsync(issuer), default);
                break;
            case Roll:
                OrganizationKey next = await issuer.MakeKey.RunAsync(
                    "administrator", KeyUse.Emblem, SignatureAlgorithm.ES256, KeyCustody.File, default);
                await issuer.EndorseKey.RunAsync("administrator", next.Id, Purposes.Protective, default);
                break;
            case Compromise:
                await issuer.DeclareCompromise.RunAsync("officer", await KeyInUseAsync(issuer), null, "lost", default);
                break;
            default:
                throw new ArgumentException($"'{action}' is no action.", nameof(action));
        }

        await issuer.RunAsync();
    }

    private static Task<List<Guid>> FirstTwoAsync(OpenIssuer issuer) =>
        issuer.Store.ReadAsync(
            d => d.Assets.Where(a => a.State == AssetState.Marked).OrderBy(a => a.Name).Select(a => a.Id).Take(2).ToListAsync());

    private static Task<Guid> KeyInUseAsync(OpenIssuer issuer) =>
        issuer.Store.ReadAsync(
            d => d.Keys.Where(k => k.Use == KeyUse.Emblem && k.State == KeyState.Active).Select(k => k.Id).SingleAsync());
}
