namespace DigitalEmblem.Cli.Output;

/// <summary>A sentence in a column of its own, in a hole of another one.</summary>
/// <param name="Text">The sentence.</param>
/// <param name="Width">The columns that it takes at least.</param>
/// <param name="IsAtEnd">Whether the blanks stand before it, as for numbers.</param>
internal sealed record Cell(Sentence Text, int Width, bool IsAtEnd = false);
