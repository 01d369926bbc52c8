namespace DigitalEmblem.Cli.Postgres;

/// <summary>The comment on a database, as bytes: databases of one server may have several encodings.</summary>
/// <param name="Name">The name of the database; bytes that are not UTF-8 become U+FFFD.</param>
/// <param name="Bytes">The comment, empty if there is none; null if it is too long to be read.</param>
internal sealed record DatabaseComment(string Name, byte[]? Bytes);
