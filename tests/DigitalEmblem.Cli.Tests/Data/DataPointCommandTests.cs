using System.Text;
using System.Text.Json;
using DigitalEmblem.Data;
using DigitalEmblem.Data.Files;
using DigitalEmblem.Data.Finding;
using Xunit;

namespace DigitalEmblem.Cli.Tests.Data;

/// <summary>
/// Pointers in extended attributes. If one fails, a pointer that anyone can write makes a file pass as marked, or a person is told that a
/// pointer is set where no sign covers the file.
/// </summary>
public sealed class DataPointCommandTests : IDisposable
{
    private readonly DataScene _scene = new();
    private readonly string _file;
    private readonly string _other;

    public DataPointCommandTests()
    {
        _file = _scene.Add("2026/names.csv");
        _other = _scene.Add("2026/places.csv");
    }

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void Point_ToTheSignAbove_IsFollowedByCheckAndFoundBySearch()
    {
        _scene.Mark();
        string output = _scene.Command.Done("data", "point", _file, _other);
        Assert.Contains($"{_file} points to {_scene.Sign} ({Root})\n", output, StringComparison.Ordinal);
        Assert.Contains("set the pointers again", output, StringComparison.Ordinal);
        Assert.Equal(new ExtendedAttributePointer(Root), ExtendedAttributePointer.Of(_other));
        (int code, output, _) = _scene.Check(_file);
        Assert.Equal(0, code);
        Assert.Contains($"Sign          {_scene.Sign} (the attribute user.adem points to it)\n", output, StringComparison.Ordinal);
        Assert.Equal(("Attribute", "2026/names.csv"), Last(_file));
        Assert.Equal(0, _scene.Check().Code);
        Assert.Contains(
            _file, _scene.Command.Done("data", "find", _scene.Tree, "--deep", "--assume-committed"), StringComparison.Ordinal);

        Assert.Equal($"Removed the pointer of {_file}\n", _scene.Command.Done("data", "point", _file, "--remove"));
        Assert.Null(ExtendedAttributePointer.Of(_file));
        Assert.Equal(("Folder", "2026/names.csv"), Last(_file));
        (code, output, _) = _scene.Command.Run("data", "point", _file, "--remove");
        Assert.Equal((1, $"{_file} has no pointer.\n"), (code, output));
    }

    [Fact]
    public void Check_OfAPointerToAFileThatIsNoSign_Is3AndNotAWrongSign()
    {
        _scene.Mark();
        new ExtendedAttributePointer(Root, DataScene.PathOf("places.csv")).Set(_file);
        (int code, string output, _) = _scene.Check(_file);
        Assert.Equal(3, code);
        Assert.Contains("leads to no sign", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Point_InAVolume_TakesAFileThatAnyGenerationLists()
    {
        _scene.Mark("--volume");
        _scene.Add("later");
        _scene.Command.Done(["data", "update", _scene.Tree, .. _scene.Signing]);

        _scene.Command.Done("data", "point", _file, _other);

        Assert.Equal(("Attribute", "2026/names.csv"), Last(_file));
    }

    [Fact]
    public void Point_ToTheSignBeside_IsTakenAwayWithThatSign()
    {
        _scene.Command.Done(["data", "mark", _file, .. _scene.Signing]);
        Assert.Contains($"points to {_file}.adem", _scene.Command.Done("data", "point", _file), StringComparison.Ordinal);
        string output = _scene.Command.Done("data", "remove", _file);
        Assert.Contains($"Removed {_file} (its attribute user.adem)\n", output, StringComparison.Ordinal);
        Assert.Contains($"Removed {_file}.adem\n", output, StringComparison.Ordinal);
        Assert.Null(ExtendedAttributePointer.Of(_file));

        // A pointer to another sign is not this one's.
        _scene.Mark();
        _scene.Command.Done("data", "point", _other);
        _scene.Command.Done(["data", "mark", _other, .. _scene.Signing]);
        Assert.DoesNotContain("attribute", _scene.Command.Done("data", "remove", _other), StringComparison.Ordinal);
        Assert.NotNull(ExtendedAttributePointer.Of(_other));
    }

    [Fact]
    public void Point_WithoutASignThatCoversTheFile_SetsNothing()
    {
        Refused(1, "There is no sign of data at", "data", "point", _file);
        _scene.Mark("--exclude", "cache");
        string added = _scene.Add("added"), excluded = _scene.Add("cache/x");
        Refused(4, "'added' is not listed", "data", "point", _file, added);
        Refused(4, "the sign excludes it", "data", "point", excluded);
        Refused(4, "one of the sign's own files", "data", "point", _scene.Manifest);
        Refused(64, "is a folder", "data", "point", _scene.Tree);
        File.CreateSymbolicLink(added + "link", added);
        Refused(64, "is a link", "data", "point", added + "link");
        Refused(64, "absent", "data", "point", _file, added + "absent");
        File.Delete(_scene.Manifest);
        Refused(3, "it is not there", "data", "point", _file);
        File.WriteAllText(_scene.Sign, "junk");
        Refused(2, "malformed", "data", "point", _file);
        Assert.Null(ExtendedAttributePointer.Of(_file));
    }

    [Fact]
    public void Check_OfAPointerToAnotherRoot_Is3AndSaysWhy()
    {
        _scene.Mark();
        _scene.Command.Done("data", "point", _file);
        DataRoot before = Root;
        _scene.Mark();
        (int code, string output, _) = _scene.Check(_file);
        Assert.Equal(3, code);
        Assert.Contains($"names the root {before}", output, StringComparison.Ordinal);
        Assert.Contains($"has the root {Root}", output, StringComparison.Ordinal);
        Assert.Contains("'emblem data point'", output, StringComparison.Ordinal);
        _scene.Command.Done("data", "point", _file);
        Assert.Equal(0, _scene.Check(_file).Code);
    }

    [Theory]
    [InlineData("junk", "is no pointer to a sign")]
    [InlineData("ROOT\n../../etc/passwd", "is no pointer to a sign")]
    [InlineData("ROOT\nsigns/none.adem", "there is none where it leads to")]
    [InlineData("ROOT\nsub/.adem/emblem", "the sign of a folder in which the file is not")]
    public void Check_OfAPointerThatLeadsToNoSign_Is3(string pointer, string reason)
    {
        SetRaw(_file, pointer.Replace("ROOT", DataRoot.FromBytes(new byte[DataRoot.Length]).ToString(), StringComparison.Ordinal));
        (int code, string output, _) = _scene.Check(_file);
        Assert.Equal(3, code);
        Assert.Contains(reason, output, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_OfAFileWithAJunkPointer_JudgesTheSignBesideAndTheWholeAllTheSame()
    {
        _scene.Mark();
        SetRaw(_file, "junk");
        Assert.Equal(0, _scene.Check().Code);
        _scene.Command.Done(["data", "mark", _file, .. _scene.Signing]);
        Assert.Equal(0, _scene.Check(_file).Code);
        _scene.Command.Done("data", "point", _file, "--remove");
        File.Delete(_file + ".adem");
        Assert.Equal(0, _scene.Check(_file).Code);
    }

    [Fact]
    public void Check_OfAPointerToASignFileElsewhere_FollowsItAndTheContentDecides()
    {
        _scene.Command.Done(["data", "mark", _file, .. _scene.Signing]);
        string signs = Directory.CreateDirectory(Path.Combine(_scene.Tree, "2026/signs")).FullName;
        File.Move(_file + ".adem", Path.Combine(signs, "n.adem"));
        DataRoot root;
        using (FileStream sign = File.OpenRead(Path.Combine(signs, "n.adem")))
        {
            root = SignFile.Open(sign).Sign.Root;
        }

        new ExtendedAttributePointer(root, DataScene.PathOf("signs/n.adem")).Set(_file);
        Assert.Equal(0, _scene.Check(_file).Code);
        Assert.Equal(("Attribute", null), Last(_file));
        File.WriteAllText(_file, "changed");
        Assert.Equal(4, _scene.Check(_file).Code);
    }

    private DataRoot Root => DataSign.Read(_scene.ReadSign()).Root;

    private static void SetRaw(string file, string value)
    {
        using var folder = Folder.Open(Path.GetDirectoryName(file)!);
        Assert.True(folder.OpenFile(Encoding.UTF8.GetBytes(Path.GetFileName(file)), out OpenFile? open).IsNone);
        using (open)
        {
            Assert.True(open!.WriteMark(Encoding.UTF8.GetBytes(value)).IsNone);
        }
    }

    private (string? Place, string? Part) Last(string path)
    {
        string line = _scene.Check(path, "--output", "json").Out.TrimEnd('\n').Split('\n')[^1];
        JsonElement last = JsonDocument.Parse(line).RootElement;
        JsonElement part = last.GetProperty("part");
        return (
            last.GetProperty("place").GetString(),
            part.ValueKind == JsonValueKind.Null ? null : part.GetProperty("path").GetString());
    }

    private void Refused(int expected, string message, params string[] args)
    {
        (int code, string output, string error) = _scene.Command.Run(args);
        Assert.True((code, output) == (expected, ""), $"{code}\n{output}{error}");
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }
}
