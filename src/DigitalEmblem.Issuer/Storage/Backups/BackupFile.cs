using System.Text;

namespace DigitalEmblem.Issuer.Storage.Backups;

/// <summary>Files of backups: how they begin, and how they are made.</summary>
internal static class BackupFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const int LongestBeginning = 40;

    /// <summary>What a file is.</summary>
    public static BackupKind KindOf(string file)
    {
        byte[] bytes = new byte[LongestBeginning];
        using FileStream stream = File.OpenRead(file);
        int length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        string begin = Encoding.Latin1.GetString(bytes, 0, length);
        return begin.StartsWith("SQLite format 3\0", StringComparison.Ordinal) ? BackupKind.Plain
            : begin.StartsWith("age-encryption.org/v1\n", StringComparison.Ordinal)
                || begin.StartsWith("-----BEGIN AGE ENCRYPTED FILE-----", StringComparison.Ordinal) ? BackupKind.Encrypted
            : BackupKind.None;
    }

    /// <summary>Makes an empty file that only its owner can read, and opens it.</summary>
    /// <exception cref="IOException">There is one already, or it cannot be made.</exception>
    public static FileStream Create(string file)
    {
        var create = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            create.UnixCreateMode = OwnerOnly;
        }

        return new FileStream(file, create);
    }

    /// <summary>Has the system write to disk what it holds of a file.</summary>
    public static void Flush(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Write);
        stream.Flush(flushToDisk: true);
    }
}
