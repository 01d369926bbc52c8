using System.Text;
using DigitalEmblem.Data.Tests.Files;
using DigitalEmblem.Data.Tests.Marking;
using DigitalEmblem.Data.Tests.Signs;
using DigitalEmblem.TestSupport;
using DigitalEmblem.Verifier;
using FsCheck.Xunit;
using Xunit;

namespace DigitalEmblem.Data.Tests.Contents;

/// <summary>
/// Content that is read from a stream. Where these fail, an object of a store is judged otherwise than the same bytes in a file, or a
/// stream that breaks or lies is taken for data that were read.
/// </summary>
public sealed class ContentTests
{
    private static readonly EntryPath Name = RandomEntries.PathOf("report.pdf");

    private static readonly DataMarkOptions MarkOptions = new() { Lifetime = DataScene.Lifetime };

    private static readonly DataCheckOptions CheckOptions = new()
    {
        Evidence = HeldEvidence.AssumeCommittedUnsafe,
        At = TestTokens.Now.AddHours(1),
    };

    [Property(MaxTest = 50)]
    public bool Content_is_covered_if_it_is_equal_however_it_arrives_and_changed_if_not(byte[] content, byte[] other, int seed)
    {
        byte[] sign = MarkAsync(new PiecesStream(content, seed), content.Length).Result.SignFile.ToArray();
        DataOutcome Outcome(byte[] bytes, long? length) =>
            CheckAsync(sign, _ => Task.FromResult<DataContent?>(new DataContent(new PiecesStream(bytes, ~seed), length))).Result.Outcome;
        DataOutcome ofOther = content.AsSpan().SequenceEqual(other) ? DataOutcome.Marked : DataOutcome.NotAccepted;
        return Outcome(content, content.Length) == DataOutcome.Marked && Outcome(content, null) == DataOutcome.Marked
            && Outcome(other, other.Length) == ofOther && Outcome(other, null) == ofOther
            && Outcome([.. content, 0], null) == DataOutcome.NotAccepted;
    }

    [Fact]
    public async Task Content_that_is_as_listed_is_none_of_a_place_or_volume()
    {
        byte[] sign = (await MarkAsync(new MemoryStream([1, 2, 3]), 3)).SignFile.ToArray();
        foreach (DataCheckOptions options in (DataCheckOptions[])
            [CheckOptions with { StatedHost = DomainName.Parse("files.society.example") }, CheckOptions with { LeastGeneration = 1 }])
        {
            DataCheck check = await ContentChecker.CheckAsync(
                sign, Name, _ => Task.FromResult<DataContent?>(new DataContent(new MemoryStream([1, 2, 3]), 3)), options);
            Assert.Equal(DataOutcome.NotAccepted, check.Outcome);
        }
    }

    [Fact]
    public async Task Content_and_file_have_one_sign()
    {
        using var folder = new MarkedTree();
        folder.Tree.AddFile("report.pdf", "report");
        string file = folder.At("report.pdf");
        await MarkedTree.Marker().MarkAsync(file, MarkedTree.Options);
        DataCheck check = await CheckAsync(File.ReadAllBytes(file + ".adem"), Opened("report"));
        Assert.Equal((DataOutcome.Marked, 6), (check.Outcome, check.BytesCovered));

        MarkedContent marked = await MarkAsync(new MemoryStream("report"u8.ToArray()), 6);
        await File.WriteAllBytesAsync(file + ".adem", marked.SignFile.ToArray());
        (check, _) = await MarkedTree.CheckAsync(file);
        Assert.Equal((DataOutcome.Marked, marked.Root), (check.Outcome, check.Root));
        Assert.Equal(marked.Root, DataSign.Read(marked.Sign).Root);
    }

    [Fact]
    public async Task Content_of_two_shards_has_the_digest_of_a_file_of_two_shards()
    {
        using var folder = new MarkedTree();
        string file = folder.Tree.AddSparse("report.pdf", ContentDigest.ShardLength + 5L, (ContentDigest.ShardLength - 2L, [1, 2, 3]));
        await MarkedTree.Marker().MarkAsync(file, MarkedTree.Options);
        byte[] sign = await File.ReadAllBytesAsync(file + ".adem");
        DataCheck check = await CheckAsync(sign, _ => Task.FromResult<DataContent?>(new DataContent(File.OpenRead(file), null)));
        Assert.Equal((DataOutcome.Marked, ContentDigest.ShardLength + 5L), (check.Outcome, check.BytesCovered));
    }

    [Fact]
    public async Task Content_that_is_not_there_or_breaks_or_has_another_size_has_its_outcome()
    {
        byte[] sign = (await MarkAsync(new MemoryStream("report"u8.ToArray()), 6)).SignFile.ToArray();
        Assert.Equal(DataOutcome.NotAccepted, (await CheckAsync(sign, _ => Task.FromResult<DataContent?>(null))).Outcome);
        Assert.Equal(DataOutcome.Indeterminate, (await CheckAsync(sign, _ => throw new IOException("no way to it"))).Outcome);
        DataCheck check = await CheckAsync(
            sign, _ => Task.FromResult<DataContent?>(new DataContent(new PiecesStream("repo"u8.ToArray(), 1, breaks: true), 6)));
        Assert.Equal(DataOutcome.Indeterminate, check.Outcome);
        Assert.Equal(1, check.Counts[EntryStanding.Unreadable]);

        // Nothing is read of content that states another size.
        check = await CheckAsync(
            sign, _ => Task.FromResult<DataContent?>(new DataContent(new PiecesStream([], 1, breaks: true), long.MaxValue)));
        Assert.Equal(DataOutcome.NotAccepted, check.Outcome);
    }

    [Fact]
    public async Task Content_that_goes_on_for_ever_is_read_no_further_than_listed()
    {
        byte[] sign = (await MarkAsync(new MemoryStream("report"u8.ToArray()), 6)).SignFile.ToArray();
        var endless = new EndlessStream();
        DataCheck check = await CheckAsync(sign, _ => Task.FromResult<DataContent?>(new DataContent(endless, null)));
        Assert.Equal(DataOutcome.NotAccepted, check.Outcome);
        Assert.True(endless.Given < 1 << 20, $"{endless.Given} bytes were read.");
        await Assert.ThrowsAsync<IOException>(() => MarkAsync(new EndlessStream(), 6));
        await Assert.ThrowsAsync<IOException>(() => MarkAsync(new MemoryStream([1]), 6));
    }

    [Fact]
    public async Task A_sign_that_is_wrong_costs_no_reading_of_the_content()
    {
        byte[] sign = (await MarkAsync(new MemoryStream("report"u8.ToArray()), 6)).SignFile.ToArray();
        Func<CancellationToken, Task<DataContent?>> never = _ => throw new InvalidOperationException("The content was opened.");
        Assert.Equal(DataOutcome.Invalid, (await CheckAsync("junk"u8.ToArray(), never)).Outcome);
        Assert.Equal(DataOutcome.Invalid, (await CheckAsync(sign[..100], never)).Outcome);
        Assert.Equal(DataOutcome.Indeterminate, (await CheckAsync(sign[..^1], never)).Outcome);
        DataCheckOptions late = CheckOptions with { At = TestTokens.Now.AddDays(30) };
        Assert.Equal(DataOutcome.Invalid, (await ContentChecker.CheckAsync(sign, Name, never, late)).Outcome);
    }

    [Fact]
    public async Task Another_name_is_a_finding_and_a_reserved_one_cannot_be_marked()
    {
        byte[] sign = (await MarkAsync(new MemoryStream("report"u8.ToArray()), 6)).SignFile.ToArray();
        List<CheckedEntry> found = [];
        DataCheck check = await ContentChecker.CheckAsync(sign, RandomEntries.PathOf("b"), Opened("report"), CheckOptions, found.Add);
        Assert.Equal((DataOutcome.Marked, EntryStanding.CoveredRenamed), (check.Outcome, found.Single().Standing));
        foreach (string name in (string[])[".adem", "DIGITAL-EMBLEM-NOTICE.txt", "a/b"])
        {
            await Assert.ThrowsAsync<ArgumentException>(
                () => Marker().MarkAsync(new DataContent(new MemoryStream(), 0), RandomEntries.PathOf(name), MarkOptions));
        }
    }

    [Fact]
    public async Task A_cancelled_reading_ends()
    {
        byte[] sign = (await MarkAsync(new MemoryStream("report"u8.ToArray()), 6)).SignFile.ToArray();
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => ContentChecker.CheckAsync(sign, Name, Opened("report"), CheckOptions, null, cancel.Token));
    }

    private static Func<CancellationToken, Task<DataContent?>> Opened(string content) =>
        _ => Task.FromResult<DataContent?>(new DataContent(new MemoryStream(Encoding.UTF8.GetBytes(content)), content.Length));

    private static Task<MarkedContent> MarkAsync(Stream content, long length) =>
        Marker().MarkAsync(new DataContent(content, length), Name, MarkOptions);

    private static ContentMarker Marker() => new(DataScene.Signer(), new SettableClock(TestTokens.Now));

    private static Task<DataCheck> CheckAsync(byte[] sign, Func<CancellationToken, Task<DataContent?>> open) =>
        ContentChecker.CheckAsync(sign, Name, open, CheckOptions);
}
