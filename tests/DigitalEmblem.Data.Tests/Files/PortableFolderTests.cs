using System.Text;
using DigitalEmblem.Data.Files;
using Xunit;

namespace DigitalEmblem.Data.Tests.Files;

/// <summary>What other systems than Linux get, tried on Linux.</summary>
public sealed class PortableFolderTests : IDisposable
{
    private readonly TestTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public async Task Text_names_are_walked_and_hashed_as_on_Linux()
    {
        _tree.AddFile("a/file").AddFile("a.b").AddFile(".hidden").AddFile("ä/ö").AddFolder("empty");
        _tree.AddLink("link", "a").AddLink("loop", "loop");
        _tree.AddFile("large"u8.ToArray(), new byte[500_000]);
        Assert.True(PortableFolder.TryOpenRoot(_tree.FullPath, out Folder? root).IsNone);
        List<HashedItem> found = [];
        await foreach (HashedItem item in HashFiles.RunAsync(root!, new HashOptions { Walk = new WalkOptions { WithStamps = true } }))
        {
            found.Add(item);
        }

        static string Text(HashedItem h) => $"{Encoding.UTF8.GetString(h.Item.Path)} {h.Item.Kind} {h.Digest} {h.Item.Trouble.Kind}";
        Assert.Equal((await _tree.HashAsync()).Select(Text), found.Select(Text));
    }

    [Fact]
    public void A_name_that_is_no_text_is_said_to_be_unnameable()
    {
        _tree.AddFile([0xFF, (byte)'x'], "x"u8).AddFile("fine");
        Assert.True(PortableFolder.TryOpenRoot(_tree.FullPath, out Folder? root).IsNone);
        using FileHasher hasher = new(new HashProgress(), null, CancellationToken.None);
        List<WalkItem> items = TestTree.Walk(root!);
        Assert.Equal([true, false], items.Select(i => hasher.Hash(i) is not null));
        Assert.Equal([TroubleKind.None, TroubleKind.Unnameable], items.Select(i => i.Trouble.Kind));
    }
}
