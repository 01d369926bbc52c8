using DigitalEmblem.Fuzz.Running;
using DigitalEmblem.Fuzz.Targets;
using Xunit;

namespace DigitalEmblem.Fuzz.Tests;

/// <summary>
/// Every door for bytes from outside, with what was found there before and 500 inputs of a fixed seed. If one fails, someone who can
/// publish a record can end the process of those who look, or make them see what is not so.
/// </summary>
public class FuzzTargetTests
{
    private const int Runs = 500, Seed = 17;

    private static readonly string Corpus = KeptCorpus.Find(AppContext.BaseDirectory)
        ?? throw new DirectoryNotFoundException("fuzz/corpus is not found above the tests.");

    public static TheoryData<string> Targets => [.. FuzzTargets.All.Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Target_KeptInputsAndSomeOthers_HoldsItsInvariants(string name)
    {
        FuzzTarget target = FuzzTargets.Find(name)!;
        IReadOnlyList<(string Name, byte[] Bytes)> kept = KeptCorpus.Of(Corpus, name);
        Assert.NotEmpty(kept);
        var run = new InProcessRun(target, kept);
        Find? find = run.Replay() ?? run.Mutate(Seed, Runs, TimeSpan.MaxValue);
        Assert.True(find is null, find?.ToString());
    }

    [Fact]
    public void Corpus_EachFolder_BelongsToATarget()
    {
        IEnumerable<string> folders = Directory.GetDirectories(Corpus).Select(d => Path.GetFileName(d));
        Assert.Empty(folders.Except(FuzzTargets.All.Select(t => t.Name)));
    }

    [Fact]
    public void Mutator_SameSeed_MakesTheSameInputs()
    {
        FuzzTarget target = FuzzTargets.Find("cwt")!;
        byte[][] corpus = [.. KeptCorpus.Of(Corpus, "cwt").Select(k => k.Bytes)];
        var one = new Mutator(corpus, target, Seed);
        var other = new Mutator(corpus, target, Seed);
        for (int i = 0; i < 100; i++)
        {
            Assert.Equal(one.Next(), other.Next());
        }
    }

    [Fact]
    public void Run_TargetThatThrows_IsAFind()
    {
        var target = new FuzzTarget("throws", _ => throw new OverflowException());
        Assert.IsType<OverflowException>(new InProcessRun(target, []).Mutate(Seed, 1, TimeSpan.MaxValue)!.Exception);
    }

    [Fact]
    public void Run_TargetThatSetsAsideTooMuch_IsAFind()
    {
        var target = new FuzzTarget("greedy", _ => GC.KeepAlive(new byte[1 << 20]));
        Assert.IsType<InvariantBrokenException>(new InProcessRun(target, []).Mutate(Seed, 100, TimeSpan.MaxValue)!.Exception);
    }

    [Theory]
    [InlineData("a\u202eb")]
    [InlineData("a\rb")]
    [InlineData("a\u001b[2Jb")]
    public void Harmless_TextThatMovesTheCursor_IsAFind(string text) =>
        Assert.Throws<InvariantBrokenException>(() => Invariant.Harmless(text, "a text"));
}
