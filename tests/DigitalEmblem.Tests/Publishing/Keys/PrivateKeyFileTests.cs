using Xunit;

namespace DigitalEmblem.Tests.Publishing.Keys;

/// <summary>
/// Private keys in files. If one fails, a key that was there is lost, or half of one stands there, or others can read it.
/// </summary>
public sealed class PrivateKeyFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("emblem-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Write_NewFile_IsWholeAndItsOwnersAlone()
    {
        using SoftwareSigningKey key = SigningKey.Generate(SignatureAlgorithm.ES256);
        string path = Path.Combine(_folder, "key.pem");
        PrivateKeyFile.WritePlaintextUnsafe(path, key);
        using SoftwareSigningKey read = SigningKey.FromPem(File.ReadAllText(path));
        Assert.Equal(key.PublicKey, read.PublicKey);
        Assert.Equal([path], Directory.GetFiles(_folder));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }
    }

    [Fact]
    public void Write_FileOrLinkThatIsThere_IsRefusedAndNothingIsLeftBehind()
    {
        using SoftwareSigningKey key = SigningKey.Generate(SignatureAlgorithm.ES256);
        string path = Path.Combine(_folder, "key.pem"), link = Path.Combine(_folder, "link.pem");
        File.WriteAllText(path, "what was there");
        File.CreateSymbolicLink(link, Path.Combine(_folder, "nowhere"));
        foreach (string taken in (string[])[path, link])
        {
            Assert.ThrowsAny<IOException>(() => PrivateKeyFile.WritePlaintextUnsafe(taken, key));
        }

        Assert.Equal("what was there", File.ReadAllText(path));
        Assert.Equal([path, link], Directory.GetFiles(_folder).Order(StringComparer.Ordinal));
        Assert.ThrowsAny<IOException>(() => PrivateKeyFile.WritePlaintextUnsafe(Path.Combine(_folder, "nowhere", "key.pem"), key));
    }
}
