namespace DigitalEmblem.Cli;

/// <summary>A mistake of the caller (exit code 64).</summary>
/// <param name="sentence">One line that names the likely cause.</param>
internal sealed class UsageException(Sentence sentence) : Exception(sentence.ToString()), ISpoken
{
    /// <summary>The message, for every language.</summary>
    public Sentence Sentence { get; } = sentence;
}
