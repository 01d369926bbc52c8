namespace DigitalEmblem.Cli.Postgres;

/// <summary>Another one changed the comment between its reading and its writing; nothing was written.</summary>
internal sealed class CommentChangedException() : Exception("Another one changed the comment at this moment. Run the command again.");
