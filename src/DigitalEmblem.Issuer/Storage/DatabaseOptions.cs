namespace DigitalEmblem.Issuer.Storage;

/// <summary>Where the database is. Whoever can write to it can have emblems published for any name whose zone we can change, but cannot make a signature; the journal shows it afterwards.</summary>
internal sealed class DatabaseOptions
{
    /// <summary>A connection string of PostgreSQL (beginning with <c>Host=</c>), or a path for a SQLite file.</summary>
    public string Connection { get; set; } = "issuer.db";

    public bool IsPostgres => Connection.Contains("Host=", StringComparison.OrdinalIgnoreCase);
}
