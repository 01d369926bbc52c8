using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;
using Xunit;

namespace DigitalEmblem.Cli.Tests.Data;

/// <summary>
/// Archives with a sign in them. If one fails, an archive that a person marked is altered or overwritten, or a sign in an archive is not
/// found by the person to whom it was sent.
/// </summary>
public sealed class ArchiveCommandTests : IDisposable
{
    private readonly DataScene _scene = new();

    public ArchiveCommandTests()
    {
        _scene.Add("a.txt");
        _scene.Add("cache/b.txt");
        Zip = _scene.Command.PathOf("a.zip");
        Tar = _scene.Command.PathOf("a.tar");
        ZipFile.CreateFromDirectory(_scene.Tree, Zip);
        TarFile.CreateFromDirectory(_scene.Tree, Tar, includeBaseDirectory: false);
    }

    private string Zip { get; }

    private string Tar { get; }

    public void Dispose() => _scene.Dispose();

    [Theory]
    [InlineData(".zip")]
    [InlineData(".tar")]
    public void Mark_IntoANewArchive_LeavesTheOldOneAsItWas(string extension)
    {
        string old = extension == ".zip" ? Zip : Tar;
        byte[] before = File.ReadAllBytes(old);
        string output = _scene.Command.Done(Mark(old, New(extension)));
        Assert.StartsWith("Marked 2 files (14 bytes) for https://society.example, until ", output, StringComparison.Ordinal);
        Assert.Contains($"'{old}' is as it was", output, StringComparison.Ordinal);
        Assert.Contains($"'emblem data check {New(extension)}'", output, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(old));
        Assert.Equal(File.GetUnixFileMode(old), File.GetUnixFileMode(New(extension)));
    }

    [Theory]
    [InlineData("a.zip", "junk")]
    [InlineData("a.zip", "")]
    [InlineData("a.tar", "link")]
    [InlineData("a.tar", "folder")]
    public void Mark_IntoWhatIsThere_Is64AndReplacesNothing(string archive, string there)
    {
        string path = New(Path.GetExtension(archive));
        _ = there switch
        {
            "link" => File.CreateSymbolicLink(path, "nowhere"),
            "folder" => Directory.CreateDirectory(path),
            _ => (FileSystemInfo)new FileInfo(_scene.Command.Write(Path.GetFileName(path), there)),
        };
        Refused(64, there == "folder" ? "is a folder" : "a marked archive is a new one", Mark(_scene.Command.PathOf(archive), path));
        Assert.Equal(there, there switch
        {
            "link" => new FileInfo(path).LinkTarget == "nowhere" ? "link" : "replaced",
            "folder" => Directory.Exists(path) ? "folder" : "replaced",
            _ => File.ReadAllText(path),
        });
        Refused(64, "a marked archive is a new one", Mark(_scene.Command.PathOf(archive), _scene.Command.PathOf(archive)));
    }

    [Fact]
    public void Mark_GoesByTheBytesOfTheArchiveAndNotByItsName()
    {
        string misnamed = _scene.Command.PathOf("really-a-tar.zip");
        File.Copy(Tar, misnamed);
        Refused(64, $"is a tar by its content, and the new archive will be one too: name it '{New(".tar")}'", Mark(misnamed, New(".zip")));
        (int code, _, string error) = _scene.Command.Run(Mark(misnamed, _scene.Command.PathOf("new.dat")));
        Assert.Equal(0, code);
        Assert.Contains("looks only into archives whose names end with .zip or .tar", error, StringComparison.Ordinal);
        string zip = _scene.Command.Write("text.zip", "no archive");
        Refused(64, "does not begin as a ZIP or a tar", Mark(zip, New(".zip")));
        Refused(64, "is a folder, and --into is for a ZIP or a tar", Mark(_scene.Tree, New(".zip")));
        Refused(64, "absent.zip", Mark(_scene.Command.PathOf("absent.zip"), New(".zip")));
    }

    [Fact]
    public void Mark_OfAnArchiveWithTwoReadings_Is3AndWritesNothing()
    {
        File.AppendAllText(Zip, "x");
        Refused(3, "programs may read it in different ways", Mark(Zip, New(".zip")));
        Assert.False(File.Exists(New(".zip")));
    }

    [Fact]
    public void Mark_WithoutInto_TakesTheArchiveAsOneFile()
    {
        _scene.Command.Done(["data", "mark", Zip, .. _scene.Signing]);
        Assert.True(File.Exists(Zip + ".adem"));
        Assert.Equal(0, _scene.Check(Zip).Code);
    }

    [Theory]
    [InlineData(".zip")]
    [InlineData(".tar")]
    public void Mark_WithExclusionsAndNotice_WorksAsInAFolder(string extension)
    {
        string old = extension == ".zip" ? Zip : Tar;
        (int code, _, string error) = _scene.Command.Run(
            [.. Mark(old, New(extension)), "--exclude", "cache", "--exclude", "absent", "--notice"]);
        Assert.Equal(0, code);
        Assert.Contains($"there is no member 'absent' in '{old}'", error, StringComparison.Ordinal);
        Assert.DoesNotContain("'cache'", error, StringComparison.Ordinal);
        Refused(64, "cannot be excluded together", [.. Mark(old, New("2" + extension)), "--exclude", "cache", "--exclude", "cache/b.txt"]);

        // Marked again, it has one sign and one notice.
        _scene.Command.Done([.. Mark(New(extension), New("2" + extension)), "--notice"]);
        _scene.Command.Done(Mark(New("2" + extension), New("3" + extension)));
        Assert.Equal(1, Entries(New("3" + extension)).Count(n => n == "DIGITAL-EMBLEM-NOTICE.txt"));
        Assert.Equal(1, Entries(New("3" + extension)).Count(n => n == ".adem/emblem"));
    }

    private static IEnumerable<string> Entries(string archive)
    {
        if (archive.EndsWith(".zip", StringComparison.Ordinal))
        {
            using ZipArchive zip = ZipFile.OpenRead(archive);
            return [.. zip.Entries.Select(e => e.FullName)];
        }

        List<string> names = [];
        using FileStream file = File.OpenRead(archive);
        using var tar = new TarReader(file);
        while (tar.GetNextEntry() is { } entry)
        {
            names.Add(entry.Name);
        }

        return names;
    }

    private string New(string extension) => _scene.Command.PathOf("new" + extension);

    private string[] Mark(string archive, string into) => ["data", "mark", archive, "--into", into, .. _scene.Signing];

    private void Refused(int expected, string message, params string[] args)
    {
        (int code, string output, string error) = _scene.Command.Run(args);
        Assert.True((code, output) == (expected, ""), $"{code}\n{output}{error}");
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }
}
