namespace DigitalEmblem.Issuer.Tests.Custody;

/// <summary>A folder of a test's own, gone with it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string FullPath { get; } = Directory.CreateTempSubdirectory("emblem-issuer-").FullName;

    public string PathOf(string name) => Path.Combine(FullPath, name);

    /// <summary>A file that only its owner can read.</summary>
    public string Write(string name, string text)
    {
        string path = PathOf(name);
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }

    public void Dispose() => Directory.Delete(FullPath, recursive: true);
}
