using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Web.Speaking;

/// <summary>What the page of the law says of its texts.</summary>
internal static class LawWords
{
    /// <summary>How far a statement was checked.</summary>
    public static Sentence Of(LawStatus status) => status switch
    {
        LawStatus.Compared => Sentence.Of($"compared with the treaty's words"),
        LawStatus.Disputed => Sentence.Of($"States or experts disagree"),
        LawStatus.Absent => Sentence.Of($"the text was searched, and has no such rule"),
        _ => Sentence.Of($"not compared with the treaty's words: read the treaty"),
    };

    /// <summary>The class of the stylesheet for it.</summary>
    public static string StyleOf(LawStatus status) => status switch
    {
        LawStatus.Compared or LawStatus.Absent => "good",
        _ => "warn",
    };

    /// <summary>What a statement is about.</summary>
    public static Sentence Of(LawStatementKind kind) => kind switch
    {
        LawStatementKind.Covers => Sentence.Of($"Whom and what it covers"),
        LawStatementKind.Effect => Sentence.Of($"What the law demands"),
        LawStatementKind.Limits => Sentence.Of($"When that ends, and what does not end it"),
        LawStatementKind.Precautions => Sentence.Of($"Before and during an attack"),
        LawStatementKind.NotSaid => Sentence.Of($"What the sign does not say"),
        LawStatementKind.Regimes => Sentence.Of($"Regimes"),
        LawStatementKind.Transport => Sentence.Of($"Transports"),
        LawStatementKind.Authorised => Sentence.Of($"Who may authorise it"),
        LawStatementKind.Rules => Sentence.Of($"Other rules of use"),
        LawStatementKind.Peacetime => Sentence.Of($"In peacetime"),
        LawStatementKind.Conflict => Sentence.Of($"In which armed conflicts"),
        LawStatementKind.Sign => Sentence.Of($"The sign"),
        LawStatementKind.FurtherSignals => Sentence.Of($"Further signals"),
        LawStatementKind.Numbering => Sentence.Of($"How articles are numbered"),
        LawStatementKind.Misuse => Sentence.Of($"Misuse"),
        LawStatementKind.Crimes => Sentence.Of($"War crimes and grave breaches"),
        LawStatementKind.Custom => Sentence.Of($"Custom beside the treaties"),
        LawStatementKind.Settled => Sentence.Of($"What no source disputes"),
        LawStatementKind.Some => Sentence.Of($"What some hold"),
        LawStatementKind.Open => Sentence.Of($"What no source decides"),
        _ => Sentence.Of($"How the law can be changed"),
    };
}
