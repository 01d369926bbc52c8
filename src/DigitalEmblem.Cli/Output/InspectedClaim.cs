namespace DigitalEmblem.Cli.Output;

/// <summary>A claim of a token, with its value.</summary>
/// <param name="Name">What it is called; in JSON its English is the key.</param>
/// <param name="Value">Its value.</param>
internal sealed record InspectedClaim(Sentence Name, Sentence Value)
{
    /// <summary>The two for a tree. The value is cut where it is too long for a line.</summary>
    public string Markup => $"{Terminal.Styled("grey", Name)} {Terminal.Markup(Value)}";
}
