using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.Fields;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Web.Speaking;

/// <summary>What the pages say of names that are marked, or may be.</summary>
internal static class AssetWords
{
    /// <summary>The profiles of one name.</summary>
    public static IReadOnlyList<Choice> Profiles { get; } =
    [
        new("", Sentence.Of($"as its zone says")),
        new(nameof(MarkProfiles.Cwt), Sentence.Of($"CWT: records of type IHLE, as the drafts have it")),
        new(nameof(MarkProfiles.Jws), Sentence.Of($"JWS: TXT records, which every provider's form takes")),
        new(nameof(MarkProfiles.Both), Sentence.Of($"both, side by side")),
    ];

    /// <summary>Where a name or data stand.</summary>
    public static Sentence Of(AssetState state) => state switch
    {
        AssetState.Marked => Sentence.Of($"marked"),
        AssetState.Withdrawn => Sentence.Of($"withdrawn"),
        _ => Sentence.Of($"on the list"),
    };

    /// <summary>The class of the mark before it.</summary>
    public static string Shade(AssetState state) => state == AssetState.Marked ? "good" : "";

    /// <summary>Profiles in one or two words.</summary>
    public static Sentence Of(MarkProfiles profiles) => profiles switch
    {
        MarkProfiles.None => Sentence.Of($"none yet: no zone holds the name"),
        MarkProfiles.Cwt => Sentence.Of($"CWT"),
        MarkProfiles.Jws => Sentence.Of($"JWS"),
        _ => Sentence.Of($"CWT and JWS"),
    };

    /// <summary>How many names there are, and where they stand.</summary>
    public static Sentence Of(AssetTotals totals) => Sentence.Of(
        $"{Names(totals.All)}: {Marked(totals.Marked)}, {Listed(totals.Listed)}, {Withdrawn(totals.Withdrawn)}.");

    /// <summary>How many of them a filter matches.</summary>
    public static Sentence Matching(AssetPage page) => page.AreMore
        ? Sentence.Of($"More than {page.Matching:N0} match.")
        : Sentence.Counting(page.Matching, $"1 matches.", $"{page.Matching:N0} match.");

    private static Sentence Names(int count) => Sentence.Counting(count, $"1 name", $"{count:N0} names");

    private static Sentence Marked(int count) => Sentence.Counting(count, $"1 is marked", $"{count:N0} are marked");

    private static Sentence Listed(int count) => Sentence.Counting(count, $"1 is on the list", $"{count:N0} are on the list");

    private static Sentence Withdrawn(int count) => Sentence.Counting(count, $"1 is withdrawn", $"{count:N0} are withdrawn");
}
