namespace DigitalEmblem.Data;

/// <summary>
/// The kinds of place of version 1, and their facts (data-emblem, location). The word of a kind that others define begins with
/// <c>x-</c>.
/// </summary>
public static class PlaceKinds
{
    /// <summary>A folder of a machine: <see cref="FileSystem"/> and <see cref="Path"/>.</summary>
    public const string Folder = "folder";

    /// <summary>
    /// A database of a PostgreSQL server: <see cref="Database"/>, <see cref="DatabaseOid"/> and <see cref="SystemIdentifier"/>.
    /// </summary>
    public const string PostgreSqlDatabase = "postgresql-database";

    /// <summary>The fact of a folder: which file system it is on, as <c>uuid:</c> or <c>fsid:</c> and an identifier.</summary>
    public const string FileSystem = "filesystem";

    /// <summary>The fact of a folder: its absolute path, as the kernel names it.</summary>
    public const string Path = "path";

    /// <summary>The fact of a database: its name.</summary>
    public const string Database = "database";

    /// <summary>The fact of a database: the number of its row in <c>pg_database</c>.</summary>
    public const string DatabaseOid = "database-oid";

    /// <summary>The fact of a database: the number of the server's data, which replicas and base backups share.</summary>
    public const string SystemIdentifier = "system-identifier";

    private const string Other = "x-";

    /// <summary>
    /// Why a place of a kind of version 1 has not the facts that it must have; null if it has them, or is of another's kind.
    /// </summary>
    internal static string? Fault(DataPlace place)
    {
        string[]? facts = place.Kind switch
        {
            Folder => [FileSystem, Path],
            PostgreSqlDatabase => [Database, DatabaseOid, SystemIdentifier],
            _ => null,
        };
        return facts is null
            ? place.Kind.StartsWith(Other, StringComparison.Ordinal) ? null : $"this version knows no kind of place '{place.Kind}'"
            : place.Facts.Select(f => f.Name).SequenceEqual(facts) ? null
            : $"a place of the kind '{place.Kind}' has the facts {string.Join(", ", facts)}, and no others";
    }
}
