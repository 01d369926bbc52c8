namespace DigitalEmblem.Cli;

/// <summary>A word of the command line is not of the form that is asked there.</summary>
/// <param name="sentence">What is wrong, and what to write.</param>
internal sealed class MistypedException(Sentence sentence) : FormatException(sentence.ToString()), ISpoken
{
    /// <summary>The message, for every language.</summary>
    public Sentence Sentence { get; } = sentence;
}
