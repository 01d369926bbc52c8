using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data;

/// <summary>
/// What a check finds of a volume beside its entries (data-emblem, volume). A volume's sign does not prove that nothing was removed, and
/// an older sign with the older data shows only to a person who has noted a later generation.
/// </summary>
public sealed record VolumeCheck
{
    /// <summary>The generation that the sign names: note it with the root.</summary>
    public required long Generation { get; init; }

    /// <summary>The oldest generation that could be read; 1 if all could.</summary>
    public required long OldestRead { get; init; }

    /// <summary>Whether it is an earlier generation than the caller asked for (<see cref="DataCheckOptions.LeastGeneration"/>).</summary>
    public bool IsOlderThanAsked { get; init; }

    /// <summary>Why older generations could not be read, a sentence; null if all could.</summary>
    public string? Fault { get; init; }

    /// <summary>
    /// Manifests of generations beside the sign that are not of its chain, the first 16. Nothing vouches for them, so that they change no
    /// outcome.
    /// </summary>
    public ValueList<OtherGeneration> Others { get; init; } = [];

    /// <summary>How many more there are, or were not looked at.</summary>
    public long OthersNotShown { get; init; }

    /// <summary>The answer on a sign of no volume where a generation was asked for.</summary>
    internal static string NoVolume(long least) => $"The sign is of no volume, and generation {least} was asked for.";

    internal static VolumeCheck Of(VolumeChain chain, Folder signFolder, long? least)
    {
        (ValueList<OtherGeneration> others, long more) = OtherGenerations.Find(signFolder, chain);
        return new VolumeCheck
        {
            Generation = chain.Newest.Number,
            IsOlderThanAsked = chain.Newest.Number < least,
            OldestRead = Math.Max(chain.Oldest.Number, chain.Break.Generation + 1),
            Fault = chain.Break.Sentence,
            Others = others,
            OthersNotShown = more,
        };
    }
}
