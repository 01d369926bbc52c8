using DigitalEmblem.Data.Tests.Files;
using DigitalEmblem.Data.Tests.Marking;
using Xunit;

namespace DigitalEmblem.Data.Tests.Checking;

/// <summary>
/// What lies under the names of the sign's own files. If one fails, a stranger puts a program into a marked folder, and the check says that
/// all is as it was marked.
/// </summary>
public sealed class UnderSignNamesTests : IDisposable
{
    private readonly MarkedTree _marked = new MarkedTree().AddFiles(20);

    public void Dispose() => _marked.Dispose();

    [Theory]
    [InlineData(".adem/tool")]
    [InlineData(".adem/folder/tool")]
    [InlineData(".adem/state.sh")]
    [InlineData(".adem/folder/emblem")]
    [InlineData(DataNotice.FileName + "/tool")]
    [InlineData(DataNotice.FileName + "/folder/.adem/tool")]
    public async Task A_file_is_new(string path)
    {
        await _marked.MarkAsync();
        _marked.Tree.AddFile(path);
        Assert.Equal(["New " + path], await _marked.DifferencesAsync());
        Assert.Equal(DataOutcome.NotAccepted, await _marked.OutcomeAsync());
        Assert.Equal(DataOutcome.Marked, await _marked.OutcomeAsync(MarkedTree.CheckOptions with { AllowsNew = true }));
        await Assert.ThrowsAsync<IOException>(() => _marked.MarkAsync());
        await Assert.ThrowsAsync<IOException>(() => _marked.UpdateAsync());
        await Assert.ThrowsAsync<IOException>(() => new DataPreparer().PrepareAsync(_marked.FullPath));
        Assert.True(File.Exists(_marked.At(path)));
        (DataCheck part, _) = await MarkedTree.CheckAsync(_marked.At("d3/f3.txt"));
        Assert.Equal(DataOutcome.Marked, part.Outcome);
        Assert.Equal(0, _marked.Tree.OpenDescriptors);
    }

    [Fact]
    public async Task A_folder_or_a_link_is_new_and_a_volume_has_no_other_rule()
    {
        await _marked.MarkAsync(MarkedTree.Options with { IsVolume = true });
        _marked.Tree.AddFolder(DataNotice.FileName).AddFolder(".adem/state.d").AddLink(".adem/link", "/");
        Directory.CreateDirectory(_marked.At(".adem/aaaaaaaaaaaaaaaa.manifest"));
        string[] found = await _marked.DifferencesAsync();
        Assert.Equal(
            ["New .adem/aaaaaaaaaaaaaaaa.manifest", "New .adem/link", "New .adem/state.d", "New " + DataNotice.FileName], found);
    }

    [Fact]
    public async Task The_signs_own_files_are_not()
    {
        await _marked.MarkAsync(MarkedTree.Options with { WritesNotice = true });
        await new DataPreparer().PrepareAsync(_marked.FullPath);
        _marked.Tree.AddFile(".adem/.adem-new-0123456789abcdef").AddFile(".adem/lock");
        Assert.Empty(await _marked.DifferencesAsync());
    }

    [Fact]
    public async Task A_sign_that_lists_nothing_does_not_say_that_nothing_is_here()
    {
        using var empty = new MarkedTree();
        await empty.MarkAsync();
        (DataCheck check, _) = await empty.CheckAsync();
        Assert.Equal("The sign lists nothing, and nothing else is here.", check.Reason);
        empty.Tree.AddFile("new");
        (check, _) = await empty.CheckAsync(MarkedTree.CheckOptions with { AllowsNew = true });
        Assert.Equal("The sign lists nothing, and says nothing of what is here.", check.Reason);
    }
}
