using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Cli.Tests.Transcripts;

/// <summary>
/// Each transcript of the pages for people, run again. When these fail, a page shows what the command does not print, and a reader who
/// repeats it takes a right answer for a wrong one.
/// </summary>
[Trait("Category", "Servers")]
[Collection(nameof(CurrentDirectory))]
public sealed class TranscriptTests
{
    /// <summary>The documents that have transcripts: a new one is found by itself.</summary>
    public static TheoryData<string> Documents =>
    [
        .. Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.TopDirectoryOnly)
            .Prepend(Path.Combine(Repository.Root, "README.md"))
            .Where(f => Transcript.StepsOf(File.ReadAllText(f)).Count > 0)
            .Select(f => Path.GetRelativePath(Repository.Root, f)),
    ];

    /// <summary>The commands of a document, from its first to its last in one folder, print what stands below them.</summary>
    [Theory]
    [MemberData(nameof(Documents))]
    public async Task Transcripts_OfADocument_AreWhatTheCommandPrints(string document)
    {
        await using var scene = new TranscriptScene();
        var wrong = new List<string>();
        foreach (TranscriptStep step in Transcript.StepsOf(await File.ReadAllTextAsync(Path.Combine(Repository.Root, document))))
        {
            string printed = scene.Run(step.Command);
            if (!Transcript.Shows(step.Shown, printed))
            {
                wrong.Add($"$ {step.Command}\n{printed}");
            }
        }

        Assert.True(wrong.Count == 0, $"{document} shows something else than these:\n\n{string.Join('\n', wrong)}");
    }

    [Theory]
    [InlineData("a\nb\n", true, "a", "b")]
    [InlineData("a\n\nb\nc\n", true, "a", "…")]
    [InlineData("key 7 of 9\nb\n", true, "key … of 9", "…")]
    [InlineData("a\nb\n", false, "a")]
    [InlineData("a\nb\n", false, "b", "…")]
    [InlineData("a.b\n", false, "axb")]
    public void Shown_IsAllThatWasPrinted_ButForWhatIsLeftOut(string printed, bool expected, params string[] shown) =>
        Assert.Equal(expected, Transcript.Shows(shown, printed));

    [Fact]
    public void Words_AreThoseOfAShell_WithoutTheComment() => Assert.Equal(
        ["emblem", "check", "a b", "--online"], Transcript.Words("emblem check 'a b' --online   # by hand"));
}
