using DigitalEmblem.Data.Tests.Files;
using DigitalEmblem.Data.Tests.Marking;
using DigitalEmblem.Data.Tests.Signs;
using DigitalEmblem.TestSupport;
using DigitalEmblem.Verifier;
using Xunit;

namespace DigitalEmblem.Data.Tests.Volumes;

/// <summary>
/// What a check says of a volume. If it is wrong, pruned backups are an alarm each day, or an altered one is none.
/// </summary>
public sealed class VolumeCheckTests : IAsyncLifetime
{
    private MarkedTree _marked = null!;

    public async Task InitializeAsync() => _marked = await VolumeTree.MakeAsync();

    public Task DisposeAsync()
    {
        _marked.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Generation_and_root_are_named_and_what_was_pruned_is_counted()
    {
        (DataCheck check, _) = await _marked.CheckAsync();
        Assert.Equal(
            (DataOutcome.Marked, "All 3 listed files that are held are as they were listed last. The sign names generation 3, and does not "
                + "prove that nothing was removed."),
            (check.Outcome, check.Reason));
        Assert.Equal((3, 1, null), (check.Volume!.Generation, check.Volume.OldestRead, check.Volume.Fault));
        Assert.Equal((3, DataKind.Volume), (check.Terms!.Generation, check.Terms.Kind));
        File.Delete(_marked.At("a"));
        (check, List<CheckedEntry> entries) = await _marked.CheckAsync();
        Assert.Equal((DataOutcome.Marked, 1), (check.Outcome, check.Counts[EntryStanding.NoLongerHeld]));
        Assert.Contains("1 more listed file is no longer held.", check.Reason, StringComparison.Ordinal);
        Assert.Equal([1, 3, 2], entries.Select(e => e.Generation!.Value));
    }

    [Fact]
    public async Task A_former_content_that_was_put_back_is_a_change()
    {
        File.WriteAllText(_marked.At("b"), "first b");
        (DataCheck check, List<CheckedEntry> entries) = await _marked.CheckAsync();
        Assert.Equal(DataOutcome.NotAccepted, check.Outcome);
        Assert.StartsWith("1 of 3 files is changed: b.", check.Reason, StringComparison.Ordinal);
        Assert.Equal(3, entries.Single(e => e.Standing == EntryStanding.Changed).Generation);
    }

    [Fact]
    public async Task A_file_that_no_generation_lists_is_new_unless_that_is_allowed()
    {
        _marked.Tree.AddFile("new");
        Assert.Equal(["New new"], await _marked.DifferencesAsync());
        Assert.Equal(DataOutcome.NotAccepted, await _marked.OutcomeAsync());
        Assert.Equal(DataOutcome.Marked, await _marked.OutcomeAsync(MarkedTree.CheckOptions with { AllowsNew = true }));
    }

    [Fact]
    public async Task A_sign_that_was_copied_to_other_data_is_not_accepted_also_if_new_files_are_allowed()
    {
        using var other = new MarkedTree();
        other.Tree.AddFile("other");
        TestTree.Run("cp", "-r", _marked.SignFolder, other.SignFolder);
        (DataCheck check, _) = await other.CheckAsync(MarkedTree.CheckOptions with { AllowsNew = true });
        Assert.Equal(DataOutcome.NotAccepted, check.Outcome);
        const string Why = "Nothing of the 3 listed files is held here, so that the sign belongs to other data";
        Assert.StartsWith(Why, check.Reason, StringComparison.Ordinal);
        (check, _) = await other.CheckAsync();
        Assert.StartsWith(Why, check.Reason, StringComparison.Ordinal);
        Assert.Contains("1 entry is not listed: other.", check.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Without_an_older_manifest_it_is_open_and_a_change_against_a_known_one_stays_certain(int absent)
    {
        File.Delete(_marked.Manifests()[absent]);
        (DataCheck check, List<CheckedEntry> entries) = await _marked.CheckAsync();
        Assert.Equal(DataOutcome.Indeterminate, check.Outcome);
        Assert.Equal((absent + 1, absent == 1 ? 1 : 2), (check.Volume!.OldestRead, check.Counts[EntryStanding.Undecided]));
        Assert.Contains($"Generation {absent} ", check.Volume.Fault, StringComparison.Ordinal);
        Assert.Contains("it is not there", check.Reason, StringComparison.Ordinal);
        Assert.Equal(EntryStanding.Covered, entries.Single(e => e.Path.ToString() == "b").Standing);

        // What is not listed may be listed by the one that is absent.
        _marked.Tree.AddFile("new");
        Assert.Equal(DataOutcome.Indeterminate, await _marked.OutcomeAsync());
        File.WriteAllText(_marked.At("b"), "third b");
        Assert.Equal(DataOutcome.NotAccepted, await _marked.OutcomeAsync());
    }

    [Fact]
    public async Task An_older_manifest_that_was_altered_cut_or_replaced_leaves_it_open()
    {
        SortedDictionary<long, string> manifests = _marked.Manifests();
        byte[] first = await File.ReadAllBytesAsync(manifests[1]);
        for (int at = 0; at < first.Length; at += 13)
        {
            byte[] altered = [.. first];
            altered[at] ^= 1;
            await File.WriteAllBytesAsync(manifests[1], altered);
            Assert.Equal(DataOutcome.Indeterminate, await _marked.OutcomeAsync());
        }

        await File.WriteAllBytesAsync(manifests[1], first[..^1]);
        Assert.Equal(DataOutcome.Indeterminate, await _marked.OutcomeAsync());
        File.Copy(manifests[2], manifests[1], overwrite: true);
        Assert.Equal(DataOutcome.Indeterminate, await _marked.OutcomeAsync());
        File.Delete(manifests[1]);
        _marked.Tree.AddPipe(Path.GetRelativePath(_marked.FullPath, manifests[1]));
        Assert.Equal(DataOutcome.Indeterminate, await _marked.OutcomeAsync());
        Assert.Equal(0, _marked.Tree.OpenDescriptors);
    }

    [Fact]
    public async Task A_change_against_a_generation_that_turns_out_malformed_does_not_count()
    {
        // The sums of the head are known to be wrong at its end only: the signer made it so.
        DataRoot first = Plant(Raw.HeadOf(
            Raw.Unsigned(2),
            files: 3,
            bytes: 6,
            pages: Raw.Array(Raw.PageOf(Raw.Page("a", "b"))),
            more: [Raw.Unsigned(7), Raw.Unsigned(1), Raw.Unsigned(8), [0xf6]]), Raw.Page("a", "b"));
        Plant(Raw.HeadOf(
            Raw.Unsigned(2),
            files: 1,
            bytes: 3,
            pages: Raw.Array(Raw.PageOf(Raw.Page("z"))),
            more: [Raw.Unsigned(7), Raw.Unsigned(2), Raw.Unsigned(8), Raw.Bytes(first.ToArray())]), Raw.Page("z"));
        (DataCheck check, _) = await _marked.CheckAsync();
        Assert.Equal(DataOutcome.Indeterminate, check.Outcome);
        Assert.Contains("states 3 files", check.Reason, StringComparison.Ordinal);
        Assert.Equal(2, check.Volume!.OldestRead);
        _marked.Tree.AddFile("z");
        Assert.Equal(DataOutcome.NotAccepted, await _marked.OutcomeAsync());
    }

    [Fact]
    public async Task An_earlier_generation_than_was_asked_for_is_not_accepted()
    {
        Assert.Equal(DataOutcome.Marked, await _marked.OutcomeAsync(MarkedTree.CheckOptions with { LeastGeneration = 3 }));
        (DataCheck check, _) = await _marked.CheckAsync(MarkedTree.CheckOptions with { LeastGeneration = 4 });
        Assert.Equal(DataOutcome.NotAccepted, check.Outcome);
        Assert.StartsWith("Generation 4 at least was asked for, and the sign names 3:", check.Reason, StringComparison.Ordinal);
        File.Delete(_marked.Manifests()[1]);
        Assert.Equal(DataOutcome.NotAccepted, await _marked.OutcomeAsync(MarkedTree.CheckOptions with { LeastGeneration = 4 }));
        using var content = new MarkedTree().AddFiles(3);
        await content.MarkAsync();
        (check, _) = await content.CheckAsync(MarkedTree.CheckOptions with { LeastGeneration = 1 });
        Assert.Equal(DataOutcome.NotAccepted, check.Outcome);
        Assert.StartsWith("The sign is of no volume", check.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_generation_of_one_number_is_named_with_both_roots_and_changes_no_outcome()
    {
        DataRoot sign = (await _marked.CheckAsync()).Check.Root!;
        using var copy = new MarkedTree(inMemory: false);
        TestTree.Run("cp", "-rp", _marked.FullPath, copy.At("copy"));
        _marked.Tree.AddFile("d");
        DataMarked here = await _marked.UpdateAsync();
        File.WriteAllText(copy.At("copy/e"), "e");
        DataMarked there = await MarkedTree.Marker().UpdateAsync(copy.At("copy"), MarkedTree.Options);
        string beside = Path.Combine(_marked.SignFolder, there.Root.ManifestFileName);
        File.Copy(copy.At($"copy/.adem/{there.Root.ManifestFileName}"), beside);
        (DataCheck check, _) = await _marked.CheckAsync();
        Assert.Equal(DataOutcome.Marked, check.Outcome);
        Assert.Equal([new OtherGeneration(4, there.Root, here.Root)], check.Volume!.Others);

        // An update keeps it, because it may be all that tells of the second copy.
        _marked.Tree.AddFile("f");
        Assert.Equal([new OtherGeneration(4, there.Root, here.Root)], (await _marked.UpdateAsync()).Generation!.Others);
        Assert.Single((await _marked.CheckAsync()).Check.Volume!.Others);

        // With an older sign, those after it are later ones.
        await File.WriteAllBytesAsync(_marked.SignPath, DataScene.Signer().Sign(sign, TestTokens.Now, DataScene.Lifetime));
        check = (await _marked.CheckAsync(MarkedTree.CheckOptions with { AllowsNew = true })).Check;
        Assert.Equal((DataOutcome.Marked, 3), (check.Outcome, check.Volume!.Others.Count));
        Assert.All(check.Volume.Others, o => Assert.Null(o.RootOfSign));

        // Going on from it makes another fourth generation, and says so.
        DataMarked next = await _marked.UpdateAsync();
        Assert.Equal(4, next.Generation!.Number);
        Assert.Equal([next.Root, next.Root, null], next.Generation.Others.Select(o => o.RootOfSign));
    }

    [Fact]
    public async Task A_flood_of_other_manifests_changes_no_outcome_and_does_not_hide_that_there_is_one()
    {
        for (int i = 0; i < 40; i++)
        {
            (byte[] manifest, DataRoot root) = RandomEntries.Write([], ManifestTerms.ForVolume(1, null, RandomEntries.PathOf($"{i}")));
            await File.WriteAllBytesAsync(Path.Combine(_marked.SignFolder, root.ManifestFileName), manifest);
        }

        File.WriteAllText(Path.Combine(_marked.SignFolder, "aaaaaaaaaaaaaaaa.manifest"), "none");
        _marked.Tree.AddPipe(".adem/bbbbbbbbbbbbbbbb.manifest");
        (DataCheck check, _) = await _marked.CheckAsync();
        Assert.Equal((DataOutcome.Marked, 16, 24), (check.Outcome, check.Volume!.Others.Count, check.Volume.OthersNotShown));
        Assert.Equal(0, _marked.Tree.OpenDescriptors);
    }

    [Fact]
    public async Task A_file_of_a_volume_is_compared_with_what_all_generations_list()
    {
        (DataCheck check, List<CheckedEntry> entries) = await MarkedTree.CheckAsync(_marked.At("a"));
        Assert.Equal((DataOutcome.Marked, 1), (check.Outcome, entries.Single().Generation));
        _marked.Tree.AddFile("new");
        Assert.Equal(DataOutcome.NotAccepted, (await MarkedTree.CheckAsync(_marked.At("new"))).Check.Outcome);
        File.WriteAllText(_marked.At("b"), "first b");
        Assert.Equal(DataOutcome.NotAccepted, (await MarkedTree.CheckAsync(_marked.At("b"))).Check.Outcome);
        File.Delete(_marked.Manifests()[1]);
        Assert.Equal(DataOutcome.NotAccepted, (await MarkedTree.CheckAsync(_marked.At("b"))).Check.Outcome);
        (check, _) = await MarkedTree.CheckAsync(_marked.At("a"));
        Assert.Equal(DataOutcome.Indeterminate, check.Outcome);
        Assert.StartsWith("'a' is listed by no generation that could be read. Generation 1", check.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sign_is_judged_first()
    {
        File.Delete(_marked.Manifests()[1]);
        File.WriteAllText(_marked.At("b"), "third b");
        Assert.Equal(DataOutcome.Invalid, await _marked.OutcomeAsync(MarkedTree.CheckOptions with { At = TestTokens.Now.AddDays(8) }));
        Assert.Equal(
            DataOutcome.Indeterminate, await _marked.OutcomeAsync(MarkedTree.CheckOptions with { Evidence = HeldEvidence.None }));
        File.Delete(_marked.Manifests()[3]);
        (DataCheck check, _) = await _marked.CheckAsync();
        Assert.Equal((DataOutcome.Indeterminate, null), (check.Outcome, check.Volume));
    }

    [Fact]
    public async Task A_volume_in_the_sign_of_a_single_file_is_not_judged()
    {
        (byte[] manifest, DataRoot root) = RandomEntries.Write([RandomEntries.FileAt("a")], ManifestTerms.ForVolume(1, null));
        using FileStream file = File.Create(_marked.At("a.adem"));
        SignFile.Write(file, DataScene.Signer().Sign(root, TestTokens.Now, DataScene.Lifetime), new MemoryStream(manifest));
        file.Close();
        (DataCheck check, _) = await MarkedTree.CheckAsync(_marked.At("a"));
        Assert.Equal(DataOutcome.Indeterminate, check.Outcome);
        Assert.Contains("a single file has no generations", check.Reason, StringComparison.Ordinal);
    }

    private DataRoot Plant(byte[] head, byte[] page)
    {
        var root = DataRoot.OfHead(head);
        File.WriteAllBytes(Path.Combine(_marked.SignFolder, root.ManifestFileName), Raw.Manifest(head, page));
        File.WriteAllBytes(_marked.SignPath, DataScene.Signer().Sign(root, TestTokens.Now, DataScene.Lifetime));
        return root;
    }
}
