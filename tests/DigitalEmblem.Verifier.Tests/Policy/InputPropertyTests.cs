using System.Text;
using DigitalEmblem.TestSupport;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace DigitalEmblem.Verifier.Tests.Policy;

/// <summary>
/// Whatever happens to a file on its way, an emblem in it, or a failure that it tells of, never becomes "not marked": that answer can
/// cost lives.
/// </summary>
public class InputPropertyTests
{
    private static readonly EmblemVerifier Verifier = new();

    // What people bring that is marked, or says that nothing is known. A file of keys cannot show that tokens were cut away before them.
    // This one begins with a whole answer that there is no emblem, and goes on with records of something else: cut
    // between the two, it rightly says "not marked".
    private const string AnswerThenMore = "dig-answer-below";

    private static readonly string[] Forms =
    [
        .. InputForms.All.Keys.Where(
            f => f != AnswerThenMore && Outcomes(InputForms.All[f]).All(o => o is VerdictOutcome.Marked or VerdictOutcome.Indeterminate)),
    ];

    private static readonly string[] Answers =
    [
        .. Forms.Where(
            f => f is "dig" or "kdig" || f.StartsWith("dig-", StringComparison.Ordinal) || f.StartsWith("host", StringComparison.Ordinal)),
    ];

    private static readonly byte[][] Captured = CapturesWithout("two");

    /// <summary>
    /// The captures of which the answer is not that nothing is there. Of two answers, the first is whole without the second.
    /// </summary>
    private static byte[][] CapturesWithout(params string[] kinds) =>
    [
        .. Captures.All.Where(c => !Array.Exists(kinds, k => c.File.Contains(k, StringComparison.Ordinal)))
            .Select(c => File.ReadAllBytes(Path.Combine(Captures.Folder, c.File)))
            .Where(c => !Outcomes(c).Contains(VerdictOutcome.NotMarked)),
    ];

    private static IEnumerable<VerdictOutcome> Outcomes(byte[] input) => UnverifiedTokens.Read(input).ByOwner()
        .Select(name => TrustPolicy.Default.Decide(
            Verifier.Verify(name, HeldEvidence.AssumeCommittedUnsafe, TestTokens.Now), name.DefaultAsset).Outcome);

    private static bool IsAbsent(byte[] input) => Outcomes(input).Contains(VerdictOutcome.NotMarked);

    [Property(MaxTest = 300)]
    public Property Decide_InputCutAnywhere_IsNeverNotMarked() => Prop.ForAll(
        Arb.From(from form in Gen.Elements(Forms) from at in Gen.Choose(0, InputForms.All[form].Length) select (form, at)),
        cut => !IsAbsent(InputForms.All[cut.form][..cut.at]));

    /// <summary>Where a program or a person cuts: between two lines. Each place of each capture, because few of them matter.</summary>
    [Fact]
    public void Decide_CaptureCutBetweenLines_IsNeverNotMarked()
    {
        foreach (byte[] whole in Captured)
        {
            for (int at = 0; at < whole.Length; at++)
            {
                if (whole[at] == (byte)'\n')
                {
                    byte[] cut = whole[..(at + 1)];
                    Assert.False(IsAbsent(cut), Encoding.UTF8.GetString(cut));
                }
            }
        }
    }

    /// <summary>A line that is lost on the way may be the emblem. PowerShell's forms alone do not say how many records there are.</summary>
    [Fact]
    public void Decide_CaptureWithoutOneLine_IsNeverNotMarked()
    {
        var absent = new List<string>();
        foreach (byte[] whole in CapturesWithout("two", "ps-"))
        {
            string[] lines = Encoding.UTF8.GetString(whole).Split('\n');
            for (int i = 0; i < lines.Length; i++)
            {
                string without = string.Join('\n', lines.Where((_, at) => at != i));
                if (IsAbsent(Encoding.UTF8.GetBytes(without)))
                {
                    absent.Add($"without '{lines[i]}' of\n{without[..Math.Min(100, without.Length)]}");
                }
            }
        }

        Assert.Empty(absent);
    }

    [Property(MaxTest = 200)]
    public Property Decide_LinesInAnyOrder_AreNeverNotMarked() => Prop.ForAll(
        Arb.From(from form in Gen.Elements(Answers)
                 from lines in Gen.Shuffle(Encoding.UTF8.GetString(InputForms.All[form]).Split('\n'))
                 select lines),
        lines => !IsAbsent(Encoding.UTF8.GetBytes(string.Join('\n', lines))));

    /// <summary>Beside an answer that says that there is nothing, one that says nothing, or that shows an emblem, is not lost.</summary>
    [Property(MaxTest = 200)]
    public Property Decide_AnswersJoined_TheGoodOneHidesNoOther() => Prop.ForAll(
        Arb.From(from form in Gen.Elements(Answers) from first in Gen.Elements(true, false) select (form, first)),
        joined =>
        {
            byte[] none = InputForms.All["dig-nodata"], other = [.. InputForms.All[joined.form], (byte)'\n'];
            return !Outcomes(joined.first ? [.. none, .. other] : [.. other, .. none]).All(o => o == VerdictOutcome.NotMarked);
        });

    [Property(MaxTest = 500)]
    public bool Decide_AnyBytes_AreNeverNotMarked(byte[] bytes) => bytes is [0x80] || !IsAbsent(bytes);

    [Property(MaxTest = 500)]
    public bool Decide_AnyText_IsNeverNotMarked(string? text) => text?.Trim() == "80" || !IsAbsent(Encoding.UTF8.GetBytes(text ?? ""));

    [Fact]
    public void Forms_OfTheTable_AreMany() => Assert.True(Forms.Length > 60 && Answers.Length > 20, $"{Forms.Length}, {Answers.Length}");
}
