using System.Text;
using DigitalEmblem.Data.Tests.Files;
using DigitalEmblem.Data.Tests.Signs;
using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Data.Tests.Marking;

public sealed class MarkingTests : IDisposable
{
    private readonly MarkedTree _marked = new MarkedTree().AddFiles(20);

    public void Dispose() => _marked.Dispose();

    [Fact]
    public async Task The_sign_lies_in_its_folder_with_the_modes_of_the_spec()
    {
        DataMarked result = await _marked.MarkAsync();
        Assert.Equal(
            [.. ((string[])["emblem", result.Root.ManifestFileName, "state"]).Order(StringComparer.Ordinal)],
            Directory.GetFileSystemEntries(_marked.SignFolder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(Mode("755"), File.GetUnixFileMode(_marked.SignFolder));
        Assert.Equal(Mode("644"), File.GetUnixFileMode(_marked.SignPath));
        Assert.Equal(File.ReadAllBytes(_marked.SignPath), result.Sign.ToArray());
        Assert.Equal(Validity.IssuedAt(TestTokens.Now, DataScene.Lifetime).Expires, result.Expires);
        Assert.False(File.Exists(_marked.At(DataNotice.FileName)));
    }

    [Theory]
    [InlineData("644", "755", "644")]
    [InlineData("640", "755", "640")]
    [InlineData("600", "755", "600")]
    [InlineData("666", "777", "644")]
    [InlineData("644", "750", "640")]
    [InlineData("644", "711", "600")]
    public async Task Nobody_reads_the_manifest_who_may_not_read_all(string file, string folder, string manifest)
    {
        File.SetUnixFileMode(_marked.FullPath, Mode("755"));
        File.SetUnixFileMode(_marked.At("d3/f3.txt"), Mode(file));
        File.SetUnixFileMode(_marked.At("d4"), Mode(folder));
        await _marked.MarkAsync();
        Assert.Equal(Mode(manifest), File.GetUnixFileMode(_marked.ManifestPath));
        Assert.Equal(Mode(manifest), File.GetUnixFileMode(Path.Combine(_marked.SignFolder, "state")));
        await _marked.UpdateAsync();
        Assert.Equal(Mode(manifest), File.GetUnixFileMode(_marked.ManifestPath));
    }

    [Fact]
    public async Task Marking_again_replaces_the_sign_and_its_manifest()
    {
        DataMarked first = await _marked.MarkAsync();
        File.WriteAllText(Path.Combine(_marked.SignFolder, ".adem-new-0123456789abcdef"), "left");
        DataMarked second = await _marked.MarkAsync();
        Assert.NotEqual(first.Root, second.Root);
        Assert.EndsWith(second.Root.ManifestFileName, _marked.ManifestPath, StringComparison.Ordinal);
        Assert.Equal(3, Directory.GetFileSystemEntries(_marked.SignFolder).Length);
        Assert.Equal(DataOutcome.Marked, await _marked.OutcomeAsync());
    }

    [Fact]
    public async Task What_cannot_be_read_is_named_and_nothing_is_written()
    {
        for (int i = 0; i < 1200; i++)
        {
            _marked.Tree.AddFile($"secret/{i}");
            File.SetUnixFileMode(_marked.At($"secret/{i}"), UnixFileMode.None);
        }

        _marked.Tree.AddFolder("closed");
        File.SetUnixFileMode(_marked.At("closed"), UnixFileMode.None);
        TestTree.Run("chown", "-R", "65534", _marked.FullPath);
        File.SetUnixFileMode(_marked.FullPath, Mode("777"));
        DataUnreadableException failure = await Unprivileged.ThrowsAsync<DataUnreadableException>(
            () => MarkedTree.Marker().MarkAsync(_marked.FullPath, MarkedTree.Options));
        Assert.Equal((1201, 1000), (failure.Count, failure.Troubles.Count));
        Assert.Equal(new DataTrouble("closed", "this user may not read it"), failure.Troubles[0]);
        Assert.False(Directory.Exists(_marked.SignFolder));
    }

    [Fact]
    public async Task An_option_out_of_its_range_is_refused_before_anything_is_read()
    {
        List<MarkStep> steps = [];
        DataMarker marker = MarkedTree.Marker(steps.Add);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => marker.MarkAsync(_marked.FullPath, MarkedTree.Options with { Lifetime = TimeSpan.Zero }));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => marker.MarkAsync(_marked.FullPath, MarkedTree.Options with { Threads = 0 }));
        await Assert.ThrowsAsync<ArgumentException>(() => marker.MarkAsync(
            _marked.FullPath, MarkedTree.Options with { Exclusions = [RandomEntries.PathOf(".adem")] }));
        await Assert.ThrowsAsync<FileNotFoundException>(() => marker.MarkAsync(_marked.At("nothing"), MarkedTree.Options));
        Assert.Empty(steps);
        Assert.False(Directory.Exists(_marked.SignFolder));
    }

    [Fact]
    public async Task Exclusions_are_not_read_and_stay_when_the_sign_is_updated()
    {
        DataMarkOptions options = MarkedTree.Options with { Exclusions = [RandomEntries.PathOf("d3"), RandomEntries.PathOf("d4/f4.txt")] };
        DataMarked result = await _marked.MarkAsync(options);
        Assert.Equal(17, result.Files);
        File.WriteAllText(_marked.At("d3/f3.txt"), "anything");
        Assert.Equal(["NotCovered d3", "NotCovered d4/f4.txt"], await _marked.DifferencesAsync());
        Assert.Equal(DataOutcome.Marked, await _marked.OutcomeAsync());
        Assert.Equal(17, (await _marked.UpdateAsync()).Files);
        Assert.Equal(18, (await _marked.UpdateAsync(MarkedTree.Options with { Exclusions = [RandomEntries.PathOf("d3")] })).Files);
    }

    [Fact]
    public async Task Removing_leaves_what_is_not_the_signs()
    {
        Assert.Empty(DataMarker.Remove(_marked.FullPath));
        await _marked.MarkAsync(MarkedTree.Options with { WritesNotice = true });
        File.WriteAllText(Path.Combine(_marked.SignFolder, "mine"), "x");
        IReadOnlyList<string> removed = DataMarker.Remove(_marked.FullPath);
        Assert.Equal(4, removed.Count);
        Assert.Contains(_marked.SignPath, removed);
        Assert.Equal(["mine"], Directory.GetFileSystemEntries(_marked.SignFolder).Select(Path.GetFileName));
        Assert.Equal(DataOutcome.NotMarked, await _marked.OutcomeAsync());
        File.Delete(Path.Combine(_marked.SignFolder, "mine"));
        Assert.Equal([_marked.SignFolder], DataMarker.Remove(_marked.FullPath));
        Assert.Equal(20, Directory.GetFiles(_marked.FullPath, "*", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public async Task The_notice_follows_from_the_sign_and_its_change_is_said()
    {
        await _marked.MarkAsync(MarkedTree.Options with { WritesNotice = true });
        string text = File.ReadAllText(_marked.At(DataNotice.FileName));
        Assert.Equal(DataNotice.TextFor(TestTokens.Society, Purposes.Protective), text);
        Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, 78));
        foreach (string part in (string[])["https://society.example", "emblem data check PATH", LawTexts.Version, "No treaty", "profile"])
        {
            Assert.Contains(part, text, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("data are protected", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("protected data", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(_marked.FullPath, text, StringComparison.Ordinal);
        (DataCheck check, List<CheckedEntry> entries) = await _marked.CheckAsync();
        Assert.Equal((DataOutcome.Marked, false, 20), (check.Outcome, check.NoticeChanged, entries.Count));

        File.AppendAllText(_marked.At(DataNotice.FileName), "Send money.");
        (check, _) = await _marked.CheckAsync();
        Assert.Equal((DataOutcome.Marked, true), (check.Outcome, check.NoticeChanged));
        Assert.EndsWith("DIGITAL-EMBLEM-NOTICE.txt is not the text for this sign.", check.Reason, StringComparison.Ordinal);

        // A notice that is there is kept as it must be, also without the option.
        await _marked.UpdateAsync();
        Assert.Equal(text, File.ReadAllText(_marked.At(DataNotice.FileName)));
        Assert.Contains(_marked.At(DataNotice.FileName), DataMarker.Remove(_marked.FullPath));
    }

    [Fact]
    public async Task A_file_of_another_person_with_the_name_of_the_notice_is_not_replaced()
    {
        _marked.Tree.AddFile(DataNotice.FileName, "mine");
        await Assert.ThrowsAsync<IOException>(() => _marked.MarkAsync());
        Assert.Empty(DataMarker.Remove(_marked.FullPath));
        Assert.Equal("mine", File.ReadAllText(_marked.At(DataNotice.FileName)));
    }

    [Fact]
    public async Task Progress_is_told_and_ends_with_all()
    {
        List<DataProgress> told = [];
        var progress = new Direct(told);
        await _marked.MarkAsync(MarkedTree.Options with { Progress = progress });
        Assert.Equal(20, told[^1].Files);
        await _marked.CheckAsync(MarkedTree.CheckOptions with { Progress = progress });
        Assert.Equal((20, 20), (told[^1].Files, told[^1].TotalFiles));
        Assert.Equal(told[^1].TotalBytes, told[^1].Bytes);
    }

    private static UnixFileMode Mode(string octal) => (UnixFileMode)Convert.ToInt32(octal, 8);

    private sealed class Direct(List<DataProgress> told) : IProgress<DataProgress>
    {
        public void Report(DataProgress value)
        {
            lock (told)
            {
                told.Add(value);
            }
        }
    }
}
