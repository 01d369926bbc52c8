namespace DigitalEmblem.Cli.Postgres;

/// <summary>Another one changed the comment between its reading and its writing; nothing was written.</summary>
internal sealed class CommentChangedException() : Exception(Said.ToString()), ISpoken
{
    /// <summary>The message, for every language.</summary>
    public Sentence Sentence => Said;

    private static Sentence Said => $"Another one changed the comment at this moment. Run the command again.";
}
