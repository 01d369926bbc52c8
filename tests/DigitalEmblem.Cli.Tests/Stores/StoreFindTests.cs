using System.Text.Json;
using DigitalEmblem.Data;
using Xunit;

namespace DigitalEmblem.Cli.Tests.Stores;

/// <summary>Finding in a real store. Where these fail, marked data in a store are taken for data that nobody marked.</summary>
[Trait("Category", "Servers")]
public sealed class StoreFindTests(S3Server server) : IClassFixture<S3Server>, IDisposable
{
    private readonly StoreScene _scene = new(server.Endpoint);

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void Signs_of_objects_and_of_uploaded_folders_are_found_and_judged()
    {
        server.Put("a/one", [1]);
        _scene.Mark("a/one");
        _scene.Data.Add("file");
        _scene.Data.Mark();
        foreach (string file in Directory.GetFiles(_scene.Data.Tree, "*", SearchOption.AllDirectories))
        {
            server.Put($"a/tree/{Path.GetRelativePath(_scene.Data.Tree, file)}", File.ReadAllBytes(file));
        }

        server.Put("a/planted.adem", "junk"u8.ToArray());
        server.Put("a/.adem", "junk"u8.ToArray());
        (int code, string output, string error) = _scene.Find("a/");
        Assert.True(code == 0, error);
        Assert.Contains("Marked  s3://records/a/one  https://society.example  protective", output, StringComparison.Ordinal);
        Assert.Contains("Marked  s3://records/a/tree/  https://society.example", output, StringComparison.Ordinal);
        Assert.Contains("Invalid  s3://records/a/planted", output, StringComparison.Ordinal);
        Assert.Contains("3 signs found, 2 accepted. 8 objects listed.", output, StringComparison.Ordinal);

        output = _scene.Find("a/", "--output", "json").Out;
        JsonElement[] lines = [.. output.Trim().Split('\n').Select(l => JsonDocument.Parse(l).RootElement)];
        Assert.All(lines[..^1], l => Assert.Equal("Object", l.GetProperty("place").GetString()));
        Assert.Equal(8, lines[^1].GetProperty("objects").GetInt32());
        Assert.Equal(3, lines[^1].GetProperty("signs").GetInt32());
    }

    /// <summary>
    /// An uploaded folder is not compared in the store. A person who is not told so takes its objects for unmarked ones, or for checked
    /// ones.
    /// </summary>
    [Fact]
    public void An_uploaded_folder_is_said_to_be_compared_after_a_download()
    {
        _scene.Data.Add("file");
        _scene.Data.Mark();
        foreach (string file in Directory.GetFiles(_scene.Data.Tree, "*", SearchOption.AllDirectories))
        {
            server.Put($"f/tree/{Path.GetRelativePath(_scene.Data.Tree, file)}", File.ReadAllBytes(file));
        }

        const string HowTo = "aws s3 sync s3://records/f/tree/ FOLDER", Not = "is not compared in the store";
        (int code, string output, _) = _scene.Find("f/");
        Assert.Equal(0, code);
        Assert.Contains(HowTo, output, StringComparison.Ordinal);
        Assert.Contains(Not, output, StringComparison.Ordinal);
        Assert.Contains(Not, _scene.Find("f/", "--output", "json").Out, StringComparison.Ordinal);
        foreach (string place in (string[])["f/tree/", "f/tree", "f/tree/.adem/emblem"])
        {
            (code, output, string error) = _scene.Check(place);
            Assert.True(code == 64, output + error);
            Assert.Contains(HowTo, error, StringComparison.Ordinal);
            Assert.Contains(Not, error, StringComparison.Ordinal);
        }

        (code, output, _) = _scene.Check("f/tree/file");
        Assert.Equal(1, code);
        Assert.Contains("marked folder that was uploaded was not looked for", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_exit_code_is_that_of_a_search_in_folders()
    {
        server.Put("b/plain", [1]);
        Assert.Equal(1, _scene.Find("b/").Code);
        server.Put("b/planted.adem", "junk"u8.ToArray());
        Assert.Equal(2, _scene.Find("b/").Code);
        Assert.Equal(3, _scene.Data.Command.Run("data", "find", "s3://no-such-bucket", "--endpoint", server.Endpoint).Code);
        Assert.Equal(1, _scene.Find("b/plain").Code);
    }

    [Fact]
    public void Folders_and_stores_are_searched_together()
    {
        server.Put("c/one", [1]);
        _scene.Mark("c/one");
        _scene.Data.Add("file");
        _scene.Data.Mark();
        (int code, string output, _) = _scene.Find("c/", _scene.Data.Tree);
        Assert.Equal(0, code);
        Assert.Contains("2 signs found, 2 accepted. 2 folders read, 2 objects listed.", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sign_behind_a_thousand_keys_is_found()
    {
        server.PutMany("d/", 1001);
        server.Put("d/one", [1]);
        _scene.Mark("d/one");
        (int code, string output, _) = _scene.Find("d/");
        Assert.Equal(0, code);
        Assert.Contains("1,003 objects listed", output.Replace(" 1003 ", " 1,003 ", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_also_tells_what_is_wrong_with_pointers()
    {
        string other = DataRoot.FromBytes(new byte[DataRoot.Length]).ToString();
        server.Put("e/lost", [1], ("adem", other));
        server.Put("e/no-pointer", [1], ("adem", "anything"));
        server.Put("e/good", [1]);
        server.Put("e/stale", [1]);
        _scene.Mark("e/good", "--set-metadata");
        _scene.Mark("e/stale");
        server.Put("e/stale", [1], ("adem", other));
        Assert.Contains("2 signs found, 2 accepted.", _scene.Find("e/").Out, StringComparison.Ordinal);

        string output = _scene.Find("e/", "--deep").Out;
        Assert.Contains("Undecided  s3://records/e/lost  The sign to which its metadata point is not", output, StringComparison.Ordinal);
        Assert.Contains("Invalid  s3://records/e/no-pointer", output, StringComparison.Ordinal);
        Assert.Contains("Undecided  s3://records/e/stale  Its metadata point to a sign of another root.", output, StringComparison.Ordinal);
        Assert.Contains("5 signs found, 2 accepted.", output, StringComparison.Ordinal);
    }
}
