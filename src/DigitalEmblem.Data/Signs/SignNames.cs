namespace DigitalEmblem.Data;

/// <summary>The names of a sign's own files (data-emblem, on disk).</summary>
internal static class SignNames
{
    /// <summary>How the sign of a single file is named, behind the file's name.</summary>
    public const string FileSuffix = ".adem";

    /// <summary>How the manifest that is prepared for a single file is named, behind the file's name.</summary>
    public const string PreparedSuffix = ".adem-manifest";

    private const int CharactersOfRoot = 16;

    /// <summary>The folder in a marked folder.</summary>
    public static ReadOnlySpan<byte> Folder => ".adem"u8;

    /// <summary>The sign in it.</summary>
    public static ReadOnlySpan<byte> Sign => "emblem"u8;

    /// <summary>What an update knows of the files' times.</summary>
    public static ReadOnlySpan<byte> State => "state"u8;

    /// <summary>The lock of a run that writes.</summary>
    public static ReadOnlySpan<byte> Lock => "lock"u8;

    /// <summary>The text for people, in the marked folder itself.</summary>
    public static ReadOnlySpan<byte> Notice => "DIGITAL-EMBLEM-NOTICE.txt"u8;

    private static ReadOnlySpan<byte> ManifestSuffix => ".manifest"u8;

    private static ReadOnlySpan<byte> TemporaryPrefix => ".adem-new-"u8;

    /// <summary>Whether a file in the sign's folder is a manifest, by its name.</summary>
    public static bool IsManifest(ReadOnlySpan<byte> name) =>
        name.Length == CharactersOfRoot + ManifestSuffix.Length && name.EndsWith(ManifestSuffix);

    /// <summary>Whether a file in the sign's folder is what an interrupted run left, by its name.</summary>
    public static bool IsLeftover(ReadOnlySpan<byte> name) => name.StartsWith(TemporaryPrefix);
}
