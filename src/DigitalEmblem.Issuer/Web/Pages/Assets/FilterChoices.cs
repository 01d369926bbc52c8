using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.Fields;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Web.Pages.Assets;

/// <summary>What the filters of the list of names offer.</summary>
internal static class FilterChoices
{
    /// <summary>Where names stand.</summary>
    public static IReadOnlyList<Choice> States { get; } =
    [
        Any,
        new(nameof(AssetState.Listed), Sentence.Of($"on the list")),
        new(nameof(AssetState.Marked), Sentence.Of($"marked")),
        new(nameof(AssetState.Withdrawn), Sentence.Of($"withdrawn")),
    ];

    /// <summary>Whether the world sees our emblem.</summary>
    public static IReadOnlyList<Choice> Seen { get; } =
    [
        Any,
        new(nameof(SeenByWorld.Yes), Sentence.Of($"our emblem is seen")),
        new(nameof(SeenByWorld.No), Sentence.Of($"no emblem of ours is seen")),
        new(nameof(SeenByWorld.CouldNotLook), Sentence.Of($"it could not be found out")),
        new(nameof(SeenByWorld.NotLooked), Sentence.Of($"not looked yet")),
    ];

    /// <summary>Purposes.</summary>
    public static IReadOnlyList<Choice> Purpose { get; } =
        [Any, .. PurposeNames.All.Select(n => new Choice(n, Sentence.Of($"{new Word(PurposeWords.Type, n)}")))];

    /// <summary>Whether alerts are open.</summary>
    public static IReadOnlyList<Choice> Alerts { get; } =
        [Any, new("yes", Sentence.Of($"with an open alert")), new("no", Sentence.Of($"without one"))];

    /// <summary>In how many hours the emblem ends.</summary>
    public static IReadOnlyList<Choice> Ends { get; } =
    [
        Any,
        new("6", Sentence.Of($"within 6 hours")),
        new("24", Sentence.Of($"within a day")),
        new("168", Sentence.Of($"within a week")),
    ];

    /// <summary>In how many days the declaration ends.</summary>
    public static IReadOnlyList<Choice> Declared { get; } =
    [
        Any,
        new("0", Sentence.Of($"it has ended")),
        new("30", Sentence.Of($"within 30 days")),
        new("90", Sentence.Of($"within 90 days")),
    ];

    private static Choice Any => new("", Sentence.Of($"any"));
}
