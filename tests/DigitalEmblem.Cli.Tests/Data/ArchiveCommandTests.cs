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
        Refused(3, "cannot carry a sign as it is", Mark(Zip, New(".zip")));
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

    [Theory]
    [InlineData(".zip")]
    [InlineData(".tar")]
    public void Check_JudgesTheSignBesideThenTheOneInTheArchive_AndSaysWhich(string extension)
    {
        string old = extension == ".zip" ? Zip : Tar, marked = New(extension);
        (int code, string output, _) = _scene.Check(old);
        Assert.Equal(1, code);
        Assert.StartsWith("Not marked. ", output, StringComparison.Ordinal);
        _scene.Command.Done(Mark(old, marked));
        (code, output, string error) = _scene.Check(marked);
        Assert.Equal(0, code);
        Assert.StartsWith("Marked. 2 files (14 bytes) are as https://society.example marked them; ", output, StringComparison.Ordinal);
        Assert.Contains($"Sign          {marked}/.adem/emblem (in the archive)\n", output, StringComparison.Ordinal);
        Assert.StartsWith("Read 2 files, 14 bytes, ", error, StringComparison.Ordinal);
        Assert.Equal("Archive", Last(marked).GetProperty("place").GetString());
        Assert.Equal(0, _scene.Check(marked + "/.adem/emblem").Code);

        // A sign for other bytes lies beside it now.
        File.WriteAllText(marked + ".other", "other");
        _scene.Command.Done(["data", "mark", marked + ".other", .. _scene.Signing]);
        File.Move(marked + ".other.adem", marked + ".adem");
        (code, output, _) = _scene.Check(marked);
        Assert.Equal(4, code);
        Assert.Contains($"Sign          {marked}.adem (beside the file)\n", output, StringComparison.Ordinal);
        Assert.Equal("File", Last(marked).GetProperty("place").GetString());
        Assert.Equal(0, _scene.Check(marked, "--inside").Code);
        Assert.Equal("Archive", Last(marked, "--inside").GetProperty("place").GetString());
        Assert.Equal(1, _scene.Check(old, "--inside").Code);
        File.WriteAllText(marked + ".adem", "junk");
        Assert.Equal(2, _scene.Check(marked).Code);
    }

    [Fact]
    public void Check_OfAChangedArchive_NamesTheMemberInTextAndJson()
    {
        _scene.Command.Done(Mark(Zip, New(".zip")));
        using (ZipArchive zip = ZipFile.Open(New(".zip"), ZipArchiveMode.Update))
        {
            using var writer = new StreamWriter(zip.GetEntry("a.txt")!.Open());
            writer.Write("another");
        }

        (int code, string output, _) = _scene.Check(New(".zip"));
        Assert.Equal(4, code);
        Assert.Contains("  changed     a.txt (7 bytes)", output, StringComparison.Ordinal);
        Assert.Contains("'emblem data mark' with --into", output, StringComparison.Ordinal);
        Assert.DoesNotContain("data update", output, StringComparison.Ordinal);
        string[] lines = _scene.Check(New(".zip"), "--output", "json").Out.TrimEnd('\n').Split('\n');
        Assert.StartsWith("""{"path":"a.txt","kind":"File","standing":"Changed","size":7""", lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Check_OfAnArchiveWithTwoReadings_Is3UnlessASignBesideOrAboveCoversItsBytes()
    {
        _scene.Command.Done(Mark(Zip, New(".zip")));
        File.AppendAllText(New(".zip"), "x");
        (int code, string output, _) = _scene.Check(New(".zip"));
        Assert.Equal(3, code);
        Assert.Contains("begins as an archive, and is not judged as one", output, StringComparison.Ordinal);
        Assert.Equal(3, _scene.Check(New(".zip"), "--inside").Code);
        string inside = Path.Combine(_scene.Tree, "new.zip");
        File.Copy(New(".zip"), inside);
        _scene.Mark();
        Assert.Equal(0, _scene.Check(inside).Code);
        _scene.Command.Done(["data", "mark", New(".zip"), .. _scene.Signing]);
        Assert.Equal(0, _scene.Check(New(".zip")).Code);
    }

    [Fact]
    public void Inside_OfWhatIsNoArchive_Is64()
    {
        Refused(64, "is a folder, and --inside is for a ZIP or a tar", _scene.CheckArguments(null, "--inside"));
        Refused(64, "does not begin as a ZIP or a tar", _scene.CheckArguments(Path.Combine(_scene.Tree, "a.txt"), "--inside"));
        Refused(64, "absent.zip", _scene.CheckArguments(_scene.Command.PathOf("absent.zip"), "--inside"));
    }

    [Fact]
    public void UpdateAndRemove_OfASignInAnArchive_AreRefusedAndSayWhatToDo()
    {
        foreach (string old in (string[])[Zip, Tar])
        {
            string marked = New(Path.GetExtension(old));
            _scene.Command.Done(Mark(old, marked));
            byte[] before = File.ReadAllBytes(marked);
            Refused(64, $"'emblem data mark {marked} --into FILE'", ["data", "update", marked, .. _scene.Signing]);
            Refused(64, old == Zip ? "\"zip -d COPY '.adem/*'\"" : "\"tar --delete -f COPY .adem\"", "data", "remove", marked);
            Assert.Equal(before, File.ReadAllBytes(marked));
        }

        // Where the one beside is malformed, it is the one that is meant.
        string junk = _scene.Command.Write("new.zip.adem", "junk");
        Refused(2, "malformed", ["data", "update", New(".zip"), .. _scene.Signing]);
        File.Delete(junk);

        // The sign beside an archive is one like any other.
        _scene.Command.Done(["data", "mark", New(".zip"), .. _scene.Signing]);
        _scene.Command.Done(["data", "update", New(".zip"), .. _scene.Signing]);
        Assert.Contains($"Removed {New(".zip")}.adem", _scene.Command.Done("data", "remove", New(".zip")), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_OfAnArchiveThatIsDamagedOrHostile_IsNeverMarked()
    {
        _scene.Command.Done(Mark(Zip, New(".zip")));
        byte[] zip = File.ReadAllBytes(New(".zip"));
        for (int at = 0; at < zip.Length; at += 101)
        {
            byte[] altered = [.. zip];
            altered[at] ^= 0x11;
            string path = _scene.Command.Write("altered.zip", altered);
            (int code, string output, _) = _scene.Check(path);
            Assert.True(code is 2 or 3 or 4 or 1 || SameContent(path), $"{at}: {output}");
        }

        bool SameContent(string path)
        {
            // Times, modes and versions of members are not covered.
            using ZipArchive old = ZipFile.OpenRead(Zip), altered = ZipFile.OpenRead(path);
            return old.Entries.All(e => altered.GetEntry(e.FullName) is { } same && same.Crc32 == e.Crc32 && same.Length == e.Length);
        }
    }

    private JsonElement Last(string path, params string[] more) => JsonDocument.Parse(
        _scene.Check(path, [.. more, "--output", "json"]).Out.TrimEnd('\n').Split('\n')[^1]).RootElement;

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
