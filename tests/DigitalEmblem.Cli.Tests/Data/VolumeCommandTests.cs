using System.Text.Json;
using DigitalEmblem.Data;
using Xunit;

namespace DigitalEmblem.Cli.Tests.Data;

/// <summary>
/// Volumes by the command. If one fails, a person who looks after backups does not learn what the sign shows of them, or what to do next.
/// </summary>
public sealed class VolumeCommandTests : IDisposable
{
    private readonly DataScene _scene = new();

    public VolumeCommandTests()
    {
        _scene.Add("2025/a");
        _scene.Add("2025/b");
    }

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void Marked_Updated_AndChecked_SaysGenerationAndRootEachTime()
    {
        string marked = _scene.Mark("--volume");
        Assert.Contains("Marked generation 1 of a volume, with 2 new entries, for https://society", marked, StringComparison.Ordinal);
        _scene.Add("2026/c");
        string updated = Update();
        Assert.Contains("Marked generation 2 of a volume, with 1 new entry, for", updated, StringComparison.Ordinal);
        Assert.Contains("The volume holds 3 files", updated, StringComparison.Ordinal);
        Assert.Contains("Nothing is new since generation 2. Renewed its sign on 3 files", Update(), StringComparison.Ordinal);
        File.Delete(Path.Combine(_scene.Tree, "2025/a"));
        (int code, string output, _) = _scene.Check();
        Assert.Equal(0, code);
        string first = output.Split('\n')[0];
        Assert.StartsWith("Marked. 2 files (14 bytes) are as https://society.example", first, StringComparison.Ordinal);
        Assert.Contains(" marked them, up to generation 2 of a volume,", first, StringComparison.Ordinal);
        Assert.Contains("1 listed entry is no longer held.", first, StringComparison.Ordinal);
        Assert.Contains("does not prove that nothing was removed", first, StringComparison.Ordinal);
        Assert.Contains($"generation 2, root {DataSign.Read(_scene.ReadSign()).Root}", Joined(output), StringComparison.Ordinal);
        Assert.Contains("That nothing was removed", Joined(output), StringComparison.Ordinal);
        Assert.DoesNotContain("gone  ", output, StringComparison.Ordinal);
        Assert.Contains("gone        2025/a", _scene.Check(more: "--all").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Generation_ThatWasAskedFor_IsTheLeast()
    {
        _scene.Mark("--volume");
        Assert.Equal(0, _scene.Check(null, "--generation", "1").Code);
        (int code, string output, _) = _scene.Check(null, "--generation", "2");
        Assert.Equal(4, code);
        Assert.StartsWith("Not as marked. Generation 2 at least was asked for, and the sign names 1:", output, StringComparison.Ordinal);
        Assert.Contains("Do not update this one", output, StringComparison.Ordinal);
        Refused(64, "counted from 1", _scene.CheckArguments(null, "--generation", "0"));
    }

    [Fact]
    public void Json_HasTheVolume_AndTheGenerationOfEachEntry()
    {
        _scene.Mark("--volume");
        _scene.Add("2026/c");
        Update();
        _scene.Add("2025/b", "other");
        _scene.Add("new");
        File.Delete(Path.Combine(_scene.Tree, "2025/a"));
        JsonElement[] lines = Lines(_scene.Check(null, "--output", "json").Out);
        Assert.Equal(
            ["2025/b Changed 1", "new New ", "2 1  0"],
            lines.Select(l => l.TryGetProperty("volume", out JsonElement volume)
                ? $"{volume.GetProperty("generation")} {volume.GetProperty("oldestRead")} {volume.GetProperty("fault")} "
                    + $"{volume.GetProperty("others").GetArrayLength()}"
                : $"{l.GetProperty("path")} {l.GetProperty("standing")} {l.GetProperty("generation")}"));
        Assert.Equal(1, lines[^1].GetProperty("counts").GetProperty("noLongerHeld").GetInt32());
        lines = Lines(_scene.Check(null, "--all", "--output", "json").Out);
        Assert.Equal(
            ["NoLongerHeld 1", "Changed 1", "Covered 2", "New "],
            lines[..^1].Select(l => $"{l.GetProperty("standing")} {l.GetProperty("generation")}"));
    }

    [Fact]
    public void ListOfAnOlderGeneration_ThatIsAbsent_Is3AndSaysWhichAndWhatToDo()
    {
        _scene.Mark("--volume");
        string first = _scene.Manifest;
        _scene.Add("2026/c");
        Update();
        File.Move(first, _scene.Command.PathOf("away"));
        (int code, string output, _) = _scene.Check();
        Assert.Equal(3, code);
        Assert.StartsWith("Could not find out. 2 entries are listed by no generation that", output, StringComparison.Ordinal);
        Assert.Contains(" could be read: 2025/a, 2025/b.", output, StringComparison.Ordinal);
        string missing = $"Generation 1 is not known ({Path.GetFileName(first)}: it is not there).";
        Assert.Contains(missing, Joined(output), StringComparison.Ordinal);
        Assert.Contains("from another copy of the folder .adem", Joined(output), StringComparison.Ordinal);
        Refused(64, "emblem data mark PATH --volume --anew", ["data", "update", _scene.Tree, .. _scene.Signing]);
        File.Move(_scene.Command.PathOf("away"), first);
        Assert.Equal(0, _scene.Check().Code);
    }

    [Fact]
    public void AnotherListOfOneGeneration_IsNamedWithBothRoots()
    {
        _scene.Mark("--volume");
        string sign = DataSign.Read(_scene.ReadSign()).Root.ToString();
        using var other = new DataScene();
        other.Add("z");
        other.Mark("--volume");
        File.Copy(other.Manifest, Path.Combine(_scene.Tree, ".adem", Path.GetFileName(other.Manifest)));
        (int code, string output, _) = _scene.Check();
        Assert.Equal(0, code);
        string planted = DataSign.Read(other.ReadSign()).Root.ToString();
        Assert.Contains($"Generation 1: {planted}, and the sign goes back to {sign}.", Joined(output), StringComparison.Ordinal);
    }

    [Fact]
    public void Mistakes_AreToldWithWhatToDo()
    {
        Refused(64, "is a single file", ["data", "mark", Path.Combine(_scene.Tree, "2025/a"), "--volume", .. _scene.Signing]);
        Refused(64, "give --volume too", _scene.MarkArguments("--anew"));
        _scene.Mark("--volume");
        Refused(64, "'emblem data update'", _scene.MarkArguments("--volume"));
        Refused(64, "remove the sign first", _scene.MarkArguments());
        Assert.Contains("Marked generation 1 of a volume", _scene.Mark("--volume", "--anew"), StringComparison.Ordinal);
    }

    private string Update() => _scene.Command.Done(["data", "update", _scene.Tree, .. _scene.Signing]);

    private void Refused(int expected, string text, params string[] args)
    {
        (int code, _, string error) = _scene.Command.Run(args);
        Assert.Equal(expected, code);
        Assert.Contains(text, error, StringComparison.Ordinal);
    }

    // Lines are broken at the width of the terminal.
    private static string Joined(string output) => string.Join(' ', output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static JsonElement[] Lines(string output) =>
        [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement)];
}
