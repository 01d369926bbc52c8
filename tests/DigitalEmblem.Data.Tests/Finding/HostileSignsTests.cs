using DigitalEmblem.Data.Tests.Files;
using DigitalEmblem.Data.Tests.Signs;
using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Data.Tests.Finding;

/// <summary>Whatever has the name of a sign is a finding: it ends no search, and is never waited for.</summary>
public sealed class HostileSignsTests : IDisposable
{
    private readonly FindScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void Links_pipes_and_folders_with_names_of_signs()
    {
        using TestTree outside = new();
        outside.AddFile(".adem/emblem"u8.ToArray(), FindScene.Sign);
        _scene.Tree.AddLink(".adem", outside.FullPath + "/.adem").AddLink("link.adem", outside.FullPath + "/.adem/emblem");
        _scene.Tree.AddPipe("pipe.adem").AddFolder("folder.adem").AddLink("loop", ".");
        (List<FoundSign> signs, DataFound found) = _scene.Find(deep: true);
        Assert.Equal(
            [_scene.Tree.FullPath, _scene.PathOf("link"), _scene.PathOf("pipe")], signs.Select(s => s.Path));
        Assert.All(signs, s => Assert.Equal((DataOutcome.Indeterminate, null), (s.Outcome, s.Verdict)));
        Assert.Contains("symbolic link", signs[0].Reason, StringComparison.Ordinal);
        Assert.Contains("pipe", signs[2].Reason, StringComparison.Ordinal);
        Assert.True(found.IsComplete);
    }

    [Fact]
    public void A_pipe_a_folder_or_a_link_for_the_emblem()
    {
        using TestTree outside = new();
        outside.AddFile("emblem"u8.ToArray(), FindScene.Sign);
        _scene.Tree.AddFolder("a/.adem/emblem").AddFolder("b/.adem").AddFolder("c/.adem").AddFolder("no/.adem");
        TestTree.Run("mkfifo", _scene.PathOf("b/.adem/emblem"));
        File.CreateSymbolicLink(_scene.PathOf("c/.adem/emblem"), outside.FullPath + "/emblem");
        List<FoundSign> signs = _scene.Find().Signs;
        Assert.Equal(3, signs.Count);
        Assert.All(signs, s => Assert.Equal(DataOutcome.Indeterminate, s.Outcome));
    }

    [Fact]
    public void What_is_malformed_is_invalid()
    {
        byte[] longBundle = [.. "adem-signfile:1\0"u8, 0xFF, 0xFF, 0xFF, 0xFF, 1, 2, 3];
        _scene.Add("a/.adem/emblem", [1, 2, 3]).Add("b/.adem/emblem", []).Add("c.adem", FindScene.Sign).Add("d.adem", longBundle)
            .Add("e/.adem/emblem", FindScene.SignFile).Add("f.adem", FindScene.SignFile[..100]);
        List<FoundSign> signs = _scene.Find().Signs;
        Assert.Equal(6, signs.Count);
        Assert.All(signs, s => Assert.Equal(DataOutcome.Invalid, s.Outcome));
    }

    [Fact]
    public void A_giant_is_not_read()
    {
        const long Giant = 1L << 40;
        _scene.Tree.AddFolder(".adem");
        _scene.Tree.AddSparse(".adem/emblem", Giant, (0, FindScene.Sign));
        _scene.Tree.AddSparse("x.adem", Giant, (0, [1]));
        _scene.Tree.AddSparse("x.zip", Giant, (0, "PK\x3\x4"u8.ToArray()));
        (List<FoundSign> signs, DataFound found) = _scene.Find(deep: true);
        Assert.Equal([DataOutcome.Invalid, DataOutcome.Invalid], signs.Select(s => s.Outcome));
        Assert.Equal(1, found.Unread);
    }

    [Fact]
    public void A_token_of_a_host_is_no_sign_of_data()
    {
        byte[] host = TokenBundle.Write([Cwt.Sign(TestTokens.Emblem(), DataScene.EmblemKey)]);
        Assert.Equal(DataOutcome.Invalid, _scene.Add(".adem/emblem", host).Only().Outcome);
    }

    [Fact]
    public void A_sign_that_another_user_put_into_a_folder_is_not_believed()
    {
        _scene.Add("x/.adem/emblem", FindScene.Sign);
        if (Environment.UserName != "root")
        {
            return;
        }

        TestTree.Run("chown", "-R", "65534", _scene.PathOf("x/.adem"));
        Assert.Equal(DataOutcome.Indeterminate, _scene.Only().Outcome);
        TestTree.Run("chown", "65534", _scene.PathOf("x"));
        Assert.Equal(DataOutcome.Marked, _scene.Only().Outcome);
    }
}
