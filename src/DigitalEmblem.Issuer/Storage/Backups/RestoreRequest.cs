namespace DigitalEmblem.Issuer.Storage.Backups;

/// <summary>What is to be restored.</summary>
/// <param name="Database">The whole path of the database, which is not there.</param>
/// <param name="From">The backup: the whole path of a file, or <c>-</c> for standard input.</param>
internal sealed record RestoreRequest(string Database, string From)
{
    /// <summary>Standard input, as a file.</summary>
    public const string Input = "-";

    /// <summary>Whole paths of files with identities of age; none for a backup that is not encrypted.</summary>
    public IReadOnlyList<string> Identities { get; init; } = [];

    /// <summary>A head of the journal that was kept; null for none.</summary>
    public (long Sequence, byte[] Hash)? Head { get; init; }

    /// <summary>The whole path of the database that was put aside; null for none.</summary>
    public string? After { get; init; }

    /// <summary>Whether a backup is taken that ends before the head that was kept, and nothing tells what came in between.</summary>
    public bool AllowOlder { get; init; }

    /// <summary>How messages call the backup.</summary>
    public string Called => From == Input ? "what came by standard input" : $"'{From}'";
}
