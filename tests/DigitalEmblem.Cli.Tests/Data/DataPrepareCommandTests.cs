using DigitalEmblem.Data;
using Xunit;

namespace DigitalEmblem.Cli.Tests.Data;

/// <summary>
/// <c>emblem data prepare</c> and <c>attach</c>. When these fail, a script sends more than the root to those who sign, or takes a sign that
/// was not put in place for one that was.
/// </summary>
public sealed class DataPrepareCommandTests : IDisposable
{
    private readonly DataScene _scene = new();

    public DataPrepareCommandTests()
    {
        _scene.Add("patients/anna.txt");
        _scene.Add("cache/x");
    }

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void Prepare_PrintsTheRootAndNothingElse_AndJsonThatIsTheBeginningOfARequest()
    {
        (int code, string output, string error) = _scene.Command.Run("data", "prepare", _scene.Tree, "--exclude", "cache");
        Assert.Equal(0, code);
        Assert.Equal(DataRoot.Parse(output.TrimEnd('\n')) + "\n", output);
        Assert.Contains("Read 1 file, 7 bytes", error, StringComparison.Ordinal);
        Assert.Contains("emblem data attach", error, StringComparison.Ordinal);

        string json = _scene.Command.Done("data", "prepare", _scene.Tree, "--output", "json");
        Assert.Matches("^{\"root\":\"adem-data:1:[a-z2-7]{52}\"}\n$", json);
        (code, output, _) = _scene.Check();
        Assert.Equal(1, code);
        Assert.Contains($"'emblem data attach {_scene.Tree} --sign FILE'", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("prepare", "s3://records/a")]
    [InlineData("attach", "s3://records/a", "--sign", "x")]
    public void An_object_of_a_store_is_named_as_one_and_not_as_a_path_that_is_missing(params string[] arguments)
    {
        (int code, _, string error) = _scene.Command.Run(["data", .. arguments]);
        Assert.Equal(64, code);
        Assert.Contains("is an object of a store", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "did the call that fetches the sign succeed?")]
    [InlineData("{\"type\":\"not-found\"}", "an answer of the issuer service")]
    [InlineData("adem-signfile:1\0", "which lies beside its file as it is")]
    [InlineData("adem-manifest:1\0", "a list of files, and no sign")]
    public void Attach_NamesTheLikelyCause_WhereWhatIsGivenIsNoSign(string given, string cause)
    {
        _scene.Command.Done("data", "prepare", _scene.Tree);
        (int code, _, string error) = _scene.Command.Run("data", "attach", _scene.Tree, "--sign", _scene.Command.Write("given", given));
        Assert.Equal(2, code);
        Assert.Contains(cause, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Attach_PutsTheSignInPlace_OrSaysWhyNot_WithTheCodeOfACheck()
    {
        string root = _scene.Command.Done("data", "prepare", _scene.Tree).TrimEnd('\n');
        string sign = _scene.Command.Write("sign.bundle", Sign(root));
        string output = _scene.Command.Done("data", "attach", _scene.Tree, "--sign", sign, "--notice");
        Assert.Contains("Attached the sign of https://society.example to 2 files (14 bytes)", output, StringComparison.Ordinal);
        Assert.Equal(0, _scene.Check().Code);
        Assert.True(File.Exists(Path.Combine(_scene.Tree, DataNotice.FileName)));

        byte[] before = _scene.ReadSign();
        (int code, _, string error) = _scene.Command.Run("data", "attach", _scene.Tree, "--sign", _scene.Command.PathOf("bundle"));
        Assert.Equal(2, code);
        Assert.Contains("nothing was changed", error, StringComparison.Ordinal);
        _scene.Command.Done("data", "prepare", _scene.Tree);
        string foreign = _scene.Command.Write("foreign.bundle", Sign(DataRoot.FromBytes(new byte[DataRoot.Length]).ToString()));
        (code, _, error) = _scene.Command.Run("data", "attach", _scene.Tree, "--sign", foreign);
        Assert.Equal(4, code);
        Assert.Contains("was not prepared for it", error, StringComparison.Ordinal);
        Assert.Equal(before, _scene.ReadSign());
        Assert.Equal(0, _scene.Check().Code);
        Assert.Equal(64, _scene.Command.Run("data", "attach", _scene.Command.PathOf("nothing"), "--sign", sign).Code);
    }

    [Fact]
    public void Remove_SaysThatThereWasNoSign_WhereDataWereOnlyPrepared()
    {
        _scene.Command.Done("data", "prepare", _scene.Tree);
        Assert.Contains("There was no sign", _scene.Command.Done("data", "remove", _scene.Tree), StringComparison.Ordinal);
        string file = Path.Combine(_scene.Tree, "patients", "anna.txt");
        _scene.Command.Done("data", "prepare", file);
        string output = _scene.Command.Done("data", "remove", file);
        Assert.Contains("anna.txt.adem-manifest", output, StringComparison.Ordinal);
        Assert.Contains("There was no sign", output, StringComparison.Ordinal);
        Assert.Equal(64, _scene.Command.Run("data", "prepare", file, "--exclude", "x").Code);
    }

    [Fact]
    public void Prepare_OfAVolume_SaysThatItIsNotPossibleAndWhatToDoInstead()
    {
        (int code, _, string error) = _scene.Command.Run("data", "prepare", _scene.Tree, "--volume");
        Assert.Equal(64, code);
        Assert.Contains("emblem data mark", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_scene.Tree, ".adem")));
    }

    [Fact]
    public void Attach_OfASignThatEndsEarlier_IsRefusedUnlessItIsMeant()
    {
        string root = _scene.Command.Done("data", "prepare", _scene.Tree).TrimEnd('\n');
        _scene.Command.Done("data", "attach", _scene.Tree, "--sign", _scene.Command.Write("long.bundle", Sign(root, days: 2)));
        string shorter = _scene.Command.Write("short.bundle", Sign(root));
        (int code, _, string error) = _scene.Command.Run("data", "attach", _scene.Tree, "--sign", shorter);
        Assert.Equal(4, code);
        Assert.Contains("--replace", error, StringComparison.Ordinal);
        _scene.Command.Done("data", "attach", _scene.Tree, "--sign", shorter, "--replace");
        Assert.Equal(0, _scene.Check().Code);
    }

    private byte[] Sign(string root, int days = 1) => DataSigner.Create(
        DataScene.EmblemKey,
        OrganizationIdentifier.Parse(DataScene.Society),
        Purposes.Protective,
        DataScene.Bundle(),
        _scene.Command.Now,
        TimeSpan.FromDays(days)).Sign(DataRoot.Parse(root), _scene.Command.Now, TimeSpan.FromDays(days));
}
