using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Work.Assets;
using Microsoft.AspNetCore.Mvc;

namespace DigitalEmblem.Issuer.Api;

/// <summary>Which assets are asked for. What is left out does not narrow the list.</summary>
/// <param name="State">Where they stand.</param>
/// <param name="Name">A part of their names.</param>
/// <param name="Zone">The zone in which their names lie.</param>
/// <param name="Purposes">Purposes, all of which they have, with spaces or + between them.</param>
/// <param name="Seen">Whether the world saw our emblem at the last look.</param>
/// <param name="HasAlert">Whether an alert about them is open.</param>
/// <param name="DeclaredUntilBefore">Their declaration ends before this instant (ISO 8601, with Z).</param>
/// <param name="EmblemEndsBefore">Their emblem ends before this instant.</param>
/// <param name="Sort">The order; by name if left out.</param>
/// <param name="After">What the page before said as next.</param>
/// <param name="Before">What the page behind said as previous; not with after.</param>
/// <param name="Limit">How many, 1 to 1,000; 100 if left out.</param>
internal sealed record AssetListQuery(
    [FromQuery(Name = "state")] AssetState? State,
    [FromQuery(Name = "name")] string? Name,
    [FromQuery(Name = "zone")] string? Zone,
    [FromQuery(Name = "purposes")] string? Purposes,
    [FromQuery(Name = "seen")] SeenByWorld? Seen,
    [FromQuery(Name = "hasAlert")] bool? HasAlert,
    [FromQuery(Name = "declaredUntilBefore")] string? DeclaredUntilBefore,
    [FromQuery(Name = "emblemEndsBefore")] string? EmblemEndsBefore,
    [FromQuery(Name = "sort")] AssetSort? Sort,
    [FromQuery(Name = "after")] string? After,
    [FromQuery(Name = "before")] string? Before,
    [FromQuery(Name = "limit")] int? Limit)
{
    /// <summary>As the domain takes it.</summary>
    /// <exception cref="ApiException">A value is not of its form.</exception>
    public AssetQuery ToQuery() => After is not null && Before is not null
        ? throw new ApiException(ProblemKind.Malformed, "after and before are not given together.")
        : new AssetQuery
        {
            State = State,
            Part = Name,
            Zone = Zone is { } zone ? Given.Name(zone, "zone") : null,
            Purposes = Given.PurposesOf(Purposes, "purposes"),
            Seen = Seen,
            HasAlert = HasAlert,
            DeclaredUntilBefore = Given.Instant(DeclaredUntilBefore, "declaredUntilBefore"),
            EmblemEndsBefore = Given.Instant(EmblemEndsBefore, "emblemEndsBefore"),
            Sort = Sort ?? AssetSort.Name,
            After = Cursor(After, "after"),
            Before = Cursor(Before, "before"),
            Count = PageQuery.Checked(Limit),
        };

    private static AssetCursor? Cursor(string? text, string member) => text is null ? null
        : AssetCursor.TryParse(text, out AssetCursor? cursor) ? cursor
        : throw new ApiException(ProblemKind.Malformed, $"{member} is what another page said as next or previous.");
}
