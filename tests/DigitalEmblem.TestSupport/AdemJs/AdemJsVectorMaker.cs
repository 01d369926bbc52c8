namespace DigitalEmblem.TestSupport.AdemJs;

/// <summary>Makes the vectors from scenes; the expected outcomes are written by hand, and not taken from the judge.</summary>
public sealed class AdemJsVectorMaker
{
    private readonly List<string> _texts = [];
    private readonly List<AdemJsVector> _vectors = [];

    private AdemJsVectorMaker()
    {
    }

    /// <summary>All vectors.</summary>
    public static AdemJsVectorFile Make()
    {
        var maker = new AdemJsVectorMaker();
        AdemJsRecordVectors.Add(maker);
        AdemJsTokenVectors.Add(maker);
        AdemJsChainVectors.Add(maker);
        AdemJsConstraintVectors.Add(maker);
        return new AdemJsVectorFile(
            "adem-js (adem-wg/adem-chrome), rules in adem-js.md; keys are made for these vectors and are worth nothing",
            maker._texts,
            maker._vectors);
    }

    internal void Accepted(
        int about, string name, Action<AdemJsScene> change, AdemJsLevel level = AdemJsLevel.Endorsed, bool listed = true) =>
        Add(about, name, change, AdemJsOutcome.Accepted, level, [], listed);

    internal void Flawed(int about, string name, Action<AdemJsScene> change, AdemJsLevel level, params int[] broken) =>
        Add(about, name, change, AdemJsOutcome.MarkedWithErrors, level, broken, listed: true);

    internal void Refused(int about, string name, Action<AdemJsScene> change, params int[] broken) =>
        Add(about, name, change, AdemJsOutcome.Refused, AdemJsLevel.Invalid, broken, listed: false);

    private void Add(
        int about, string name, Action<AdemJsScene> change, AdemJsOutcome outcome, AdemJsLevel level, int[] broken, bool listed)
    {
        var scene = new AdemJsScene();
        change(scene);
        _vectors.Add(new AdemJsVector(
            name,
            about,
            [.. scene.Records().Select(Position)],
            scene.AskedAsset,
            scene.At,
            [.. scene.Committed.Select(c => new AdemJsCommitment(c.Issuer, c.Key))],
            outcome,
            level,
            broken,
            listed));
    }

    private int Position(string text)
    {
        if (!_texts.Contains(text))
        {
            _texts.Add(text);
        }

        return _texts.IndexOf(text);
    }
}
