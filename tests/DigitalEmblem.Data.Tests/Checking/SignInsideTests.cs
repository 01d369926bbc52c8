using DigitalEmblem.Data.Tests.Archives;
using DigitalEmblem.Data.Tests.Files;
using DigitalEmblem.Data.Tests.Marking;
using Xunit;

namespace DigitalEmblem.Data.Tests.Checking;

/// <summary>
/// An archive is judged by the sign beside it, in it, or above it. If one fails, a sign in an archive counts for nothing, or a file that
/// only begins as an archive hides the sign that covers it.
/// </summary>
public sealed class SignInsideTests : IDisposable
{
    private readonly ArchiveScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task An_archive_of_many_members_is_checked_as_any_data()
    {
        _scene.Write("a.zip", RawZip.Of([.. Enumerable.Range(0, 2000).Select(i => new RawMember($"{i:0000}", [1]))]));
        DataMarked marked = _scene.Mark("a.zip", "b.zip");
        (DataCheck check, List<CheckedEntry> entries) = await CheckAsync("b.zip");
        Assert.Equal(
            (DataOutcome.Marked, FoundPlace.Archive, marked.Root, marked.SignPath),
            (check.Outcome, check.Place, check.Root, check.SignPath));
        Assert.Equal((2000, null), (entries.Count, check.Part));
        Assert.Equal(entries.OrderBy(e => e.Path), entries);
        Assert.Equal(check.Counts, _scene.Check("b.zip").Check.Counts);
    }

    [Fact]
    public async Task A_check_that_its_reader_leaves_ends()
    {
        _scene.Write("a.zip", RawZip.Of([.. Enumerable.Range(0, 2000).Select(i => new RawMember($"{i:0000}", [1]))]));
        _scene.Mark("a.zip", "b.zip");
        await foreach (CheckedEntry entry in DataChecker.Begin(_scene.PathOf("b.zip"), MarkedTree.CheckOptions).EntriesAsync())
        {
            Assert.Equal("0000", entry.Path.ToString());
            break;
        }

        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => DataChecker.CheckAsync(
            _scene.PathOf("b.zip"), MarkedTree.CheckOptions, null, stop.Token));
        Assert.DoesNotContain(
            Directory.GetFileSystemEntries("/proc/self/fd"),
            f => (new FileInfo(f).LinkTarget ?? "").StartsWith(_scene.Folder + "/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_malformed_sign_in_an_archive_is_invalid_and_a_link_to_an_archive_is_followed()
    {
        _scene.Write("a.zip", RawZip.Of(new RawMember("a", [1]), new RawMember(".adem/emblem", "junk"u8.ToArray())));
        (DataCheck check, _) = await CheckAsync("a.zip");
        Assert.Equal((DataOutcome.Invalid, _scene.PathOf("a.zip") + "/.adem/emblem"), (check.Outcome, check.SignPath));
        _scene.Write("b.zip", RawZip.Of(new RawMember("a", [1])));
        _scene.Mark("b.zip", "c.zip");
        File.CreateSymbolicLink(_scene.PathOf("link"), "c.zip");
        Assert.Equal(DataOutcome.Marked, (await CheckAsync("link")).Check.Outcome);
    }

    [Fact]
    public async Task What_begins_as_an_archive_and_is_none_is_no_sign_and_not_none_either()
    {
        byte[] zip = RawZip.Of(new RawMember("a", [1]));
        _scene.Write("a", [.. zip, 1]);
        Assert.Equal(DataOutcome.Indeterminate, (await CheckAsync("a")).Check.Outcome);
        _scene.Write("a", zip);
        Assert.Equal(DataOutcome.NotMarked, (await CheckAsync("a")).Check.Outcome);

        // Zeros are what disk images and sparse files begin with, and they are not read to their end.
        using (FileStream sparse = File.Create(_scene.PathOf("a")))
        {
            sparse.SetLength(1L << 43);
        }

        Assert.Equal(DataOutcome.NotMarked, (await CheckAsync("a")).Check.Outcome);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_not_without_a_sign()
    {
        _scene.Write("a", [1]);
        File.SetUnixFileMode(_scene.Folder, (UnixFileMode)0x1ED);
        File.SetUnixFileMode(_scene.PathOf("a"), UnixFileMode.None);
        Assert.Equal(DataOutcome.Indeterminate, Unprivileged.Run(() => CheckAsync("a")).Check.Outcome);
        File.SetUnixFileMode(_scene.PathOf("a"), (UnixFileMode)0x124);
        Assert.Equal(DataOutcome.NotMarked, Unprivileged.Run(() => CheckAsync("a")).Check.Outcome);
    }

    [Fact]
    public async Task An_archive_with_two_readings_is_judged_by_a_sign_above_that_covers_its_bytes()
    {
        using var marked = new MarkedTree();
        byte[] zip = [.. RawZip.Of(new RawMember("a", [1])), 1];
        marked.Tree.AddFile("a.zip"u8.ToArray(), zip);
        await marked.MarkAsync();
        (DataCheck check, _) = await MarkedTree.CheckAsync(marked.At("a.zip"));
        Assert.Equal((DataOutcome.Marked, "a.zip"), (check.Outcome, check.Part?.ToString()));
    }

    private Task<(DataCheck Check, List<CheckedEntry> Entries)> CheckAsync(string name) => MarkedTree.CheckAsync(_scene.PathOf(name));
}
