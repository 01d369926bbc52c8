using System.Text.Json;
using DigitalEmblem.Cli.Postgres;
using DigitalEmblem.TestSupport.Servers;
using Xunit;

namespace DigitalEmblem.Cli.Tests.Data;

/// <summary>
/// A folder marked as a place, by the command. If one fails, a sign that was copied to another machine passes as the marked place, or an
/// answer sounds as if the data had been checked.
/// </summary>
[Trait("Category", "Servers")]
public sealed class PlaceCommandTests : IAsyncLifetime
{
    private readonly PlaceScene _scene = new();

    public Task InitializeAsync()
    {
        File.WriteAllText(Path.Combine(_scene.Folder, "record"), "content");
        return Task.CompletedTask;
    }

    public Task DisposeAsync() => _scene.DisposeAsync().AsTask();

    [Fact]
    public void Place_IsMarkedWhereTheHostIsStatedAndMarked()
    {
        (int code, string output, string error) = _scene.Place(_scene.Folder, "--host", PlaceScene.Host);
        Assert.True(code == 0, error);
        Assert.StartsWith(
            $"Marked the folder '{_scene.Folder}' on {PlaceScene.Host} as a place for {DataScene.Society}, until ",
            output,
            StringComparison.Ordinal);
        Assert.Contains("nothing of these data: none was read", output, StringComparison.Ordinal);

        (code, output, error) = _scene.Check(_scene.Folder, "--at-host", PlaceScene.Host);
        Assert.True(code == 0, output + error);
        string first = output.Split('\n')[0];
        Assert.StartsWith(
            $"Marked as a place. This is the folder '{_scene.Folder}' on {PlaceScene.Host} as {DataScene.Society} marked it,",
            first,
            StringComparison.Ordinal);
        Assert.Contains("The data that lie there were not checked", first, StringComparison.Ordinal);
        Assert.Contains($"  observed   path: {_scene.Folder}\n", output, StringComparison.Ordinal);
        Assert.Contains($"The emblem of {PlaceScene.Host} itself\n  Marked. ", output, StringComparison.Ordinal);
        Assert.Contains("a copied disk has the same file system", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Nobody: nothing was asked.", output, StringComparison.Ordinal);
        Assert.DoesNotContain("record", output, StringComparison.Ordinal);
        Assert.Equal("", error);
    }

    [Fact]
    public void Check_WithoutAHost_Is3AndSaysToStateItAndAsksNobody()
    {
        Mark();
        (int code, string output, _) = _scene.Check(_scene.Folder);
        Assert.Equal(3, code);
        Assert.StartsWith(
            "Could not find out. The sign marks a place on files.society.example, and you do not state", output, StringComparison.Ordinal);
        Assert.Contains("--at-host HOST. Take its name from how you came here, and not from the sign.", output, StringComparison.Ordinal);
        Assert.Contains("  only told  path: ", output, StringComparison.Ordinal);
        Assert.Contains("Nobody: nothing was asked.", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_OtherHostOrNoEmblemOrNoAnswer_Is4And4And3()
    {
        Mark();
        (int code, string output, _) = _scene.Check(_scene.Folder, "--at-host", "www.society.example");
        Assert.Equal(4, code);
        Assert.StartsWith("Not the marked place. ", output, StringComparison.Ordinal);
        Assert.Contains("Nobody: nothing was asked.", output, StringComparison.Ordinal);

        Mark(PlaceScene.Unmarked);
        (code, output, _) = _scene.Check(_scene.Folder, "--at-host", PlaceScene.Unmarked);
        Assert.Equal(4, code);
        Assert.StartsWith("Not accepted. The host unmarked.society.example has no emblem,", output, StringComparison.Ordinal);
        Assert.Contains($"emblem check {PlaceScene.Unmarked}", output, StringComparison.Ordinal);
        Assert.Equal(3, _scene.Check(_scene.Folder, "--at-host", PlaceScene.Unmarked, "--authenticated-absence").Code);

        Mark(PlaceScene.OfOther);
        (code, output, _) = _scene.Check(_scene.Folder, "--at-host", PlaceScene.OfOther);
        Assert.Equal(4, code);
        Assert.Contains("is marked by https://other.example", output, StringComparison.Ordinal);

        Mark();
        string[] nobody = ["--tcp", "--server", $"127.0.0.1:{LoopbackPorts.Free()}"];
        (code, output, _) = _scene.Data.Command.Run(
            ["data", "check", _scene.Folder, "--at-host", PlaceScene.Host, "--assume-committed", .. nobody]);
        Assert.Equal(3, code);
        Assert.StartsWith("Could not find out. Whether the host files.society.example has an emblem", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_CopiedSign_Is4AndNamesTheFact()
    {
        Mark();
        string copy = _scene.Folder + "-copy";
        Child.Run("cp", "-r", _scene.Folder, copy);
        (int code, string output, _) = _scene.Check(copy, "--at-host", PlaceScene.Host);
        Directory.Delete(copy, recursive: true);
        Assert.Equal(4, code);
        Assert.StartsWith("Not the marked place. 1 of 2 facts is not as signed (path): ", output, StringComparison.Ordinal);
        Assert.Contains($"  different  path: {copy}, and {_scene.Folder} in the sign\n", output, StringComparison.Ordinal);
        Assert.Contains("  observed   filesystem: ", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_TellsThePlaceItsFactsAndWhatIsNotShown()
    {
        Mark();
        (int code, string output, _) = _scene.Check(_scene.Folder, "--at-host", PlaceScene.Host, "--output", "json", "--all");
        Assert.Equal(0, code);
        JsonElement line = JsonDocument.Parse(output).RootElement;
        JsonElement place = line.GetProperty("location");
        Assert.Equal(
            ("Marked", "folder", PlaceScene.Host, PlaceScene.Host, "Marked", 0),
            (
                line.GetProperty("outcome").GetString(),
                place.GetProperty("kind").GetString(),
                place.GetProperty("host").GetString(),
                place.GetProperty("statedHost").GetString(),
                place.GetProperty("hostVerdict").GetProperty("verdict").GetString(),
                line.GetProperty("counts").GetProperty("covered").GetInt32()));
        Assert.All(place.GetProperty("facts").EnumerateArray(), f => Assert.Equal("Equal", f.GetProperty("standing").GetString()));
        Assert.Equal(3, place.GetProperty("doesNotShow").GetArrayLength());
    }

    [Fact]
    public void SignsOfContentAndOfPlaces_AreNotTakenForEachOther()
    {
        string[] mark = ["data", "mark", _scene.Folder, .. _scene.Data.Signing];
        Assert.Equal(0, _scene.Data.Command.Run(mark).Code);
        (int code, string output, string error) = _scene.Place(_scene.Folder, "--host", PlaceScene.Host);
        Assert.Equal(64, code);
        Assert.Contains("has a sign of its content", error, StringComparison.Ordinal);
        (code, output, _) = _scene.Check(_scene.Folder, "--at-host", PlaceScene.Host);
        Assert.Equal(4, code);
        Assert.StartsWith("Not the marked place. The sign marks data, and says nothing of a place", output, StringComparison.Ordinal);
        Assert.Equal(0, _scene.Check(_scene.Folder).Code);

        Assert.Equal(0, _scene.Data.Command.Run("data", "remove", _scene.Folder).Code);
        Mark();
        (code, _, error) = _scene.Data.Command.Run(mark);
        Assert.Equal(64, code);
        Assert.Contains("marks it as a place", error, StringComparison.Ordinal);
        Assert.Equal(0, _scene.Data.Command.Run("data", "remove", _scene.Folder).Code);
        Assert.Equal(1, _scene.Check(_scene.Folder, "--at-host", PlaceScene.Host).Code);
    }

    /// <summary>When this fails, a stranger's question about one file is answered by a sign that says nothing of any file.</summary>
    [Fact]
    public void FileInAMarkedPlace_IsNotListed()
    {
        File.WriteAllText(Path.Combine(_scene.Folder, "file"), "x");
        Mark();
        foreach (string[] more in (string[][])[[], ["--at-host", PlaceScene.Host]])
        {
            (int code, string output, _) = _scene.Check([Path.Combine(_scene.Folder, "file"), .. more]);
            Assert.Equal(4, code);
            Assert.Contains("marks a place and lists nothing, so that it says nothing of 'file'", output, StringComparison.Ordinal);
            Assert.Contains($"'emblem data check {_scene.Folder}'", output, StringComparison.Ordinal);
        }
    }

    /// <summary>When this fails, a sign of content passes for one of a place or of a volume, which the caller asked for.</summary>
    [Fact]
    public void SignInAnArchive_IsNoneOfAPlaceOrVolume()
    {
        string old = Path.Combine(_scene.Folder, "old.zip"), marked = Path.Combine(_scene.Folder, "new.zip");
        string content = Directory.CreateDirectory(Path.Combine(_scene.Folder, "content")).FullName;
        File.WriteAllText(Path.Combine(content, "file"), "x");
        System.IO.Compression.ZipFile.CreateFromDirectory(content, old);
        Assert.Equal(0, _scene.Data.Command.Run(["data", "mark", old, "--into", marked, .. _scene.Data.Signing]).Code);

        Assert.Equal(0, _scene.Check(marked).Code);
        Assert.Equal(4, _scene.Check(marked, "--at-host", PlaceScene.Host).Code);
        Assert.Equal(4, _scene.Check(marked, "--inside", "--at-host", PlaceScene.Host).Code);
        Assert.Equal(4, _scene.Check(marked, "--generation", "1").Code);
        Mark();
        Assert.Equal(4, _scene.Check(_scene.Folder, "--at-host", PlaceScene.Host, "--generation", "1").Code);
    }

    /// <summary>When this fails, marking a place takes away the lists of a volume.</summary>
    [Fact]
    public void Volume_IsNotReplacedByAPlace()
    {
        File.WriteAllText(Path.Combine(_scene.Folder, "file"), "x");
        Assert.Equal(0, _scene.Data.Command.Run(["data", "mark", _scene.Folder, "--volume", .. _scene.Data.Signing]).Code);
        string[] before = Directory.GetFiles(Path.Combine(_scene.Folder, ".adem"));

        (int code, _, string error) = _scene.Place(_scene.Folder, "--host", PlaceScene.Host);

        Assert.Equal(64, code);
        Assert.Contains("is a volume", error, StringComparison.Ordinal);
        Assert.Equal(before, Directory.GetFiles(Path.Combine(_scene.Folder, ".adem")));
    }

    [Theory]
    [InlineData("Nothing is named", "data", "check")]
    [InlineData("Nothing is named", "data", "remove")]
    [InlineData("Nothing is named", "data", "find")]
    [InlineData("name one of them", "data", "check", "x", "--postgres", "Host=db.example")]
    [InlineData("is an address", "data", "check", "x", "--at-host", "192.0.2.1")]
    [InlineData("no connection string", "data", "check", "--postgres", "postgresql://user:geheim@db.example/records")]
    [InlineData("no connection string", "data", "check", "--postgres", "Host=db.example;Password=ab;geheim=1")]
    [InlineData("names no server", "data", "check", "--postgres", "Database=records;Password=geheim")]
    [InlineData("names no server, or several", "data", "find", "--postgres", "Host=a.example,b.example;Password=geheim")]
    [InlineData("names no server, or several", "data", "find", "--postgres", "Host=a.example;Target Session Attributes=primary")]
    [InlineData("'NOWHERE' has no connection string", "data", "check", "--postgres", "env:NOWHERE")]
    [InlineData("needs quotation marks", "data", "find", "--postgres", "Host=db.example", "Password=geheim")]
    [InlineData("needs quotation marks", "data", "check", "--postgres", "Host=db.example", "Username=a", "Password=geheim")]
    [InlineData("name one of them", "data", "remove", "--postgres", "Host=db.example", "Password=geheim")]
    public void Mistakes_AreToldWithoutAnyPartOfAPassword(string expected, params string[] args)
    {
        (int code, string output, string error) = _scene.Data.Command.Run(args);
        Assert.Equal((64, ""), (code, output));
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", error, StringComparison.Ordinal);
    }

    /// <summary>A name of a database may be anything, and must not look like another place.</summary>
    [Theory]
    [InlineData("Host=db.example;Username=u;Password=geheim", "records", "postgresql://db.example:5432/records")]
    [InlineData("Host=db.example:77", null, "postgresql://db.example:77/")]
    [InlineData("Host=::1;Port=1", "é", "postgresql://[::1]:1/é")]
    [InlineData("Host=db.example", "a b/c?host=x#&\u001b", "postgresql://db.example:5432/a%20b%2Fc%3Fhost%3Dx%23%26%1B")]
    [InlineData("Host=/run/pg", "a&b", "postgresql:///a%26b?host=/run/pg&port=5432")]
    public void Database_IsShownAsOnePlaceWithoutUserAndPassword(string connection, string? database, string shown) => Assert.Equal(
        shown, PostgresAddress.Parse(connection, _scene.Data.Command.Context(TextWriter.Null, TextWriter.Null)).Show(database));

    private void Mark(string host = PlaceScene.Host)
    {
        (int code, _, string error) = _scene.Place(_scene.Folder, "--host", host);
        Assert.True(code == 0, error);
    }
}
