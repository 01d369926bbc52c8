using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DigitalEmblem.Data;
using Xunit;

namespace DigitalEmblem.Cli.Tests.Stores;

/// <summary>
/// Objects of a real store. Where these fail, a person who keeps data in a store cannot mark them, or takes altered data for marked ones.
/// </summary>
[Trait("Category", "Servers")]
public sealed class ObjectCommandTests(S3Server server) : IClassFixture<S3Server>, IDisposable
{
    private readonly StoreScene _scene = new(server.Endpoint);

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void A_marked_object_is_0_and_each_difference_has_its_outcome()
    {
        const string Key = "2026/report.pdf";
        byte[] content = RandomNumberGenerator.GetBytes(300_000);
        server.Put(Key, content);
        (int code, string output, string error) = _scene.Mark(Key);
        Assert.True(code == 0, error);
        Assert.StartsWith("Marked s3://records/2026/report.pdf (", output, StringComparison.Ordinal);

        (code, output, error) = _scene.Check(Key);
        Assert.True(code == 0, output + error);
        Assert.StartsWith("Marked. 1 file (", output, StringComparison.Ordinal);
        Assert.Contains("s3://records/2026/report.pdf.adem", output, StringComparison.Ordinal);
        Assert.Contains("which object was asked for", output, StringComparison.Ordinal);
        Assert.DoesNotContain("nothing was asked", output, StringComparison.Ordinal);
        Assert.Equal(0, _scene.Check(Key + ".adem").Code);
        Assert.Equal(content, server.Read(Key));

        content[^1] ^= 1;
        server.Put(Key, content);
        (code, output, _) = _scene.Check(Key);
        Assert.Equal(4, code);
        Assert.Contains("report.pdf", output, StringComparison.Ordinal);
        Assert.Contains("its content is not the one listed", output, StringComparison.Ordinal);
        Assert.DoesNotContain("data update", output, StringComparison.Ordinal);

        server.Put(Key, content[..^1]);
        Assert.Contains("is listed with 300,000", _scene.Check(Key).Out, StringComparison.Ordinal);
        server.Delete(Key);
        (code, output, _) = _scene.Check(Key);
        Assert.Equal(4, code);
        Assert.Contains("missing", output, StringComparison.Ordinal);
    }

    [Fact]
    public void No_sign_is_1_nothing_at_all_is_a_mistake_and_a_bad_sign_is_2()
    {
        server.Put("plain", [1]);
        Assert.Equal(1, _scene.Check("plain").Code);
        (int code, _, string error) = _scene.Check("nothing");
        Assert.Equal(64, code);
        Assert.Contains("There is no object 's3://records/nothing'", error, StringComparison.Ordinal);

        server.Put("plain.adem", "junk"u8.ToArray());
        Assert.Equal(2, _scene.Check("plain").Code);
        Assert.Equal(64, _scene.Mark("plain").Code);
        Assert.Equal(64, _scene.Remove("plain").Code);
        Assert.Equal("junk"u8.ToArray(), server.Read("plain.adem"));
    }

    [Theory]
    [InlineData("a b/ü€😀.txt")]
    [InlineData("a+b&c=d#e?f;g%41%2F.txt")]
    [InlineData("'\"<>&amp;\\..x")]
    public void A_key_is_the_object_that_it_names(string key)
    {
        server.Put(key, Encoding.UTF8.GetBytes(key));
        Assert.Equal(1, _scene.Check(key).Code);
        (int code, string output, string error) = _scene.Mark(key);
        Assert.True(code == 0, output + error);
        (code, output, error) = _scene.Check(key);
        Assert.True(code == 0, output + error);
        Assert.True(server.Has(key + ".adem"));
    }

    [Fact]
    public void A_sign_that_was_copied_to_another_object_is_4_and_a_renamed_object_keeps_it()
    {
        server.Put("one", [1, 2]);
        server.Put("two", [1, 3]);
        _scene.Mark("one");
        server.Put("two.adem", server.Read("one.adem"));
        Assert.Equal(4, _scene.Check("two").Code);
        server.Put("two", [1, 2]);
        (int code, string output, _) = _scene.Check("two");
        Assert.Equal(0, code);
        Assert.Contains("renamed", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_bytes_have_the_same_sign_as_a_file_and_as_an_object()
    {
        string file = _scene.Data.Command.Write("paper.txt", "content");
        _scene.Data.Command.Done(["data", "mark", file, .. _scene.Data.Signing]);
        server.Put("x/paper.txt", File.ReadAllBytes(file));
        server.Put("x/paper.txt.adem", File.ReadAllBytes(file + ".adem"));
        Assert.Equal(0, _scene.Check("x/paper.txt").Code);
    }

    [Fact]
    public void The_pointer_is_set_by_a_copy_that_keeps_the_rest_and_removed_again()
    {
        server.Put("kept", [7], ("title", "Records of 2026"));
        Assert.Equal(0, _scene.Mark("kept").Code);
        Assert.Null(server.Look("kept").Metadata["adem"]);
        (int code, string output, string error) = _scene.Mark("kept", "--set-metadata");
        Assert.True(code == 0, error);
        Assert.Contains("x-amz-meta-adem", output, StringComparison.Ordinal);

        Amazon.S3.Model.GetObjectMetadataResponse about = server.Look("kept");
        Assert.Equal("application/pdf", about.Headers.ContentType);
        Assert.Equal("Records of 2026", about.Metadata["title"]);
        Assert.Equal(SignOf("kept").Root.ToString(), about.Metadata["adem"]);
        Assert.Equal(0, _scene.Check("kept").Code);

        (code, output, _) = _scene.Remove("kept");
        Assert.Equal(0, code);
        Assert.Contains("still point to a sign", output, StringComparison.Ordinal);
        Assert.Equal(3, _scene.Check("kept").Code);
        Assert.Equal(0, _scene.Remove("kept", "--set-metadata").Code);
        about = server.Look("kept");
        Assert.Null(about.Metadata["adem"]);
        Assert.Equal("Records of 2026", about.Metadata["title"]);
        Assert.Equal(1, _scene.Check("kept").Code);
        Assert.Equal(1, _scene.Remove("kept", "--set-metadata").Code);
    }

    [Fact]
    public void A_pointer_to_another_sign_is_told_and_changes_no_outcome()
    {
        server.Put("stale", [7], ("adem", DataRoot.FromBytes(new byte[DataRoot.Length]).ToString()));
        _scene.Mark("stale");
        (int code, string output, string error) = _scene.Check("stale");
        Assert.Equal(0, code);
        Assert.StartsWith("Marked. ", output, StringComparison.Ordinal);
        Assert.Contains("point to another sign", error, StringComparison.Ordinal);
        JsonElement last = JsonDocument.Parse(_scene.Check("stale", "--output", "json").Out.Trim().Split('\n')[^1]).RootElement;
        Assert.Equal(0, last.GetProperty("exit").GetInt32());
        Assert.Contains("point to another sign", last.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal("s3://records/stale.adem", last.GetProperty("sign").GetString());
        Assert.Equal("Object", last.GetProperty("place").GetString());
    }

    [Fact]
    public void An_empty_object_is_marked_as_any_other()
    {
        server.Put("empty", []);
        Assert.Equal(0, _scene.Mark("empty").Code);
        Assert.Equal(0, _scene.Check("empty").Code);
        server.Put("empty", [0]);
        Assert.Equal(4, _scene.Check("empty").Code);
    }

    private DataSign SignOf(string key) => SignFile.Open(new MemoryStream(server.Read(key + ".adem"))).Sign;
}
