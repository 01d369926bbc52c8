using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>Which assets are asked for, and which page of them. What is left out does not narrow the list.</summary>
internal sealed record AssetQuery
{
    /// <summary>How many a page has in the web interface.</summary>
    public const int UsualCount = 50;

    /// <summary>Where they stand.</summary>
    public AssetState? State { get; init; }

    /// <summary>The zone in which their names lie.</summary>
    public DomainName? Zone { get; init; }

    /// <summary>Purposes, all of which they have.</summary>
    public Purposes Purposes { get; init; }

    /// <summary>Whether the world saw our emblem.</summary>
    public SeenByWorld? Seen { get; init; }

    /// <summary>Whether an alert about them is open.</summary>
    public bool? HasAlert { get; init; }

    /// <summary>Their declaration ends before this instant.</summary>
    public DateTimeOffset? DeclaredUntilBefore { get; init; }

    /// <summary>Their emblem ends before this instant.</summary>
    public DateTimeOffset? EmblemEndsBefore { get; init; }

    /// <summary>Labels, all of which they have.</summary>
    public AssetLabels? Labels { get; init; }

    /// <summary>A part of their names, in DNS form. Letter case does not count.</summary>
    public string? Part { get; init; }

    /// <summary>The order.</summary>
    public AssetSort Sort { get; init; }

    /// <summary>The place in the list behind which the page begins; null for its beginning.</summary>
    public AssetCursor? After { get; init; }

    /// <summary>The place before which the page ends; not with <see cref="After"/>.</summary>
    public AssetCursor? Before { get; init; }

    /// <summary>How many are on the page, from 1.</summary>
    public int Count { get; init; } = UsualCount;

    /// <summary>Whether it asks for all, or for a state only, so that the counts by state count it.</summary>
    internal bool CountsByState =>
        this with { State = null, Sort = default, After = null, Before = null, Count = UsualCount } == new AssetQuery();
}
