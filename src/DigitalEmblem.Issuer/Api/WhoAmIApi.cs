using System.Security.Claims;
using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Api;

/// <summary>Who the service takes the caller for.</summary>
internal static class WhoAmIApi
{
    public static void MapWhoAmIApi(this IEndpointRouteBuilder app) => app.MapGet("/whoami", Show).By(Callers.Everyone).WithoutNames()
        .WithTags("Access").WithName("WhoAmI")
        .WithSummary("Says who calls, by which credential, with which roles and zones, and until when.");

    private static WhoAmIView Show(ClaimsPrincipal user)
    {
        Caller caller = Caller.Of(user);
        bool isKey = Guid.TryParse(caller.Actor.Credential, out Guid key);
        return new WhoAmIView(
            caller.Actor.Name,
            isKey ? CallerCredential.ApiKey : CallerCredential.ProviderToken,
            isKey ? key : null,
            Callers.Apart(caller.Roles),
            InstantConverter.TryParse(user.FindFirstValue(ClaimTypes.Expiration) ?? "", out DateTimeOffset until) ? until : null,
            AccessView.Texts(Caller.ZonesOf(user)));
    }
}
