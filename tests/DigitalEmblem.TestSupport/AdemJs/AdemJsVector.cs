using System.Text.Json.Serialization;

namespace DigitalEmblem.TestSupport.AdemJs;

/// <summary>One vector of spec/jws-profile/adem-js.json.</summary>
/// <param name="Name">What the vector changes.</param>
/// <param name="About">The rule that it shows.</param>
/// <param name="Records">The TXT records, as positions in the file's texts.</param>
/// <param name="Asset">The asset that the caller asks about.</param>
/// <param name="At">The instant of judgement.</param>
/// <param name="Committed">The committed root keys; every other key is not committed.</param>
/// <param name="Outcome">The expected outcome.</param>
/// <param name="Level">The expected level.</param>
/// <param name="Broken">The broken rules, in the order in which they are found.</param>
/// <param name="Listed">Whether the reported assets contain the one asked about.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record AdemJsVector(
    string Name,
    int About,
    IReadOnlyList<int> Records,
    string Asset,
    DateTimeOffset At,
    IReadOnlyList<AdemJsCommitment> Committed,
    AdemJsOutcome Outcome,
    AdemJsLevel Level,
    IReadOnlyList<int> Broken,
    bool Listed);
