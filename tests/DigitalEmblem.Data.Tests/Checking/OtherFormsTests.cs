using System.Text;
using DigitalEmblem.Data.Tests.Marking;
using Xunit;

namespace DigitalEmblem.Data.Tests.Checking;

/// <summary>Names whose Unicode form changed on the way between systems.</summary>
public sealed class OtherFormsTests
{
    private static readonly string[] Composed = ["é/ü.txt", "é/a.txt", "plain.txt", "Å"];

    [Theory]
    [InlineData(NormalizationForm.FormC, NormalizationForm.FormD)]
    [InlineData(NormalizationForm.FormD, NormalizationForm.FormC)]
    public async Task Files_whose_names_changed_their_form_are_covered_with_a_finding(NormalizationForm before, NormalizationForm after)
    {
        using MarkedTree marked = await Make(before);
        Rename(marked, after);
        (DataCheck check, List<CheckedEntry> entries) = await marked.CheckAsync();
        Assert.Equal(DataOutcome.Marked, check.Outcome);
        Assert.Equal(
            ["Covered", "CoveredRenamed", "CoveredRenamed", "CoveredRenamed"], entries.Select(e => e.Standing.ToString()).Order());
        Assert.Equal(3, check.Counts[EntryStanding.CoveredRenamed]);
    }

    /// <summary>If it fails, a pipe of which the sign states nothing counts as read and equal.</summary>
    [Fact]
    public async Task What_is_not_covered_stays_so_in_another_form()
    {
        using var marked = new MarkedTree();
        marked.Tree.AddFile("plain").AddPipe("é".Normalize(NormalizationForm.FormC));
        await marked.MarkAsync();
        File.Move(marked.At("é".Normalize(NormalizationForm.FormC)), marked.At("é".Normalize(NormalizationForm.FormD)));
        (DataCheck check, _) = await marked.CheckAsync();
        Assert.Equal(
            (DataOutcome.Marked, 1, 1, 0),
            (
                check.Outcome,
                check.Counts[EntryStanding.Covered],
                check.Counts[EntryStanding.NotCovered],
                check.Counts[EntryStanding.CoveredRenamed]));
    }

    [Fact]
    public async Task With_other_content_it_is_missing_and_new()
    {
        using MarkedTree marked = await Make(NormalizationForm.FormC);
        Rename(marked, NormalizationForm.FormD);
        File.AppendAllText(marked.At("Å".Normalize(NormalizationForm.FormD)), "x");
        (DataCheck check, _) = await marked.CheckAsync();
        Assert.Equal(
            (DataOutcome.NotAccepted, 1, 1), (check.Outcome, check.Counts[EntryStanding.Missing], check.Counts[EntryStanding.New]));
    }

    [Fact]
    public async Task Two_candidates_are_none()
    {
        // Three spellings of one letter: composed, decomposed, and the sign for the unit.
        using var marked = new MarkedTree();
        marked.Tree.AddFile("\u00C5").AddFile("other");
        await marked.MarkAsync();
        File.Delete(marked.At("\u00C5"));
        marked.Tree.AddFile("A\u030A").AddFile("\u212B");
        Assert.Equal(3, (await marked.DifferencesAsync()).Length);
    }

    [Fact]
    public async Task A_sign_outside_ascii_whose_form_is_a_letter_of_it_is_found()
    {
        using var marked = new MarkedTree();
        marked.Tree.AddFile("\u212A").AddFile("other");
        await marked.MarkAsync();
        File.Move(marked.At("\u212A"), marked.At("K"));
        Assert.Equal(DataOutcome.Marked, await marked.OutcomeAsync());
    }

    [Fact]
    public async Task Both_forms_beside_each_other_are_two_files()
    {
        using var marked = new MarkedTree();
        marked.Tree.AddFile("\u00E9", "composed").AddFile("e\u0301", "decomposed");
        await marked.MarkAsync();
        Assert.Empty(await marked.DifferencesAsync());
        File.Delete(marked.At("\u00E9"));
        Assert.Single(await marked.DifferencesAsync());
    }

    [Fact]
    public async Task Names_that_are_no_text_are_compared_as_bytes()
    {
        using var marked = new MarkedTree();
        marked.Tree.AddFile([0xFF, (byte)'/', 0xC3], "x"u8).AddFile([0x0A], "y"u8);
        await marked.MarkAsync();
        Assert.Empty(await marked.DifferencesAsync());
        marked.Tree.AddFile([0xFE], "x"u8);
        (DataCheck check, _) = await marked.CheckAsync();
        Assert.Equal((DataOutcome.NotAccepted, 1), (check.Outcome, check.Counts[EntryStanding.New]));
    }

    private static async Task<MarkedTree> Make(NormalizationForm form)
    {
        var marked = new MarkedTree();
        foreach (string path in Composed)
        {
            marked.Tree.AddFile(path.Normalize(form), path);
        }

        await marked.MarkAsync();
        return marked;
    }

    private static void Rename(MarkedTree marked, NormalizationForm form)
    {
        foreach (string path in Directory.GetFileSystemEntries(marked.FullPath, "*", SearchOption.AllDirectories)
            .Where(p => !p.Contains(".adem", StringComparison.Ordinal)).OrderByDescending(p => p.Length))
        {
            string to = Path.Combine(Path.GetDirectoryName(path)!, Path.GetFileName(path).Normalize(form));
            if (!string.Equals(path, to, StringComparison.Ordinal))
            {
                Directory.Move(path, to);
            }
        }
    }
}
