using DigitalEmblem.Data.Tests.Files;
using DigitalEmblem.Data.Tests.Marking;
using DigitalEmblem.Data.Tests.Signs;
using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Data.Tests.Volumes;

/// <summary>
/// Marking a volume. If it is wrong, the lists of years of backups are lost, or a stranger's list becomes one of the organization.
/// </summary>
public sealed class VolumeMarkingTests : IAsyncLifetime
{
    private MarkedTree _marked = null!;

    public static TheoryData<string, bool> Steps
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (MarkStep step in Enum.GetValues<MarkStep>())
            {
                data.Add(step.ToString(), true);
            }

            // Without anything new, no manifest is written, and none may be taken back.
            data.Add(nameof(MarkStep.ManifestNamed), false);
            data.Add(nameof(MarkStep.SignNamed), false);
            data.Add(nameof(MarkStep.Cleaned), false);

            return data;
        }
    }

    public async Task InitializeAsync() => _marked = await VolumeTree.MakeAsync();

    public Task DisposeAsync()
    {
        _marked.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_generation_lists_what_is_new_or_changed_and_nothing_else()
    {
        SortedDictionary<long, string> manifests = _marked.Manifests();
        Assert.Equal([1, 2, 3], manifests.Keys);
        Assert.Equal(["a b", "c", "b"], manifests.Values.Select(Paths));
        _marked.Tree.AddFile("d/e").AddLink("l", "a").AddFolder("empty");
        File.Delete(_marked.At("a"));
        DataMarked marked = await _marked.UpdateAsync();
        Assert.Equal((new GenerationMarked(4, false, 3), 3), (marked.Generation, marked.Files));
        Assert.Equal("d/e empty l", Paths(_marked.Manifests()[4]));
        Assert.Equal(["NoLongerHeld a"], await _marked.DifferencesAsync());
        Assert.Equal(DataOutcome.Marked, await _marked.OutcomeAsync());
    }

    [Fact]
    public async Task If_nothing_is_new_the_same_root_is_signed_again()
    {
        DataRoot root = (await _marked.CheckAsync()).Check.Root!;
        byte[] before = await File.ReadAllBytesAsync(_marked.SignPath);
        File.Delete(_marked.At("c"));
        DataMarked marked = await new DataMarker(DataScene.Signer(), new SettableClock(TestTokens.Now.AddHours(1)))
            .UpdateAsync(_marked.FullPath, MarkedTree.Options);
        Assert.Equal((new GenerationMarked(3, true, 0), root), (marked.Generation, marked.Root));
        Assert.NotEqual(before, await File.ReadAllBytesAsync(_marked.SignPath));
        Assert.Equal(3, _marked.Manifests().Count);
        Assert.Equal(DataOutcome.Marked, await _marked.OutcomeAsync());
    }

    [Fact]
    public async Task Other_exclusions_make_a_generation_and_leave_out_what_older_ones_list()
    {
        DataMarkOptions options = MarkedTree.Options with { Exclusions = [RandomEntries.PathOf("b")] };
        Assert.Equal(new GenerationMarked(4, false, 0), (await _marked.UpdateAsync(options)).Generation);
        File.WriteAllText(_marked.At("b"), "of whatever content");
        Assert.Equal(["NotCovered b"], await _marked.DifferencesAsync());
        Assert.Equal(new GenerationMarked(4, true, 0), (await _marked.UpdateAsync()).Generation);
        Assert.Equal(DataOutcome.Marked, await _marked.OutcomeAsync());

        // Once it is covered again, the listing of the third generation counts.
        options = MarkedTree.Options with { Exclusions = [RandomEntries.PathOf("z")] };
        Assert.Equal(new GenerationMarked(5, false, 1), (await _marked.UpdateAsync(options)).Generation);
        Assert.Equal("b", Paths(_marked.Manifests()[5]));
    }

    [Fact]
    public async Task Only_what_changed_is_read_also_after_files_were_pruned_and_a_renewal()
    {
        using var marked = new MarkedTree().AddFiles(20);
        await marked.MarkAsync(VolumeTree.Options);
        await Task.Delay(AgedTrees.Age);
        await marked.UpdateAsync();
        Assert.Equal((20, 0), Read(await marked.UpdateAsync()));
        File.WriteAllText(marked.At("d3/f3.txt"), "other");
        File.WriteAllText(marked.At("d0/new"), "new");
        File.Delete(marked.At("d4/f4.txt"));
        DataMarked next = await marked.UpdateAsync();
        Assert.Equal(((20, 2), new GenerationMarked(2, false, 2)), (Read(next), next.Generation));
        Assert.Equal(new GenerationMarked(2, true, 0), (await marked.UpdateAsync()).Generation);
        Assert.Equal((20, 20), Read(await marked.UpdateAsync(MarkedTree.Options with { ReadsAll = true })));
        string path = marked.At("d5/f5.txt");
        DateTime time = File.GetLastWriteTimeUtc(path);
        File.WriteAllText(path, "CONTENT 5");
        File.SetLastWriteTimeUtc(path, time);
        Assert.Equal(new GenerationMarked(3, false, 1), (await marked.UpdateAsync()).Generation);
        Assert.Equal(DataOutcome.Marked, await marked.OutcomeAsync());
    }

    [Fact]
    public async Task No_other_sign_takes_the_place_of_a_volumes_unless_it_begins_anew()
    {
        SortedDictionary<long, string> before = _marked.Manifests();
        foreach (DataMarkOptions options in (DataMarkOptions[])[MarkedTree.Options, VolumeTree.Options])
        {
            IOException refused = await Assert.ThrowsAsync<IOException>(() => _marked.MarkAsync(options));
            Assert.Contains("up to generation 3", refused.Message, StringComparison.Ordinal);
        }

        // Also if the manifest of the sign is lost.
        string lost = before[3];
        File.Move(lost, lost + "-away");
        await Assert.ThrowsAsync<IOException>(() => _marked.MarkAsync());
        File.Move(lost + "-away", lost);
        File.Move(_marked.SignPath, lost + "-away");
        await Assert.ThrowsAsync<IOException>(() => _marked.MarkAsync(VolumeTree.Options));
        File.Move(lost + "-away", _marked.SignPath);
        Assert.Equal(before, _marked.Manifests());

        DataMarked marked = await _marked.MarkAsync(VolumeTree.Options with { BeginsAnew = true });
        Assert.Equal(new GenerationMarked(1, false, 3), marked.Generation);
        Assert.Equal([1], _marked.Manifests().Keys);
        Assert.Equal(DataOutcome.Marked, await _marked.OutcomeAsync());
        Assert.Equal(DataOutcome.NotAccepted, await _marked.OutcomeAsync(MarkedTree.CheckOptions with { LeastGeneration = 3 }));
        await Assert.ThrowsAsync<ArgumentException>(() => _marked.MarkAsync(MarkedTree.Options with { BeginsAnew = true }));
    }

    [Fact]
    public async Task A_sign_of_content_is_replaced_by_a_volumes()
    {
        using var content = new MarkedTree().AddFiles(5);
        await content.MarkAsync();
        Assert.Equal(new GenerationMarked(1, false, 5), (await content.MarkAsync(VolumeTree.Options)).Generation);
        Assert.Single(content.Manifests());
    }

    [Fact]
    public async Task Removing_takes_the_lists_of_all_generations()
    {
        Assert.Equal(6, DataMarker.Remove(_marked.FullPath).Count);
        Assert.False(Directory.Exists(_marked.SignFolder));
        Assert.Equal(DataOutcome.NotMarked, await _marked.OutcomeAsync());
    }

    [Fact]
    public async Task A_chain_with_a_break_is_not_gone_on_from()
    {
        _marked.Tree.AddFile("d");
        File.Delete(_marked.Manifests()[1]);
        IOException refused = await Assert.ThrowsAsync<IOException>(() => _marked.UpdateAsync());
        Assert.Contains("Generation 1 is not known", refused.Message, StringComparison.Ordinal);
        Assert.Equal(2, _marked.Manifests().Count);
        Assert.Equal(0, _marked.Tree.OpenDescriptors);
    }

    [Fact]
    public async Task A_strangers_chain_is_not_gone_on_from()
    {
        // Who can write in .adem makes a generation that lists a file that is not there yet, and signs it with a key of his own.
        DataRoot newest = (await _marked.CheckAsync()).Check.Root!;
        (byte[] manifest, DataRoot planted) = RandomEntries.Write([RandomEntries.FileAt("evil")], ManifestTerms.ForVolume(4, newest));
        await File.WriteAllBytesAsync(Path.Combine(_marked.SignFolder, planted.ManifestFileName), manifest);
        SoftwareSigningKey root = TestKeys.Of(SignatureAlgorithm.ES256, 5), emblem = TestKeys.Of(SignatureAlgorithm.Ed25519, 5);
        byte[] bundle = TokenBundle.Write(
            [root.PublicKey.ToCoseKey(), emblem.PublicKey.ToCoseKey(), Cwt.Sign(TestTokens.Endorsement(emblem.PublicKey), root)]);
        byte[] sign = DataScene.Signer(bundle, emblem).Sign(planted, TestTokens.Now, DataScene.Lifetime);
        await File.WriteAllBytesAsync(_marked.SignPath, sign);
        IOException refused = await Assert.ThrowsAsync<IOException>(() => _marked.UpdateAsync());
        Assert.Contains("under the same root key", refused.Message, StringComparison.Ordinal);

        // The own sign of it, whose signature was altered.
        byte[] own = DataScene.Signer().Sign(planted, TestTokens.Now, DataScene.Lifetime);
        int at = own.AsSpan().IndexOf(DataSign.Read(own).Claims.Assets[0].ToString().Select(c => (byte)c).ToArray());
        own[at + 20] = own[at + 20] == (byte)'a' ? (byte)'b' : (byte)'a';
        await File.WriteAllBytesAsync(_marked.SignPath, own);
        await Assert.ThrowsAnyAsync<Exception>(() => _marked.UpdateAsync());
        Assert.Equal(0, _marked.Tree.OpenDescriptors);
    }

    [Fact]
    public async Task The_sign_of_another_key_under_the_same_root_key_is_gone_on_from()
    {
        SoftwareSigningKey key = TestKeys.Of(SignatureAlgorithm.Ed25519, 7);
        byte[] bundle = TokenBundle.Write(
        [
            DataScene.RootKey.PublicKey.ToCoseKey(), key.PublicKey.ToCoseKey(),
            Cwt.Sign(TestTokens.Endorsement(key.PublicKey), DataScene.RootKey),
        ]);
        _marked.Tree.AddFile("d");
        DataMarker other = MarkedTree.Marker(signer: DataScene.Signer(bundle, key));
        DataMarked marked = await other.UpdateAsync(_marked.FullPath, MarkedTree.Options);
        Assert.Equal(4, marked.Generation!.Number);
    }

    [Fact]
    public async Task The_longest_chain_is_checked_and_renewed_and_not_gone_on_from()
    {
        using var marked = new MarkedTree();
        marked.Tree.AddFile("a", "abc");
        Directory.CreateDirectory(marked.SignFolder);
        DataRoot? newest = null;
        for (int generation = 1; generation <= DataLimits.MaxGenerations; generation++)
        {
            var terms = ManifestTerms.ForVolume(generation, newest);
            (byte[] manifest, newest) = RandomEntries.Write(generation == 1 ? [RandomEntries.FileAt("a")] : [], terms);
            await File.WriteAllBytesAsync(Path.Combine(marked.SignFolder, newest.ManifestFileName), manifest);
        }

        await File.WriteAllBytesAsync(marked.SignPath, DataScene.Signer().Sign(newest!, TestTokens.Now, DataScene.Lifetime));
        Assert.Equal(new GenerationMarked(4096, true, 0), (await marked.UpdateAsync()).Generation);
        (DataCheck check, _) = await marked.CheckAsync();
        Assert.Equal((DataOutcome.Marked, 1), (check.Outcome, check.Volume!.OldestRead));
        marked.Tree.AddFile("b");
        IOException refused = await Assert.ThrowsAsync<IOException>(() => marked.UpdateAsync());
        Assert.Contains("--anew", refused.Message, StringComparison.Ordinal);
        Assert.Equal(newest, (await marked.CheckAsync()).Check.Root);
        Assert.Equal(0, marked.Tree.OpenDescriptors);
    }

    [Fact]
    public async Task A_file_or_an_archive_is_no_volume()
    {
        ArgumentException refused = await Assert.ThrowsAsync<ArgumentException>(
            () => MarkedTree.Marker().MarkAsync(_marked.At("a"), VolumeTree.Options));
        Assert.Contains("no generations", refused.Message, StringComparison.Ordinal);
        refused = await Assert.ThrowsAsync<ArgumentException>(
            () => new ArchiveMarker(DataScene.Signer()).MarkAsync(_marked.At("a"), _marked.At("z"), VolumeTree.Options));
        Assert.Contains("no generations", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task At_each_step_the_old_or_the_new_sign_is_there_and_no_manifest_is_lost(string name, bool isNew)
    {
        MarkStep step = Enum.Parse<MarkStep>(name);
        SortedDictionary<long, string> before = _marked.Manifests();
        DataRoot old = (await _marked.CheckAsync()).Check.Root!;
        if (isNew)
        {
            _marked.Tree.AddFile("d");
        }

        DataMarker marker = MarkedTree.Marker(s =>
        {
            if (s == step)
            {
                throw new TimeoutException("interrupted");
            }
        });
        DataMarkOptions options = MarkedTree.Options with { WritesNotice = true };
        await Assert.ThrowsAsync<TimeoutException>(() => marker.UpdateAsync(_marked.FullPath, options));
        (DataCheck check, _) = await _marked.CheckAsync();
        bool isSigned = step >= MarkStep.SignNamed;
        Assert.Equal(isSigned || !isNew ? DataOutcome.Marked : DataOutcome.NotAccepted, check.Outcome);
        Assert.Equal(isSigned && isNew ? 4 : 3, check.Volume!.Generation);
        Assert.Equal(check.Root == old, check.Volume.Generation == 3);
        Assert.Null(check.Volume.Fault);
        Assert.Empty(check.Volume.Others);
        Assert.All(before, m => Assert.Equal(m.Value, _marked.Manifests()[m.Key]));
        Assert.Equal(0, _marked.Tree.OpenDescriptors);
        await _marked.UpdateAsync();
        Assert.Equal(DataOutcome.Marked, await _marked.OutcomeAsync());
        Assert.Equal(isNew ? 4 : 3, _marked.Manifests().Count);
    }

    private static (long Files, long Read) Read(DataMarked marked) => (marked.Files, marked.FilesRead);

    private static string Paths(string manifest)
    {
        using FileStream stream = File.OpenRead(manifest);
        return string.Join(' ', ManifestReader.OpenUnnamed(stream).Entries().Select(e => e.Path.ToString()));
    }
}
