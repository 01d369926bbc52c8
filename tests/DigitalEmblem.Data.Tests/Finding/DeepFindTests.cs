using DigitalEmblem.Data.Finding;
using DigitalEmblem.Data.Tests.Archives;
using DigitalEmblem.Data.Tests.Signs;
using Xunit;

namespace DigitalEmblem.Data.Tests.Finding;

public sealed class DeepFindTests : IDisposable
{
    private readonly FindScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void A_pointer_is_set_read_found_and_removed()
    {
        _scene.Add("a/b/file", [1]).Add("a/.adem/emblem", FindScene.Sign).Add("a/b/other", [1]).Add("a/b/signs/x.adem", FindScene.SignFile);
        string file = _scene.PathOf("a/b/file"), other = _scene.PathOf("a/b/other");
        var pointer = new ExtendedAttributePointer(DataScene.Root);
        pointer.Set(file);
        new ExtendedAttributePointer(DataScene.Root, EntryPath.Of("signs/x.adem"u8)).Set(other);
        Assert.Equal(pointer, ExtendedAttributePointer.Of(file));
        Assert.Equal([1], File.ReadAllBytes(file));
        List<FoundSign> signs = [.. _scene.Find(deep: true).Signs.Where(s => s.Place == FoundPlace.Attribute)];
        Assert.Equal([file, other], signs.Select(s => s.Path));
        Assert.All(signs, s => Assert.Equal((DataOutcome.Marked, DataScene.Root), (s.Outcome, s.Root)));
        Assert.DoesNotContain(_scene.Find().Signs, s => s.Place == FoundPlace.Attribute);
        ExtendedAttributePointer.Remove(file);
        ExtendedAttributePointer.Remove(file);
        Assert.Null(ExtendedAttributePointer.Of(file));
    }

    [Fact]
    public void A_pointer_to_nothing_or_to_another_root_is_undecided()
    {
        _scene.Add("a/file", [1]).Add("b/file", [1]).Add("b/file.adem", FindScene.SignFile);
        var another = DataRoot.FromBytes(new byte[DataRoot.Length]);
        new ExtendedAttributePointer(DataScene.Root).Set(_scene.PathOf("a/file"));
        new ExtendedAttributePointer(another).Set(_scene.PathOf("b/file"));
        List<FoundSign> signs = [.. _scene.Find(deep: true).Signs.Where(s => s.Place == FoundPlace.Attribute)];
        Assert.Equal([DataOutcome.Indeterminate, DataOutcome.Indeterminate], signs.Select(s => s.Outcome));
        Assert.Equal([DataScene.Root, another], signs.Select(s => s.Root));
    }

    [Theory]
    [InlineData("")]
    [InlineData("adem-data:1:xyz")]
    [InlineData("ROOT\n")]
    [InlineData("ROOT\n../../etc/passwd")]
    [InlineData("ROOT\n/etc/passwd")]
    [InlineData("ROOT ")]
    public void What_is_no_pointer_is_refused(string text)
    {
        byte[] value = System.Text.Encoding.UTF8.GetBytes(text.Replace("ROOT", DataScene.Root.ToString(), StringComparison.Ordinal));
        Assert.False(ExtendedAttributePointer.TryRead(value, out _));
    }

    [Fact]
    public void A_pointer_has_at_most_1024_bytes()
    {
        EntryPath Path(int length) => EntryPath.Of([.. Enumerable.Range(0, length).Select(i => (byte)(i % 100 == 99 ? '/' : 'a'))]);
        int most = ExtendedAttributePointer.MaxLength - DataScene.Root.ToString().Length - 1;
        var pointer = new ExtendedAttributePointer(DataScene.Root, Path(most));
        Assert.True(ExtendedAttributePointer.TryRead(pointer.ToArray(), out ExtendedAttributePointer? read));
        Assert.Equal(pointer, read);
        Assert.Throws<ArgumentException>(() => (pointer with { Sign = Path(most + 2) }).ToArray());
        Assert.False(ExtendedAttributePointer.TryRead([.. pointer.ToArray(), (byte)'a'], out _));
    }

    [Fact]
    public void Archives_are_looked_into_and_one_that_is_not_strict_leaves_it_open()
    {
        byte[] zip = RawZip.Of(RawMember.Deflated("a", new byte[99]), RawMember.Deflated(".adem/emblem", FindScene.Sign));
        byte[] tar = RawTar.Of(RawTar.Member("./.adem/emblem", FindScene.Sign, '0'), RawTar.File("a"));
        _scene.Add("a.zip", zip).Add("b.tar", tar).Add("c.zip", RawZip.Of(new RawMember("a", [1]))).Add("zip", zip);
        (List<FoundSign> signs, DataFound found) = _scene.Find(deep: true);
        Assert.Equal([_scene.PathOf("a.zip"), _scene.PathOf("b.tar")], signs.Select(s => s.Path));
        Assert.All(signs, s => Assert.Equal((FoundPlace.Archive, DataOutcome.Marked), (s.Place, s.Outcome)));
        Assert.True(found.IsComplete);
        _scene.Add("d.zip", [.. zip, 1]).Add("e.tar", [1]);
        (signs, found) = _scene.Find(deep: true);
        Assert.Equal((2, 2L), (signs.Count, found.Unread));
        Assert.Empty(_scene.Find().Signs);
    }
}
