namespace DigitalEmblem.Texts;

/// <summary>What stands between the things of a list in a sentence. Each language writes it in its own way.</summary>
internal enum ListForm
{
    /// <summary>a, b, c</summary>
    Commas = 0,

    /// <summary>a, b and c</summary>
    And,

    /// <summary>a; b; c, of parts that have commas themselves.</summary>
    Semicolons,
}
