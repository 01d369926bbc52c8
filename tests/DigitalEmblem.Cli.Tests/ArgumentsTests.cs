using System.CommandLine;
using Xunit;

namespace DigitalEmblem.Cli.Tests;

/// <summary>
/// The words of the command line. If one fails, a mistyped option is taken for a file or a host: the question that is answered is another
/// than the one that was asked, and its answer may be "marked".
/// </summary>
public sealed class ArgumentsTests : IDisposable
{
    private readonly Command _command = new() { Literal = true };

    public void Dispose() => _command.Dispose();

    public static TheoryData<string> Paths()
    {
        using var any = new Command();
        return [.. Leaves(EmblemCommand.Create(any.Context(TextWriter.Null, TextWriter.Null)), [])];
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Option_ThatDoesNotExist_IsRefusedByEveryCommand(string path)
    {
        string[] words = path.Split(' ');
        foreach (string[] rest in (string[][])[
            ["--no-such-thing"], ["x", "--no-such-thing"], ["--no-such-thing=x"], ["--no-such-thing:x"], ["-x"], ["x", "-xy"], ["---"],
            ["-–assume"], ["--no-such-thing", "--", "x"], ["--help", "--no-such-thing"]])
        {
            (int code, string output, string error) = _command.Run([.. words, .. rest]);
            Assert.Equal((64, ""), (code, output));
            Assert.Contains("has no option", error, StringComparison.Ordinal);
            Assert.EndsWith($"See 'emblem {path} --help'.\n", error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Option_MistypedByOneLetter_IsNamedByEveryCommand(string path)
    {
        using var any = new Command();
        foreach (Option option in Find(EmblemCommand.Create(any.Context(TextWriter.Null, TextWriter.Null)), path.Split(' '))
            .Options.Where(o => o.Name.Length > 6))
        {
            string mistyped = option.Name.Remove(option.Name.Length - 2, 1);
            (int code, _, string error) = _command.Run([.. path.Split(' '), "x", mistyped]);
            Assert.Equal(64, code);
            Assert.Contains("did you mean --", error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Option_WithoutItsValueOrWithAnotherOption_SaysSo(string path)
    {
        using var any = new Command();
        foreach (Option option in Find(EmblemCommand.Create(any.Context(TextWriter.Null, TextWriter.Null)), path.Split(' '))
            .Options.Where(o => o is not Option<bool>))
        {
            foreach (string[] rest in (string[][])[[option.Name], [option.Name, "--help"], [option.Name, "--", "x"], [option.Name, "-x"]])
            {
                (int code, string output, string error) = _command.Run([.. path.Split(' '), .. rest]);
                Assert.Equal((64, ""), (code, output));
                Assert.Contains($"{option.Name} needs a value", error, StringComparison.Ordinal);
            }

            Assert.Contains(
                $"{option.Name} is empty", _command.Run([.. path.Split(' '), $"{option.Name}="]).Error, StringComparison.Ordinal);
            Assert.Contains(
                $"{option.Name} is empty", _command.Run([.. path.Split(' '), option.Name, " "]).Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("did you mean --assume-committed?", "verify", "--assume-commited", "x")]
    [InlineData("did you mean --assume-committed?", "check", "www.society.example", "--assumecommitted")]
    [InlineData("did you mean --assume-committed?", "verify", "x", "--assume-commit=true")]
    [InlineData("that is an option of 'emblem key new'", "verify", "x", "--no-passphrase")]
    [InlineData("Did you mean 'emblem verify'?", "verfy", "x")]
    [InlineData("Did you mean 'emblem key show'?", "key", "shwo", "x")]
    [InlineData("Did you mean 'emblem verify'?", "VERIFY", "x")]
    [InlineData("There are: check, scan,", "frobnicate")]
    [InlineData("takes no value", "verify", "x", "--assume-committed=false")]
    [InlineData("one word too many", "key", "show", "a", "b")]
    [InlineData("one word too many", "roots", "list", "b")]
    [InlineData("expects a single argument but 2", "verify", "x", "--at", "2026-01-01", "--at", "2026-01-02")]
    [InlineData("write --out=-x", "bundle", "x", "--out", "-x")]
    [InlineData("There is no command 'emblem [suggest]'", "[suggest]", "ver")]
    [InlineData("--at needs a value: --at TIME", "verify", "x", "--at")]
    [InlineData("does not exist", "verify", "@x")]
    [InlineData("does not exist", "verify", "/h")]
    [InlineData("does not exist", "verify", "--", "--assume-commited")]
    [InlineData("'true' does not exist", "verify", "--assume-committed", "true")]
    public void Words_ThatAreWrong_AreRefusedWithWhatWasMeant(string expected, params string[] args)
    {
        (int code, string output, string error) = _command.Run(args);
        Assert.Equal((64, ""), (code, output));
        Assert.Contains(
            expected, error.Replace(Directory.GetCurrentDirectory() + "/", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void ResponseFile_IsAFileName()
    {
        string file = _command.Write("answers", "--assume-committed");
        (int code, string output, string error) = _command.Run("verify", $"@{file}");
        Assert.Equal((64, ""), (code, output));
        Assert.Contains($"@{file}'", error, StringComparison.Ordinal);
    }

    [Fact]
    public void FileThatBeginsWithADash_IsReadAfterTwoDashes()
    {
        string before = Directory.GetCurrentDirectory();
        using var key = new Command();
        key.Done("key", "new", "--alg", "ES256", "--out", "@k.pem", "--public", "@-k.pub");
        (int code, string output, _) = key.Run("key", "id", "--", Path.GetRelativePath(before, key.PathOf("-k.pub")));
        Assert.Equal(0, code);
        Assert.StartsWith("ES256", output, StringComparison.Ordinal);
    }

    /// <summary>0 means marked: a script whose variable is empty must not read that.</summary>
    [Theory]
    [InlineData("new", "key")]
    [InlineData("emblem", "sign")]
    public void NoCommand_ShowsHelpAndIsNoSuccess(string shown, params string[] args)
    {
        (int code, string output, string error) = _command.Run(args);
        Assert.Equal((64, ""), (code, error));
        Assert.Contains("Usage:", output, StringComparison.Ordinal);
        Assert.Contains($"\n  {shown}", output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Help_OfEveryCommand_IsShown(string path)
    {
        foreach (string help in (string[])["--help", "-h", "-?"])
        {
            (int code, string output, string error) = _command.Run([.. path.Split(' '), help]);
            Assert.Equal((0, ""), (code, error));
            Assert.StartsWith("Description:", output, StringComparison.Ordinal);
        }
    }

    private static IEnumerable<string> Leaves(System.CommandLine.Command command, string[] path) => command.Subcommands.Count == 0
        ? [string.Join(' ', path)]
        : command.Subcommands.SelectMany(c => Leaves(c, [.. path, c.Name]));

    private static System.CommandLine.Command Find(System.CommandLine.Command root, string[] path) =>
        path.Aggregate(root, (at, name) => at.Subcommands.Single(c => c.Name == name));
}
