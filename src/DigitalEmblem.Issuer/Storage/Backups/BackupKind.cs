namespace DigitalEmblem.Issuer.Storage.Backups;

/// <summary>What a file is, by how it begins.</summary>
internal enum BackupKind
{
    /// <summary>No backup.</summary>
    None = 0,

    /// <summary>A database of SQLite.</summary>
    Plain,

    /// <summary>A file that age encrypted.</summary>
    Encrypted,
}
