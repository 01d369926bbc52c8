using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Work.Assets;
using Microsoft.AspNetCore.Mvc;

namespace DigitalEmblem.Issuer.Api;

/// <summary>Which assets are asked for. What is left out does not narrow the list.</summary>
internal sealed record AssetListQuery
{
    /// <summary>Where they stand.</summary>
    [FromQuery(Name = "state")]
    public AssetState? State { get; init; }

    /// <summary>A part of their names.</summary>
    [FromQuery(Name = "name")]
    public string? Name { get; init; }

    /// <summary>The zone in which their names lie.</summary>
    [FromQuery(Name = "zone")]
    public string? Zone { get; init; }

    /// <summary>Purposes, all of which they have, with spaces or + between them.</summary>
    [FromQuery(Name = "purposes")]
    public string? Purposes { get; init; }

    /// <summary>Labels, as key=value, all of which they have.</summary>
    [FromQuery(Name = "label")]
    public string[]? Label { get; init; }

    /// <summary>Whether the world saw our emblem at the last look.</summary>
    [FromQuery(Name = "seen")]
    public SeenByWorld? Seen { get; init; }

    /// <summary>Whether an alert about them is open.</summary>
    [FromQuery(Name = "hasAlert")]
    public bool? HasAlert { get; init; }

    /// <summary>Their declaration ends before this instant (ISO 8601, with Z).</summary>
    [FromQuery(Name = "declaredUntilBefore")]
    public string? DeclaredUntilBefore { get; init; }

    /// <summary>Their emblem ends before this instant.</summary>
    [FromQuery(Name = "emblemEndsBefore")]
    public string? EmblemEndsBefore { get; init; }

    /// <summary>The order; by name if left out.</summary>
    [FromQuery(Name = "sort")]
    public AssetSort? Sort { get; init; }

    /// <summary>What the page before said as next.</summary>
    [FromQuery(Name = "after")]
    public string? After { get; init; }

    /// <summary>What the page behind said as previous; not with after.</summary>
    [FromQuery(Name = "before")]
    public string? Before { get; init; }

    /// <summary>How many, 1 to 1,000; 100 if left out.</summary>
    [FromQuery(Name = "limit")]
    public int? Limit { get; init; }

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
            Labels = Label is { Length: > 0 } labels ? AssetLabels.Parse(string.Join(' ', labels)) : null,
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
