using DigitalEmblem.Texts;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Issuer.CheckPage.Answering;

/// <summary>Levels and severities, as people read them.</summary>
internal static class LevelWords
{
    /// <summary>What a level says.</summary>
    public static Sentence Of(SecurityLevel level) => level switch
    {
        SecurityLevel.Signed => Sentence.Of($"signed by a key that no organization is shown to own"),
        SecurityLevel.Organizational => Sentence.Of($"the organization that it names stands behind it"),
        SecurityLevel.Endorsed => Sentence.Of($"another organization endorses the one that stands behind it"),
        SecurityLevel.Invalid => Sentence.Of($"wrong"),
        SecurityLevel.None => Sentence.Of($"nothing is shown"),
        _ => Sentence.Of($"this was not found out"),
    };

    /// <summary>What a page asks for.</summary>
    public static Sentence Asked(SecurityLevel level) => level switch
    {
        SecurityLevel.Signed => Sentence.Of($"an emblem that is signed"),
        SecurityLevel.Endorsed => Sentence.Of($"an emblem whose issuer is shown, and is endorsed by another organization"),
        _ => Sentence.Of($"an emblem whose issuer is shown"),
    };

    /// <summary>What a finding did to the result.</summary>
    public static Sentence Of(FindingSeverity severity) => severity switch
    {
        FindingSeverity.Failure => Sentence.Of($"Wrong or missing"),
        FindingSeverity.Warning => Sentence.Of($"Look at this"),
        _ => Sentence.Of($"Note"),
    };
}
