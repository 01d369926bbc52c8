using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Watching;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Web.Speaking;

/// <summary>
/// What the pages say of what the world sees at a name. That it could not be found out is never said as if nothing were there.
/// </summary>
internal static class WorldWords
{
    /// <summary>In a few words, for a list.</summary>
    public static Sentence Of(WorldSees sees) => sees switch
    {
        WorldSees.OurEmblem => Sentence.Of($"our emblem"),
        WorldSees.Nothing => Sentence.Of($"no emblem"),
        WorldSees.SomethingElse => Sentence.Of($"something else"),
        WorldSees.CouldNotLook => Sentence.Of($"could not look"),
        _ => Sentence.Of($"not looked yet"),
    };

    /// <summary>The class of the mark before it.</summary>
    public static string Shade(WorldSees sees, AssetState state) => (sees, state) switch
    {
        (WorldSees.OurEmblem, AssetState.Marked) => "good",
        (WorldSees.OurEmblem or WorldSees.SomethingElse, _) => "bad",
        (WorldSees.Nothing, AssetState.Marked) => "bad",
        (WorldSees.CouldNotLook, _) => "warn",
        _ => "",
    };

    /// <summary>What the world sees at a name, in a sentence.</summary>
    /// <param name="name">The name.</param>
    /// <param name="latest">The latest look; null if there was none.</param>
    public static Sentence Sees(DomainName name, ObservedName? latest) => latest switch
    {
        null or { Observation.Last: WorldSees.NotLooked } => Sentence.Of(
            $"This service has not looked yet at what the world sees at {name}."),
        { Observation.Last: WorldSees.CouldNotLook } => Sentence.Of(
            $"It could not be found out what the world sees at {name}, since {latest.Observation.UnansweredSince}. This says nothing about "
                + $"the emblem."),
        { Observation: { Sees: WorldSees.OurEmblem, EndorsedBy.Length: > 0 } seen } => Sentence.Of(
            $"The world sees our emblem at {name}, endorsed by {Endorsers(seen)}; looked at {latest.LookedAt}."),
        { Observation.Sees: WorldSees.OurEmblem } => Sentence.Of(
            $"The world sees our emblem at {name}, and no endorsement of an authority beside it; looked at {latest.LookedAt}."),
        { Observation.Sees: WorldSees.Nothing } => Sentence.Of($"The world sees no emblem at {name}; looked at {latest.LookedAt}."),
        _ => Sentence.Of(
            $"The world sees records about emblems at {name}, and no emblem of ours that holds; looked at {latest.LookedAt}."),
    };

    /// <summary>What was seen before it could not be found out any more; null if nothing was, or the last look was answered.</summary>
    public static Sentence? Before(ObservedName? latest) => latest switch
    {
        { Observation: { Last: WorldSees.CouldNotLook, Sees: not WorldSees.NotLooked } } =>
            Sentence.Of($"The last look that was answered, at {latest.LookedAt}, saw: {Of(latest.Observation.Sees)}."),
        _ => null,
    };

    /// <summary>The class of the note around the sentence.</summary>
    public static string Note(AssetState state, ObservedName? latest) =>
        Shade(latest?.Observation.Last ?? WorldSees.NotLooked, state);

    /// <summary>The organizations whose endorsement was shown.</summary>
    public static Sentence Endorsers(Observation seen) => Sentence.List(
        seen.EndorsedBy.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(e => new Verbatim(e)), ListForm.And);
}
