using System.Text;
using DigitalEmblem.Data.Tests.Files;
using DigitalEmblem.Data.Tests.Signs;
using DigitalEmblem.TestSupport;
using DigitalEmblem.Verifier;
using Xunit;

namespace DigitalEmblem.Data.Tests.Finding;

public sealed class DataFinderTests : IDisposable
{
    private readonly FindScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void Signs_of_folders_and_files_are_found_by_name_and_judged()
    {
        _scene.Add("srv/records/.adem/emblem", FindScene.Sign).Add("srv/records/a", [1]).Add("home/report.pdf.adem", FindScene.SignFile);
        (List<FoundSign> signs, DataFound found) = _scene.Find();
        Assert.Equal([_scene.PathOf("home/report.pdf"), _scene.PathOf("srv/records")], signs.Select(s => s.Path));
        Assert.Equal([FoundPlace.File, FoundPlace.Folder], signs.Select(s => s.Place));
        Assert.All(signs, s =>
        {
            Assert.Equal(DataOutcome.Marked, s.Outcome);
            Assert.Equal(TestTokens.Society, s.Issuer);
            Assert.Equal(Purposes.Protective, s.Purposes);
            Assert.Equal(DataScene.Root, s.Root);
            Assert.Equal(Validity.IssuedAt(TestTokens.Now, DataScene.Lifetime).Expires, s.Expires);
            Assert.Equal(SecurityLevel.Endorsed, s.Verdict!.Level);
        });
        Assert.Equal((2, 5, 0), (found.Signs, found.Folders, found.Unread));
    }

    [Fact]
    public void No_sign_is_said_only_where_all_was_read()
    {
        _scene.Add("a/b", [1]).Add("c", [1]);
        (List<FoundSign> signs, DataFound found) = _scene.Find();
        Assert.Empty(signs);
        Assert.True(found.IsComplete);
        Assert.False(_scene.Find(roots: [_scene.Tree.FullPath, _scene.PathOf("nothing")]).Found.IsComplete);
        Assert.False(_scene.Find(roots: [_scene.PathOf("c")]).Found.IsComplete);
    }

    [Fact]
    public void A_folder_that_cannot_be_read_is_named()
    {
        _scene.Add("closed/.adem/emblem", FindScene.Sign).Add("open/.adem/emblem", FindScene.Sign);
        File.SetUnixFileMode(_scene.PathOf("closed"), UnixFileMode.None);
        Posix.AsNobody(() =>
        {
            (List<FoundSign> signs, DataFound found) = _scene.Find();
            Assert.Equal(_scene.PathOf("open"), Assert.Single(signs).Path);
            Assert.Equal((1L, false), (found.Unread, found.IsComplete));
            Assert.Equal(_scene.PathOf("closed"), Assert.Single(found.Troubles).Path);
        });
    }

    [Fact]
    public void A_sign_that_this_user_may_not_read_is_undecided()
    {
        _scene.Add(".adem/emblem", FindScene.Sign).Add("a.adem", FindScene.SignFile);
        File.SetUnixFileMode(_scene.PathOf(".adem/emblem"), UnixFileMode.None);
        File.SetUnixFileMode(_scene.PathOf("a.adem"), UnixFileMode.None);
        Posix.AsNobody(() => Assert.Equal(
            [DataOutcome.Indeterminate, DataOutcome.Indeterminate], _scene.Find().Signs.Select(s => s.Outcome)));
    }

    [Fact]
    public void The_policy_and_the_evidence_decide()
    {
        _scene.Add(".adem/emblem", FindScene.Sign);
        TrustPolicy more = TrustPolicy.Default with { RequiredPurposes = Purposes.CulturalProperty };
        Assert.Equal(DataOutcome.NotAccepted, Assert.Single(_scene.Find(policy: more).Signs).Outcome);
        Assert.Equal(DataOutcome.Indeterminate, Assert.Single(_scene.Find(evidence: HeldEvidence.None).Signs).Outcome);
    }

    [Fact]
    public void Names_that_are_no_text_are_paths_of_bytes()
    {
        _scene.Tree.AddFile([0xFF, (byte)'\n', .. ".adem"u8], FindScene.SignFile);
        Assert.EndsWith("/\xFF\n", Encoding.Latin1.GetString(_scene.Only().PathBytes.Span), StringComparison.Ordinal);
    }

    [Fact]
    public void Roots_are_read_once_and_several_file_systems_side_by_side()
    {
        _scene.Add("a.adem", FindScene.SignFile);
        string root = _scene.Tree.FullPath;
        Assert.Single(_scene.Find(roots: [root, root + "/", root + "/."]).Signs);
        using TestTree memory = new(inMemory: true);
        memory.AddFile("b.adem"u8.ToArray(), FindScene.SignFile);
        Assert.Equal(2, _scene.Find(roots: [root, memory.FullPath]).Signs.Count);
    }

    [Fact]
    public void A_deep_tree_is_read_with_few_descriptors()
    {
        string deep = string.Concat(Enumerable.Repeat("d/", 300));
        _scene.Add(deep + "x.adem", FindScene.SignFile);
        for (int i = 0; i < 300; i += 7)
        {
            _scene.Add(deep[..(i * 2)] + "e/f/y", [1]);
        }

        (List<FoundSign> signs, DataFound found) = _scene.Find();
        Assert.Equal((1, 0, 301 + 86), (signs.Count, found.Unread, found.Folders));
        Assert.Equal(0, _scene.Tree.OpenDescriptors);
    }

    [Fact]
    public void A_search_that_is_left_early_ends()
    {
        for (int i = 0; i < 600; i++)
        {
            _scene.Add($"{i}.adem", []);
        }

        DataFindRun run = DataFinder.Begin(
            [_scene.Tree.FullPath], new DataFindOptions { Evidence = HeldEvidence.None, At = TestTokens.Now });
        Assert.Single(run.SignsAsync().ToBlockingEnumerable().Take(1));
        Assert.Throws<InvalidOperationException>(run.Conclude);
        Assert.Equal(0, _scene.Tree.OpenDescriptors);
        Assert.Equal(600, _scene.Find().Signs.Count);
    }

    [Fact]
    public void Another_file_system_is_named_and_not_entered_unless_it_is_a_root()
    {
        _scene.Add("mount/x", [1]);
        using TestTree other = new();
        other.AddFile("a.adem"u8.ToArray(), FindScene.SignFile);
        string mount = _scene.PathOf("mount");
        if (!TestTree.TryMount(other.FullPath, mount))
        {
            return;
        }

        try
        {
            (List<FoundSign> signs, DataFound found) = _scene.Find();
            Assert.Equal((0, 1L), (signs.Count, found.Unread));
            (signs, found) = _scene.Find(roots: [_scene.Tree.FullPath, mount]);
            Assert.Equal((1, 0L), (signs.Count, found.Unread));
        }
        finally
        {
            TestTree.Run("umount", mount);
        }
    }
}
