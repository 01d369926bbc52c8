using DigitalEmblem.Cli.Data;
using DigitalEmblem.Data;
using DigitalEmblem.TestSupport;
using DigitalEmblem.Verifier;
using Xunit;

namespace DigitalEmblem.Cli.Tests.Data;

/// <summary>The words of an answer about data, for results that are made up.</summary>
public sealed class CheckReportTests : IDisposable
{
    private static readonly byte[] Sign = DataSigner.Create(
        DataScene.EmblemKey, TestTokens.Society, Purposes.Protective, DataScene.Bundle(), DateTimeOffset.UtcNow, TimeSpan.FromDays(30))
        .Sign(DataRoot.FromBytes(new byte[32]), DateTimeOffset.UtcNow, TimeSpan.FromDays(30));

    private readonly Command _command = new();

    public void Dispose() => _command.Dispose();

    [Fact]
    public void Text_ManyDifferences_ShowsTwentyAndHowManyMoreUnlessAllAreAskedFor()
    {
        CheckedEntry[] entries = [.. Enumerable.Range(0, 50).Select(i => Entry($"f{i:00}", EntryStanding.Changed))];
        DataCheck check = Check(DataOutcome.NotAccepted, "50 of 50 files are changed.") with
        {
            Counts = new Dictionary<EntryStanding, long> { [EntryStanding.Changed] = 50 },
        };
        string output = Text(check, all: false, entries);
        Assert.StartsWith("Not as marked. 50 of 50 files are changed.\n", output, StringComparison.Ordinal);
        Assert.Contains(
            "  changed     f19 (3 bytes): the content differs\n  And 30 more; --all shows them.\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain("f20", output, StringComparison.Ordinal);
        Assert.Contains("f49", Text(check, all: true, entries), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_WhatTheSignDoesNotCover_TakesNoRoomFromDifferences()
    {
        CheckedEntry[] entries =
        [
            .. Enumerable.Range(0, 50).Select(i => Entry($"device{i:00}", EntryStanding.NotCovered) with { Kind = EntryKind.NotCovered }),
            Entry("z", EntryStanding.Missing)
        ];
        DataCheck check = Check(DataOutcome.NotAccepted, "1 file is missing.") with
        {
            Counts = new Dictionary<EntryStanding, long> { [EntryStanding.NotCovered] = 50, [EntryStanding.Missing] = 1 },
        };
        string output = Text(check, all: false, entries);
        Assert.Contains("Not as marked\n  missing     z", output, StringComparison.Ordinal);
        Assert.Contains("Also seen\n  not covered device00\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_OfEachOutcome_BeginsWithItsWord()
    {
        Assert.StartsWith("Could not find out. Why.", Text(Check(DataOutcome.Indeterminate, "Why."), false), StringComparison.Ordinal);
        DataCheck malformed = Check(DataOutcome.Invalid, "Why.") with { Verdict = null };
        Assert.StartsWith("Invalid. Why.", Text(malformed, false), StringComparison.Ordinal);
        Assert.StartsWith("Not as marked. Why.", Text(Check(DataOutcome.NotAccepted, "Why."), false), StringComparison.Ordinal);
        Verdict strict = Verify(new TrustPolicy { RequiredPurposes = Purposes.CulturalProperty });
        Assert.StartsWith(
            "Not accepted. Why.",
            Text(Check(DataOutcome.NotAccepted, "Why.") with { Verdict = strict }, false),
            StringComparison.Ordinal);
        Assert.Equal(
            "Not marked. Why. That is no statement that the data are unprotected.\n",
            Text(new DataCheck { Outcome = DataOutcome.NotMarked, Reason = "Why." }, false));
    }

    [Fact]
    public void Text_Marked_CountsFilesLinksAndFolders()
    {
        DataCheck check = Check(DataOutcome.Marked, "") with { BytesCovered = 39 << 20 };
        string output = Text(
            check,
            false,
            Entry("a", EntryStanding.Covered),
            Entry("b", EntryStanding.CoveredRenamed),
            Entry("c", EntryStanding.Covered) with { Kind = EntryKind.Link },
            Entry("d", EntryStanding.Covered) with { Kind = EntryKind.EmptyFolder });
        Assert.StartsWith(
            "Marked. 2 files (39 MiB), 1 link and 1 empty folder are as https://society.example marked them; the sign expires in 29 days.",
            output,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "0 bytes")]
    [InlineData(1, "1 byte")]
    [InlineData(1023, "1,023 bytes")]
    [InlineData(1024, "1 KiB")]
    [InlineData(1536, "1.5 KiB")]
    [InlineData(40_894_464, "39 MiB")]
    [InlineData(long.MaxValue, "8 EiB")]
    public void Bytes_ForPeople(long bytes, string expected) => Assert.Equal(expected, Amount.Bytes(bytes).ToString());

    [Fact]
    public void Progress_SaysRateAndTimeLeft()
    {
        var clock = new StoppedWatch();
        var progress = new RunProgress(clock);
        Assert.Equal("0 files, 0 bytes; 0 bytes/s", Moved(TimeSpan.FromSeconds(1)));
        progress.Report(new DataProgress(2_000, 20 << 20, 10_000, 40 << 20));
        Assert.Equal("2,000 of 10,000 files, 20 MiB of 40 MiB; 1,000 files/s, 10 MiB/s; 8 seconds left", Moved(TimeSpan.FromSeconds(1)));
        progress.Report(new DataProgress(10_000, 40 << 20, 10_000, 40 << 20));
        Assert.Equal(
            "Read 9,999 files, 40 MiB, in 2.0 seconds (4,999 files/s, 20 MiB/s).", progress.Summary(9_999, progress.Bytes).ToString());
        Assert.Equal("Read 1 file in 2.0 seconds (0 files/s).", progress.Summary(1, null).ToString());

        string Moved(TimeSpan time)
        {
            clock.Elapsed += time;
            return progress.Line().ToString();
        }
    }

    private sealed class StoppedWatch : TimeProvider
    {
        public TimeSpan Elapsed { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Elapsed.Ticks;
    }

    private static DataCheck Check(DataOutcome outcome, string reason) => new()
    {
        Outcome = outcome,
        Reason = reason,
        SignPath = "tree/.adem/emblem",
        Verdict = Verify(TrustPolicy.Default),
        Root = DataRoot.FromBytes(new byte[32]),
        Terms = ManifestTerms.ForContent(),
    };

    private static Verdict Verify(TrustPolicy policy) =>
        DataSign.Read(Sign).Verify(policy, HeldEvidence.AssumeCommittedUnsafe, DateTimeOffset.UtcNow.AddMinutes(1));

    private static CheckedEntry Entry(string path, EntryStanding standing) => new(
        DataScene.PathOf(path), EntryKind.File, standing, 3, standing == EntryStanding.Changed ? "the content differs" : null);

    private string Text(DataCheck check, bool all, params CheckedEntry[] entries)
    {
        var output = new StringWriter();
        var text = new CheckText(all, _command.Context(output, TextWriter.Null));
        Array.ForEach(entries, text.Add);
        text.End(check);
        return output.ToString();
    }
}
