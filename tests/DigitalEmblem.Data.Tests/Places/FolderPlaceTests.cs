using DigitalEmblem.Data.Places;
using DigitalEmblem.Data.Tests.Files;
using DigitalEmblem.Data.Tests.Marking;
using DigitalEmblem.Data.Tests.Signs;
using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Data.Tests.Places;

/// <summary>
/// A folder as a place. If one fails, a folder elsewhere passes for the marked one, or a sign of another kind is replaced.
/// </summary>
public sealed class FolderPlaceTests : IDisposable
{
    // In memory, because the disk of a container is an overlay, whose facts are only told.
    private readonly MarkedTree _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_folder_is_the_place_whatever_lies_in_it()
    {
        PlaceMarked marked = Mark();
        Assert.Equal([PlaceKinds.FileSystem, PlaceKinds.Path], marked.Place.Facts.Select(f => f.Name));
        Assert.Equal(_folder.FullPath, marked.Place.Facts[1].Value);
        Assert.Equal(DataOutcome.Marked, (await CheckAsync()).Outcome);
        _folder.Tree.AddFile("weapons.txt");
        (DataCheck check, List<CheckedEntry> entries) = await MarkedTree.CheckAsync(_folder.FullPath, PlaceScene.Options);
        Assert.Equal(DataOutcome.Marked, check.Outcome);
        Assert.Empty(entries);
        Assert.Equal(0, check.Counts.Values.Sum());
        Assert.Equal([".adem", "weapons.txt"], Directory.GetFileSystemEntries(_folder.FullPath).Select(Path.GetFileName).Order());
        Assert.Equal(2, Directory.GetFiles(_folder.SignFolder).Length);
    }

    [Fact]
    public async Task By_a_link_or_from_the_folder_itself_it_is_the_same_place()
    {
        Mark();
        string link = _folder.FullPath + "-link";
        Directory.CreateSymbolicLink(link, _folder.FullPath);
        Assert.Equal(DataOutcome.Marked, (await CheckAsync(link)).Outcome);
        File.Delete(link);
    }

    [Fact]
    public async Task At_another_path_or_on_another_file_system_it_is_another_place()
    {
        Mark();
        string moved = _folder.FullPath + "-moved";
        TestTree.Run("cp", "-r", _folder.FullPath, moved);
        DataCheck check = await CheckAsync(moved);
        Directory.Delete(moved, recursive: true);
        Assert.Equal(DataOutcome.NotAccepted, check.Outcome);
        Assert.Equal([FactStanding.Equal, FactStanding.Different], check.Facts.Select(f => f.Standing));

        using var disk = new TestTree(inMemory: false);
        TestTree.Run("cp", "-r", _folder.SignFolder, disk.FullPath);
        check = await CheckAsync(disk.FullPath);
        Assert.Equal(DataOutcome.NotAccepted, check.Outcome);
        Assert.All(check.Facts, f => Assert.NotEqual(f.Stated, f.Found));
        Assert.Contains("not as signed", check.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mounted_a_second_time_it_is_another_place()
    {
        Mark();
        string mount = Directory.CreateDirectory(_folder.FullPath + "-mount").FullName;
        bool isMounted = TestTree.TryMount(_folder.FullPath, mount);
        DataCheck check = await CheckAsync(isMounted ? mount : _folder.FullPath);
        if (isMounted)
        {
            TestTree.Run("umount", mount);
        }

        Directory.Delete(mount);
        Assert.Equal(isMounted ? DataOutcome.NotAccepted : DataOutcome.Marked, check.Outcome);
    }

    [Fact]
    public async Task Each_way_to_name_the_file_system_is_checked_by_itself()
    {
        string best = Mark().Place.Facts[0].Value;
        string path = _folder.FullPath;
        string fsid = FolderPlace.Read(_folder.Tree.Root, Folder(path, "fsid:0000000000000001"))[0].Value!;
        Assert.StartsWith("fsid:", fsid, StringComparison.Ordinal);
        foreach (string right in (string[])[best, fsid])
        {
            Replace(Folder(path, right));
            Assert.Equal(DataOutcome.Marked, (await CheckAsync()).Outcome);
        }

        foreach (string wrong in (string[])["fsid:0000000000000001", fsid.ToUpperInvariant(), fsid + "0"])
        {
            Replace(Folder(path, wrong));
            Assert.NotEqual(DataOutcome.Marked, (await CheckAsync()).Outcome);
        }
    }

    [Fact]
    public async Task A_file_system_that_a_program_keeps_is_only_told()
    {
        Mark();
        using var told = DigitalEmblem.Data.Files.Folder.Open("/proc");
        FactReading fileSystem = FolderPlace.Read(told)[0];
        Assert.False(fileSystem.IsObserved);
        Assert.ThrowsAny<IOException>(() => PlaceScene.Marker.MarkFolder("/proc", PlaceScene.Host, DataScene.Lifetime));
        Assert.Equal(DataOutcome.Marked, (await CheckAsync()).Outcome);
    }

    [Fact]
    public async Task A_sign_of_content_and_one_of_a_place_do_not_take_each_others_place()
    {
        _folder.Tree.AddFile("a");
        await _folder.MarkAsync();
        byte[] content = await File.ReadAllBytesAsync(_folder.SignPath);
        IOException refused = Assert.Throws<IOException>(() => Mark());
        Assert.Contains("a sign of its content", refused.Message, StringComparison.Ordinal);
        Assert.Equal(content, await File.ReadAllBytesAsync(_folder.SignPath));
        (DataCheck check, List<CheckedEntry> entries) = await MarkedTree.CheckAsync(_folder.FullPath, PlaceScene.Options);
        Assert.Equal(DataOutcome.NotAccepted, check.Outcome);
        Assert.Empty(entries);

        DataMarker.Remove(_folder.FullPath);
        Mark();
        byte[] place = await File.ReadAllBytesAsync(_folder.SignPath);
        foreach (Func<Task> mark in (Func<Task>[])[() => _folder.MarkAsync(), () => _folder.UpdateAsync()])
        {
            refused = await Assert.ThrowsAsync<IOException>(mark);
            Assert.Contains("marks it as a place", refused.Message, StringComparison.Ordinal);
        }

        Assert.Equal(place, await File.ReadAllBytesAsync(_folder.SignPath));
        Assert.NotEqual(Mark().Root, DataSign.Read(place).Root);
        Assert.Single(Directory.GetFiles(_folder.SignFolder, "*.manifest"));
    }

    [Fact]
    public async Task A_sign_that_cannot_be_read_is_not_replaced()
    {
        Mark();
        File.Delete(_folder.ManifestPath);
        Assert.Equal(DataOutcome.Indeterminate, (await CheckAsync()).Outcome);
        Assert.Contains("not known what it marks", Assert.Throws<IOException>(() => Mark()).Message, StringComparison.Ordinal);
        await File.WriteAllTextAsync(_folder.SignPath, "junk");
        Assert.Throws<IOException>(() => Mark());
        Assert.Equal(DataOutcome.Invalid, (await CheckAsync()).Outcome);
        Assert.NotEmpty(DataMarker.Remove(_folder.FullPath));
        Mark();
        Assert.Equal(DataOutcome.Marked, (await CheckAsync()).Outcome);
    }

    [Fact]
    public async Task The_sign_of_a_place_beside_a_file_or_of_another_kind_in_a_folder_is_not_judged()
    {
        _folder.Tree.AddFile("file");
        var terms = ManifestTerms.ForLocation(Folder(_folder.At("file"), "fsid:1"));
        await File.WriteAllBytesAsync(_folder.At("file.adem"), PlaceScene.SignFileOf(terms));
        Assert.Equal(DataOutcome.Indeterminate, (await CheckAsync(_folder.At("file"))).Outcome);
        Assert.Equal(DataOutcome.Indeterminate, (await CheckAsync(_folder.At("file"), MarkedTree.CheckOptions)).Outcome);
        Mark();
        Replace(PlaceScene.Place);
        Assert.Equal(DataOutcome.Indeterminate, (await CheckAsync()).Outcome);
        Assert.Throws<IOException>(() => PlaceScene.Marker.MarkFolder(_folder.At("file"), PlaceScene.Host, DataScene.Lifetime));
    }

    [Fact]
    public async Task A_notice_beside_a_place_is_not_its_text()
    {
        Mark();
        Assert.False((await CheckAsync()).NoticeChanged);
        _folder.Tree.AddFile(DataNotice.FileName, DataNotice.TextFor(TestTokens.Society, Purposes.Protective));
        Assert.True((await CheckAsync()).NoticeChanged);
    }

    private static DataPlace Folder(string path, string fileSystem) => new(
        PlaceScene.Host,
        PlaceKinds.Folder,
        [new PlaceFact(PlaceKinds.FileSystem, fileSystem), new PlaceFact(PlaceKinds.Path, path)]);

    private PlaceMarked Mark() => PlaceScene.Marker.MarkFolder(_folder.FullPath, PlaceScene.Host, DataScene.Lifetime);

    // Puts a sign of any place into the folder, as a person may who can write there and has one.
    private void Replace(DataPlace place)
    {
        byte[] file = PlaceScene.SignFileOf(ManifestTerms.ForLocation(place));
        using var stream = new MemoryStream(file);
        var sign = SignFile.Open(stream);
        Directory.Delete(_folder.SignFolder, recursive: true);
        Directory.CreateDirectory(_folder.SignFolder);
        int manifest = (int)sign.ManifestStart;
        int start = "adem-signfile:1".Length + 1 + sizeof(uint);
        File.WriteAllBytes(_folder.SignPath, file[start..manifest]);
        File.WriteAllBytes(Path.Combine(_folder.SignFolder, sign.Sign.Root.ManifestFileName), file[manifest..]);
    }

    private async Task<DataCheck> CheckAsync(string? path = null, DataCheckOptions? options = null) =>
        (await MarkedTree.CheckAsync(path ?? _folder.FullPath, options ?? PlaceScene.Options)).Check;
}
