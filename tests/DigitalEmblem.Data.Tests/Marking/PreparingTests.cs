using DigitalEmblem.Data.Tests.Files;
using DigitalEmblem.Data.Tests.Signs;
using DigitalEmblem.Data.Tests.Volumes;
using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Data.Tests.Marking;

/// <summary>
/// Signs that are made elsewhere. When these fail, data lose the sign that they have while another is waited for, or get one that no check
/// accepts.
/// </summary>
public sealed class PreparingTests : IDisposable
{
    private static readonly DataPreparer Preparer = Preparing();

    private readonly MarkedTree _marked = new MarkedTree().AddFiles(30);

    public static TheoryData<string, bool> Steps
    {
        get
        {
            MarkStep[] attaching = [MarkStep.Begun, MarkStep.Locked, MarkStep.SignNamed, MarkStep.NoticeWritten, MarkStep.Cleaned];
            MarkStep[] preparing =
            [
                MarkStep.Begun, MarkStep.Locked, MarkStep.Listed, MarkStep.ManifestWritten, MarkStep.ManifestNamed, MarkStep.Cleaned,
                MarkStep.StateNamed,
            ];
            var data = new TheoryData<string, bool>();
            Array.ForEach(attaching, s => data.Add(s.ToString(), true));
            Array.ForEach(preparing, s => data.Add(s.ToString(), false));
            return data;
        }
    }

    public void Dispose() => _marked.Dispose();

    [Fact]
    public async Task Prepared_and_attached_it_is_as_if_it_were_marked()
    {
        DataPrepared prepared = await Preparer.PrepareAsync(_marked.FullPath);
        Assert.Equal((30, 0), (prepared.Files, prepared.NotCovered));
        Assert.Equal(_marked.ManifestPath, prepared.ManifestPath);
        Assert.Equal(DataOutcome.NotMarked, await _marked.OutcomeAsync());

        DataAttached attached = Preparer.Attach(_marked.FullPath, Sign(prepared.Root));
        Assert.Equal((30, _marked.SignPath), (attached.Files, attached.SignPath));
        Assert.Equal(DataOutcome.Marked, await _marked.OutcomeAsync());
        Assert.Equal(["state", "emblem", prepared.Root.ManifestFileName], Names());

        // The state is of this manifest, so that an update reads nothing that seems to be as it was.
        File.WriteAllText(_marked.At("d1/f1.txt"), "changed");
        Assert.Equal(["Changed d1/f1.txt"], await _marked.DifferencesAsync());
    }

    [Fact]
    public async Task Each_preparation_has_a_root_of_its_own_and_only_the_last_waits()
    {
        DataPrepared first = await Preparer.PrepareAsync(_marked.FullPath), second = await Preparer.PrepareAsync(_marked.FullPath);
        Assert.NotEqual(first.Root, second.Root);
        Assert.Equal(second.ManifestPath, _marked.ManifestPath);

        DataNotAttachedException refused = Assert.Throws<DataNotAttachedException>(
            () => Preparer.Attach(_marked.FullPath, Sign(first.Root)));
        Assert.Equal(DataOutcome.NotAccepted, refused.Outcome);
        Assert.Contains("prepared again", refused.Message, StringComparison.Ordinal);
        Assert.Equal(DataOutcome.NotMarked, await _marked.OutcomeAsync());
    }

    [Fact]
    public async Task The_sign_that_is_there_stays_in_force_until_the_new_one_is_attached()
    {
        DataMarked old = await _marked.MarkAsync(MarkedTree.Options with { WritesNotice = true });
        _marked.Tree.AddFile("new");
        DataPrepared prepared = await Preparer.PrepareAsync(_marked.FullPath);
        Assert.Equal(2, Directory.GetFiles(_marked.SignFolder, "*.manifest").Length);
        Assert.Equal(["New new"], await _marked.DifferencesAsync());
        Assert.Equal(old.Root, (await _marked.CheckAsync()).Check.Root);

        string notice = File.ReadAllText(_marked.At(DataNotice.FileName));
        File.AppendAllText(_marked.At(DataNotice.FileName), "as another version wrote it");
        Preparer.Attach(_marked.FullPath, Sign(prepared.Root));
        Assert.Equal(DataOutcome.Marked, await _marked.OutcomeAsync());
        Assert.Equal(notice, File.ReadAllText(_marked.At(DataNotice.FileName)));
        Assert.Equal(["state", "emblem", prepared.Root.ManifestFileName], Names());
    }

    [Fact]
    public async Task A_renewed_sign_of_the_same_root_takes_the_place_of_the_earlier_one()
    {
        DataPrepared prepared = await Preparer.PrepareAsync(_marked.FullPath);
        Preparer.Attach(_marked.FullPath, Sign(prepared.Root));
        byte[] renewed = Sign(prepared.Root, lifetime: DataScene.Lifetime * 2);
        Preparer.Attach(_marked.FullPath, renewed);
        Assert.Equal(renewed, File.ReadAllBytes(_marked.SignPath));
        Assert.Equal(DataOutcome.Marked, await _marked.OutcomeAsync());
        Assert.Equal(["state", "emblem", prepared.Root.ManifestFileName], Names());
    }

    /// <summary>An old answer that arrives late, or is sent again, must not shorten the time for which data are marked.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_sign_that_says_less_than_the_one_in_place_is_refused_unless_it_is_meant(bool isFile)
    {
        string path = isFile ? _marked.At("d2/f2.txt") : _marked.FullPath;
        string place = isFile ? path + ".adem" : _marked.SignPath;
        DataPrepared prepared = await Preparer.PrepareAsync(path);
        DateTimeOffset hour = TestTokens.Now.AddHours(1);
        var later = new DataPreparer(new SettableClock(hour));
        later.Attach(path, DataScene.Signer().Sign(prepared.Root, hour, DataScene.Lifetime));
        byte[] before = await File.ReadAllBytesAsync(place);
        (byte[] Sign, string Reason)[] less =
        [
            (Sign(prepared.Root, DataScene.Lifetime * 2), "was made later"),
            (DataScene.Signer().Sign(prepared.Root, hour, DataScene.Lifetime / 2), "ends later"),
            (Strangers(prepared.Root, hour), "different root keys"),
        ];
        foreach ((byte[] sign, string reason) in less)
        {
            DataNotAttachedException refused = Assert.Throws<DataNotAttachedException>(() => later.Attach(path, sign));
            Assert.Equal(DataOutcome.NotAccepted, refused.Outcome);
            Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
            Assert.Contains("--replace", refused.Message, StringComparison.Ordinal);
            Assert.Equal(before, await File.ReadAllBytesAsync(place));
        }

        foreach ((byte[] sign, _) in less)
        {
            later.Attach(path, sign, new DataAttachOptions { ReplacesNewer = true });
            Assert.NotEqual(before, await File.ReadAllBytesAsync(place));
        }

        // What has ended, or was never signed by a key, keeps nobody out.
        var weekLater = new DataPreparer(new SettableClock(hour + (DataScene.Lifetime * 3)));
        weekLater.Attach(path, DataScene.Signer().Sign(prepared.Root, hour + (DataScene.Lifetime * 3), TimeSpan.FromHours(1)));
        Assert.Equal(0, _marked.Tree.OpenDescriptors);
    }

    [Fact]
    public async Task What_is_attached_to_a_file_has_the_size_that_is_signed_and_not_that_of_now()
    {
        string file = _marked.At("d2/f2.txt");
        DataPrepared prepared = await Preparer.PrepareAsync(file);
        File.AppendAllText(file, " and more");
        Assert.Equal(prepared.Bytes, Preparer.Attach(file, Sign(prepared.Root)).Bytes);
        Assert.Equal(prepared.Bytes, Preparer.Attach(file, Sign(prepared.Root, DataScene.Lifetime * 2)).Bytes);
    }

    /// <summary>A timer that attaches renewed signs must not take away what was prepared for the next root.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_renewal_leaves_what_waits_for_the_next_root(bool isFile)
    {
        string path = isFile ? _marked.At("d2/f2.txt") : _marked.FullPath;
        DataPrepared first = await Preparer.PrepareAsync(path);
        Preparer.Attach(path, Sign(first.Root));
        DataPrepared second = await Preparer.PrepareAsync(path);
        Preparer.Attach(path, Sign(first.Root, lifetime: DataScene.Lifetime * 2));
        Assert.Equal((DataOutcome.Marked, first.Root), await AnswerAsync(path));

        Preparer.Attach(path, Sign(second.Root));
        Assert.Equal((DataOutcome.Marked, second.Root), await AnswerAsync(path));
        Assert.Throws<DataNotAttachedException>(() => Preparer.Attach(path, Sign(first.Root)));
    }

    /// <summary>A sign that cannot be read may need any manifest, and a person may repair it.</summary>
    [Fact]
    public async Task Where_the_sign_that_is_there_is_malformed_no_manifest_is_removed()
    {
        await _marked.MarkAsync();
        byte[] sign = File.ReadAllBytes(_marked.SignPath);
        File.WriteAllBytes(_marked.SignPath, sign[..^1]);
        await Preparer.PrepareAsync(_marked.FullPath);
        File.WriteAllBytes(_marked.SignPath, sign);
        Assert.Equal(DataOutcome.Marked, await _marked.OutcomeAsync());
    }

    /// <summary>Each kind of sign or list that is wrong: nothing of what is there is changed.</summary>
    [Theory]
    [InlineData("no bundle", DataOutcome.Invalid)]
    [InlineData("altered", DataOutcome.Invalid)]
    [InlineData("expired", DataOutcome.Invalid)]
    [InlineData("other root", DataOutcome.NotAccepted)]
    [InlineData("list altered", DataOutcome.Indeterminate)]
    [InlineData("list cut", DataOutcome.Indeterminate)]
    [InlineData("list gone", DataOutcome.NotAccepted)]
    public async Task What_is_wrong_is_not_put_in_place(string fault, DataOutcome outcome)
    {
        await _marked.MarkAsync();
        byte[] before = File.ReadAllBytes(_marked.SignPath);
        DataPrepared prepared = await Preparer.PrepareAsync(_marked.FullPath);
        byte[] sign = Sign(prepared.Root);
        byte[] list = File.ReadAllBytes(prepared.ManifestPath);
        list[40] ^= 1;
        switch (fault)
        {
            case "no bundle": sign = [1, 2, 3]; break;
            case "altered": sign[60] ^= 1; break;
            case "other root": sign = Sign(DataRoot.FromBytes(new byte[DataRoot.Length])); break;
            case "list altered": File.WriteAllBytes(prepared.ManifestPath, list); break;
            case "list cut": File.WriteAllBytes(prepared.ManifestPath, list[..^1]); break;
            case "list gone": File.Delete(prepared.ManifestPath); break;
        }

        DataPreparer preparer = fault == "expired" ? Preparing(DataScene.Lifetime * 3) : Preparer;
        DataNotAttachedException refused = Assert.Throws<DataNotAttachedException>(() => preparer.Attach(_marked.FullPath, sign));

        Assert.Equal(outcome, refused.Outcome);
        Assert.Equal(before, File.ReadAllBytes(_marked.SignPath));
        Assert.Equal(DataOutcome.Marked, await _marked.OutcomeAsync());
        Assert.Equal(0, _marked.Tree.OpenDescriptors);
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task At_each_step_the_old_or_the_new_sign_is_there(string name, bool attaches)
    {
        MarkStep step = Enum.Parse<MarkStep>(name);
        DataMarked old = await _marked.MarkAsync(MarkedTree.Options with { WritesNotice = true });
        _marked.Tree.AddFile("new");
        DataPrepared prepared = await Preparer.PrepareAsync(_marked.FullPath);
        DataPreparer interrupted = Preparing(hook: s =>
        {
            if (s == step)
            {
                throw new TimeoutException("interrupted");
            }
        });
        await Assert.ThrowsAsync<TimeoutException>(async () =>
        {
            if (attaches)
            {
                interrupted.Attach(_marked.FullPath, Sign(prepared.Root));
            }
            else
            {
                await interrupted.PrepareAsync(_marked.FullPath);
            }
        });
        DataRoot? there = (await _marked.CheckAsync()).Check.Root;
        bool isNew = attaches && step >= MarkStep.SignNamed;
        Assert.Equal(isNew ? prepared.Root : old.Root, there);
        Assert.Equal(isNew ? [] : ["New new"], await _marked.DifferencesAsync());
        Assert.Equal(0, _marked.Tree.OpenDescriptors);

        DataPrepared again = await Preparer.PrepareAsync(_marked.FullPath);
        Preparer.Attach(_marked.FullPath, Sign(again.Root));
        Assert.Equal(DataOutcome.Marked, await _marked.OutcomeAsync());
        Assert.Equal(["state", "emblem", again.Root.ManifestFileName], Names());
    }

    [Fact]
    public async Task What_was_only_prepared_is_removed_with_the_sign_and_by_a_marking()
    {
        await Preparer.PrepareAsync(_marked.FullPath);
        Assert.Equal(3, DataMarker.Remove(_marked.FullPath).Count);
        Assert.False(Directory.Exists(_marked.SignFolder));
        await Preparer.PrepareAsync(_marked.FullPath);
        DataMarked marked = await _marked.MarkAsync();
        Assert.Equal(["state", "emblem", marked.Root.ManifestFileName], Names());
    }

    [Fact]
    public async Task A_single_file_waits_with_its_list_beside_it_and_is_signed_in_one_step()
    {
        string file = _marked.At("d2/f2.txt"), list = file + ".adem-manifest", sign = file + ".adem";
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        DataPrepared prepared = await Preparer.PrepareAsync(file);
        Assert.Equal((list, 1), (prepared.ManifestPath, prepared.Files));
        Assert.Equal(File.GetUnixFileMode(file), File.GetUnixFileMode(list));
        Assert.Equal(DataOutcome.NotMarked, (await MarkedTree.CheckAsync(file)).Check.Outcome);

        DataAttached attached = Preparer.Attach(file, Sign(prepared.Root));
        Assert.Equal((sign, 1), (attached.SignPath, attached.Files));
        Assert.Equal(DataOutcome.Marked, (await MarkedTree.CheckAsync(file)).Check.Outcome);
        Assert.False(File.Exists(list));

        // Renewed, the list of the sign that is there serves again.
        Preparer.Attach(file, Sign(prepared.Root, lifetime: DataScene.Lifetime * 2));
        Assert.Equal(DataOutcome.Marked, (await MarkedTree.CheckAsync(file)).Check.Outcome);

        DataPrepared next = await Preparer.PrepareAsync(file);
        Assert.Equal(DataOutcome.Marked, (await MarkedTree.CheckAsync(file)).Check.Outcome);
        Assert.Equal([sign, list], DataMarker.Remove(file));
        Assert.Equal(DataOutcome.NotAccepted, Assert.Throws<DataNotAttachedException>(
            () => Preparer.Attach(file, Sign(next.Root))).Outcome);
        Assert.Equal(0, _marked.Tree.OpenDescriptors);
    }

    [Fact]
    public async Task What_people_have_put_where_a_list_or_a_sign_would_be_is_left()
    {
        string file = _marked.At("d2/f2.txt");
        File.WriteAllText(file + ".adem-manifest", "mine");
        IOException refused = await Assert.ThrowsAsync<IOException>(() => Preparer.PrepareAsync(file));
        Assert.Contains("left as it is", refused.Message, StringComparison.Ordinal);
        Assert.Empty(DataMarker.Remove(file));
        File.Delete(file + ".adem-manifest");
        DataPrepared prepared = await Preparer.PrepareAsync(file);
        File.WriteAllText(file + ".adem", "mine");
        Assert.Throws<IOException>(() => Preparer.Attach(file, Sign(prepared.Root)));
        Assert.Equal("mine", File.ReadAllText(file + ".adem"));
    }

    private static DataPreparer Preparing(TimeSpan later = default, Action<MarkStep>? hook = null) =>
        new(new SettableClock(TestTokens.Now + later)) { Hook = hook };

    [Fact]
    public async Task A_volume_keeps_its_generations_and_gets_only_a_renewed_sign()
    {
        using MarkedTree volume = await VolumeTree.MakeAsync();
        SortedDictionary<long, string> manifests = volume.Manifests();
        byte[] before = File.ReadAllBytes(volume.SignPath);

        IOException refused = await Assert.ThrowsAsync<IOException>(() => Preparer.PrepareAsync(volume.FullPath));
        Assert.Contains("is a volume already", refused.Message, StringComparison.Ordinal);
        Assert.Throws<IOException>(() => Preparer.Attach(volume.FullPath, Sign(RootOf(manifests[1]))));
        Assert.Equal(before, File.ReadAllBytes(volume.SignPath));

        DataNotAttachedException older = Assert.Throws<DataNotAttachedException>(
            () => Preparer.Attach(volume.FullPath, Sign(RootOf(manifests[3]), DataScene.Lifetime / 2)));
        Assert.Equal(DataOutcome.NotAccepted, older.Outcome);
        Preparer.Attach(volume.FullPath, Sign(RootOf(manifests[3]), DataScene.Lifetime * 2));
        Assert.NotEqual(before, File.ReadAllBytes(volume.SignPath));
        Assert.Equal(manifests.Values, volume.Manifests().Values);
        Assert.Equal(DataOutcome.Marked, await volume.OutcomeAsync());

        static DataRoot RootOf(string manifest)
        {
            using FileStream stream = File.OpenRead(manifest);
            return ManifestReader.OpenUnnamed(stream).Root;
        }
    }

    private static byte[] Sign(DataRoot root, TimeSpan? lifetime = null) =>
        DataScene.Signer().Sign(root, TestTokens.Now, lifetime ?? DataScene.Lifetime);

    private static byte[] Strangers(DataRoot data, DateTimeOffset at)
    {
        SoftwareSigningKey root = TestKeys.Of(SignatureAlgorithm.ES256, 5), emblem = TestKeys.Of(SignatureAlgorithm.Ed25519, 5);
        byte[] bundle = TokenBundle.Write(
            [root.PublicKey.ToCoseKey(), emblem.PublicKey.ToCoseKey(), Cwt.Sign(TestTokens.Endorsement(emblem.PublicKey), root)]);
        return DataScene.Signer(bundle, emblem).Sign(data, at, DataScene.Lifetime * 2);
    }

    private static async Task<(DataOutcome, DataRoot?)> AnswerAsync(string path)
    {
        (DataCheck check, _) = await MarkedTree.CheckAsync(path);
        return (check.Outcome, check.Root);
    }

    private string[] Names() =>
        [.. Directory.GetFileSystemEntries(_marked.SignFolder).Select(f => Path.GetFileName(f)!).OrderBy(n => n.Length)];
}
