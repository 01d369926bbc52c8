using DigitalEmblem.Data.Files;
using DigitalEmblem.Data.Tests.Marking;
using Xunit;

namespace DigitalEmblem.Data.Tests.Files;

/// <summary>
/// Paths with links and <c>..</c> in them. If one fails, a check says "marked" of another file than the one that every other program opens
/// by that path, and a marking writes into another folder.
/// </summary>
public sealed class RealPathTests : IDisposable
{
    private readonly MarkedTree _folder = new();

    public RealPathTests()
    {
        _folder.Tree.AddFile("text/file", "as text").AddFile("real/file", "as the kernel has it").AddFolder("real/deep");
        _folder.Tree.AddLink("text/way", "../real/deep").AddLink("real/deep/link", "../file").AddLink("text/link", "way/link");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("text/way/link")]
    [InlineData("text/link")]
    [InlineData("text/way/../file")]
    [InlineData("text/./way/../../text/way/.././file")]
    public async Task A_check_is_of_the_file_that_other_programs_open(string path)
    {
        Assert.Equal("as the kernel has it", await File.ReadAllTextAsync(_folder.At("real/file")));
        await MarkedTree.Marker().MarkAsync(_folder.At("text/file"), MarkedTree.Options);
        Assert.Equal(DataOutcome.NotMarked, (await DataChecker.CheckAsync(_folder.At(path), MarkedTree.CheckOptions)).Outcome);
        DataMarker.Remove(_folder.At("text/file"));
        await MarkedTree.Marker().MarkAsync(_folder.At("real/file"), MarkedTree.Options);
        DataCheck check = await DataChecker.CheckAsync(_folder.At(path), MarkedTree.CheckOptions);
        Assert.Equal((DataOutcome.Marked, _folder.At("real/file.adem")), (check.Outcome, check.SignPath));
    }

    [Fact]
    public async Task A_marking_writes_beside_the_file_that_other_programs_open()
    {
        await MarkedTree.Marker().MarkAsync(_folder.At("text/way/../file"), MarkedTree.Options);
        await MarkedTree.Marker().MarkAsync(_folder.At("text/way/.."), MarkedTree.Options);
        Assert.Equal((true, false), (File.Exists(_folder.At("real/file.adem")), File.Exists(_folder.At("text/file.adem"))));
        Assert.Equal((true, false), (Directory.Exists(_folder.At("real/.adem")), Directory.Exists(_folder.At("text/.adem"))));
    }

    [Fact]
    public async Task Up_from_what_is_not_there_is_nothing()
    {
        _folder.Tree.AddLink("text/nowhere", "gone");
        foreach (string path in (string[])["text/gone/../file", "text/nowhere/../file"])
        {
            await Assert.ThrowsAnyAsync<IOException>(() => DataChecker.CheckAsync(_folder.At(path), MarkedTree.CheckOptions));
        }

        Assert.Null(RealPath.TargetOf(_folder.At("text/nowhere")));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("a/..b/c..")]
    [InlineData("...")]
    [InlineData("..")]
    [InlineData("../x")]
    [InlineData("/../x")]
    public void Every_other_path_stays_as_it_was_written(string path) => Assert.Equal(path, RealPath.Of(path));
}
