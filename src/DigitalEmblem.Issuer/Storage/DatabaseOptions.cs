namespace DigitalEmblem.Issuer.Storage;

/// <summary>
/// Where the database is. Anyone who can write to it can let themselves in as an administrator and have emblems signed and published for
/// any name whose zone we can change, but cannot take a key away; the journal, or a head of it kept elsewhere, shows it afterwards.
/// </summary>
internal sealed class DatabaseOptions
{
    /// <summary>
    /// A connection string of PostgreSQL (beginning with <c>Host=</c>), or a path for a SQLite file. Anyone who can change it can give the
    /// service another past: put back a database that knows an emblem as not withdrawn, say. A connection string with a password in it
    /// belongs into a variable or a file that others cannot read: anyone who has it can write to the database.
    /// </summary>
    public string Connection { get; set; } = "issuer.db";

    internal bool IsPostgres => Connection.Contains("Host=", StringComparison.OrdinalIgnoreCase);
}
