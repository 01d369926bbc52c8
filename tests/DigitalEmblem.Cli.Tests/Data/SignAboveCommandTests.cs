using System.Text.Json;
using Xunit;

namespace DigitalEmblem.Cli.Tests.Data;

/// <summary>
/// A check of one file in a marked folder. If one fails, a person who asks about one file reads "no sign" where there is one, or takes the
/// answer for one about all of the folder.
/// </summary>
public sealed class SignAboveCommandTests : IDisposable
{
    private readonly DataScene _scene = new();

    public SignAboveCommandTests()
    {
        _scene.Add("2026/names.csv");
        _scene.Add("2026/places.csv");
        _scene.Mark();
    }

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void Check_OfAFile_Is0AndSaysThatOnlyThisWasChecked()
    {
        File.Delete(Path.Combine(_scene.Tree, "2026/places.csv"));
        (int code, string output, string error) = _scene.Check(Path.Combine(_scene.Tree, "2026/names.csv"));
        Assert.Equal(0, code);
        Assert.StartsWith(
            "Marked. 1 file (7 bytes) is as https://society.example marked it; the sign expires in 29 days. "
                + "Only '2026/names.csv' was checked, and nothing else that the sign covers.",
            output,
            StringComparison.Ordinal);
        Assert.Contains($"Sign          {_scene.Sign} (of a folder above)\n", output, StringComparison.Ordinal);
        Assert.Contains("Part          2026/names.csv: nothing else of the marked folder was compared\n", output, StringComparison.Ordinal);
        Assert.StartsWith("Read 1 file, 7 bytes, ", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_Json_NamesThePart()
    {
        JsonElement last = Last("2026/names.csv");
        Assert.Equal(
            ("Folder", "2026/names.csv", 0),
            (
                last.GetProperty("place").GetString(),
                last.GetProperty("part").GetProperty("path").GetString(),
                last.GetProperty("exit").GetInt32()));
        Assert.Equal(JsonValueKind.Null, Last("").GetProperty("part").ValueKind);
        Assert.Equal("2026", Last("2026").GetProperty("part").GetProperty("path").GetString());
    }

    [Fact]
    public void Check_OfAFileThatIsNotListed_Is4AndSaysWhatToDo()
    {
        string added = _scene.Add("2026/added");
        (int code, string output, _) = _scene.Check(added, "--allow-new");
        Assert.Equal(4, code);
        Assert.StartsWith(
            "Not as marked. '2026/added' is not listed: the sign says nothing of it.\n", output, StringComparison.Ordinal);
        Assert.Contains($"'emblem data check {_scene.Tree}'", output, StringComparison.Ordinal);
        Assert.DoesNotContain("--allow-new takes them", output, StringComparison.Ordinal);
        Assert.Equal(4, _scene.Check(added).Code);
    }

    [Fact]
    public void Remove_OfAFileInAMarkedFolder_RemovesNothing()
    {
        (int code, string output, _) = _scene.Command.Run("data", "remove", Path.Combine(_scene.Tree, "2026/names.csv"));
        Assert.Equal(1, code);
        Assert.StartsWith("There is no sign at '", output, StringComparison.Ordinal);
        Assert.True(File.Exists(_scene.Sign));
    }

    private JsonElement Last(string path) => JsonDocument.Parse(
        _scene.Check(Path.Combine(_scene.Tree, path), "--output", "json").Out.TrimEnd('\n').Split('\n')[^1]).RootElement;
}
