using Microsoft.AspNetCore.Http.HttpResults;

namespace DigitalEmblem.Issuer.Api;

/// <summary>What the signs mean in law, in the words that verdicts carry (spec/law).</summary>
internal static class LawApi
{
    public static void MapLawApi(this IEndpointRouteBuilder app) =>
        app.MapGet("/law", Show).By(Callers.Readers).WithoutNames()
            .WithTags("Law").WithName("Law").WithSummary("Shows what each sign means in law.")
            .WithDescription("The same words as in every verdict on an emblem with this purpose. They are no legal advice.");

    private static Ok<LawView> Show() => TypedResults.Ok(
        new LawView(LawTexts.Version, LawTexts.Caveat, [.. LawTexts.For(Purposes.All).Select(LawSignView.Of)]));
}
