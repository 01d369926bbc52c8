namespace DigitalEmblem.Texts;

/// <summary>A name or a key in a stored sentence: the same in every language, and read from left to right.</summary>
/// <param name="Text">What it is written as.</param>
internal sealed record Verbatim(string Text)
{
    /// <inheritdoc/>
    public override string ToString() => Text;
}
