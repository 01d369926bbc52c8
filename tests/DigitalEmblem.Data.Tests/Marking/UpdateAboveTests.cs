using DigitalEmblem.Data.Tests.Files;
using Xunit;

namespace DigitalEmblem.Data.Tests.Marking;

/// <summary>
/// Updates of what lies in a marked folder. If they say "mark first", a person marks a file by itself, and its folder stays changed.
/// </summary>
public sealed class UpdateAboveTests : IDisposable
{
    private readonly MarkedTree _marked = new MarkedTree().AddFiles(20);

    public void Dispose() => _marked.Dispose();

    [Theory]
    [InlineData("d2/f2.txt")]
    [InlineData("d2")]
    public async Task The_marked_folder_above_is_named(string path)
    {
        await _marked.MarkAsync();
        string told = await RefusalAsync(path);
        Assert.Contains($"'emblem data update {_marked.FullPath}'", told, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_marked.At("d2/.adem")));
        Assert.Equal(DataOutcome.Marked, await _marked.OutcomeAsync());
    }

    [Theory]
    [InlineData("d2/f2.txt")]
    [InlineData("d2")]
    public async Task Where_nothing_above_covers_it_it_is_to_be_marked(string path)
    {
        Assert.Contains("mark first", await RefusalAsync(path), StringComparison.Ordinal);
        await _marked.MarkAsync(MarkedTree.Options with { Exclusions = [RandomEntries.PathOf("d2")] });
        Assert.Contains("mark first", await RefusalAsync(path), StringComparison.Ordinal);
    }

    private async Task<string> RefusalAsync(string path) => (await Assert.ThrowsAsync<IOException>(
        () => MarkedTree.Marker().UpdateAsync(_marked.At(path), MarkedTree.Options))).Message;
}
