namespace DigitalEmblem.Issuer.Secrets;

/// <summary>Whether a file with a secret is open to every user of the machine.</summary>
internal static class ExposedFile
{
    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>Whether others can read or change an open file.</summary>
    public static bool Is(FileStream file) =>
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(file.SafeFileHandle) & Others) != 0;
}
