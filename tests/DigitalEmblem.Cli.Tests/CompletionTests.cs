using System.CommandLine;
using DigitalEmblem.Cli.Documentation;
using DigitalEmblem.Cli.Input;
using DigitalEmblem.Cli.Tests.Data;
using Xunit;

namespace DigitalEmblem.Cli.Tests;

/// <summary>
/// Completion, asked of the shells themselves. If one fails, a press of TAB gives an option that is none, or nothing, or an error amid the
/// line that a person is typing.
/// </summary>
[Trait("Category", "Servers")]
public sealed class CompletionTests : IDisposable
{
    private readonly Command _command = new();

    /// <summary>The words up to the cursor, and what must be on offer that begins as the last of them.</summary>
    public static TheoryData<string, string[], string[]> Cases()
    {
        (string[] Words, string[] Offered)[] cases =
        [
            (["c"], ["check", "config", "completion"]),
            (["man"], []),
            (["data", "f"], ["find"]),
            (["data", "check", "--out"], ["--output"]),
            (["check", "x", "--output", ""], ["text", "json"]),
            (["check", "--output", "json", "--trust"], ["--trust", "--trust-authority", "--trust-resolver"]),
            (["--language", "fr", "dat"], ["data"]),
            (["check", "--language", "z"], ["zh"]),
            (["check", "--server", "data", "--at"], ["--at"]),
            (["key", "new", "--alg", "E"], ["ES256", "ES384", "ES512", "Ed25519"]),
            (["explain", "cul"], ["cultural-property"]),
            (["sign", "emblem", "--format", ""], ["cwt", "jws"]),
            (["config", "set", "do"], ["dot", "doh"]),
            (["completion", ""], ["bash", "zsh", "fish"]),
            (["verify", "--no-c"], ["--no-config"]),
        ];
        var data = new TheoryData<string, string[], string[]>();
        foreach (string shell in (string[])["bash", "zsh", "fish"])
        {
            foreach ((string[] words, string[] offered) in cases)
            {
                data.Add(shell, words, offered);
            }
        }

        return data;
    }

    public void Dispose() => _command.Dispose();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Words_AtTheCursor_AreOffered(string shell, string[] words, string[] offered)
    {
        string script = ScriptOf(shell);
        string line = string.Join(' ', words.Select(w => $"'{w}'"));
        (int code, string output, string error) = shell switch
        {
            "bash" => Child.Run(
                "bash",
                "-c",
                $"source '{script}'; COMP_WORDS=(emblem {line}); COMP_CWORD={words.Length}; _emblem; "
                    + "printf '%s\\n' \"${COMPREPLY[@]}\""),
            // Its own ways out are replaced by some that print, because they work only at a prompt; the prompt itself is tried below.
            "zsh" => Child.Run(
                "zsh", "-f", "-c", "compdef() { }; compset() { }; _files() { }; compadd() { shift; print -l -- \"$@\" }; "
                    + "_describe() { local -a all; all=(${(P)argv[-1]}); print -l -- ${all%%:*} }; "
                    + $"source '{script}'; words=(emblem {line}); CURRENT={words.Length + 1}; _emblem"),
            _ => Child.Run(
                "fish", "--no-config", "-c", $"source '{script}'; complete -C 'emblem {string.Join(' ', words)}'"),
        };
        Assert.Equal("", error);
        string[] found = [.. output.Split('\n').Select(l => l.Split('\t')[0]).Where(l => l.Length > 0)
            .Where(l => l.StartsWith(words[^1], StringComparison.Ordinal)).Distinct()];
        Assert.Equal(offered.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
        Assert.True(code is 0 or 1, $"{code}");
    }

    /// <summary>TAB is pressed: a command, an option, its value and the name of a file become the line that runs.</summary>
    [Theory]
    [InlineData("bash", "emblem ver\t./tok\t--outp\tj\t--no-o\t", "verify ./tokens.txt --output json --no-other-commitments")]
    [InlineData("bash", "emblem verify --output=j\tx", "verify --output=json x")]
    [InlineData("bash", "emblem verify --chain ./tok\tx", "verify --chain ./tokens.txt x")]
    [InlineData("zsh", "emblem ver\t./tok\t--outp\tj\t--no-o\t", "verify ./tokens.txt --output json --no-other-commitments")]
    [InlineData("zsh", "emblem verify --output=j\tx", "verify --output=json x")]
    [InlineData("zsh", "emblem verify --chain ./tok\tx", "verify --chain ./tokens.txt x")]
    public void Tab_AtAPrompt_CompletesTheLine(string shell, string typed, string expected)
    {
        _command.Write("tokens.txt", "x");
        string script = ScriptOf(shell);
        const string Prompt = "READY> ";
        string shown = $"PS1='{Prompt}'; cd '{_command.Folder}'; emblem() {{ echo \"RUN<$*>\"; exit; }}\n";
        string line = shell == "bash"
            ? $"bash --rcfile '{_command.Write("bashrc", $"bind 'set enable-bracketed-paste off'; {shown} source '{script}'")}' -i"
            : $"env ZDOTDIR='{_command.Folder}' zsh -d -i";
        _command.Write(
            ".zshrc", $"unset zle_bracketed_paste; unsetopt PROMPT_SP; autoload -Uz compinit; compinit -D -u; {shown} source '{script}'");
        (_, string seen) = Pty.Run(200, line, Prompt, typed + "\n");
        Assert.Contains(
            $"RUN<{expected}>", seen.Replace(" >", ">", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    /// <summary>What is offered is accepted: a word that only looks right would be refused when the line runs.</summary>
    [Fact]
    public void Words_OfEveryOption_AreAccepted_AndANameTakesAValueEverywhereOrNowhere()
    {
        RootCommand root = EmblemCommand.Create(_command.Context(TextWriter.Null, TextWriter.Null));
        IReadOnlyList<TreeCommand> all = TreeCommand.All(root);
        int words = 0;
        foreach (TreeCommand command in all)
        {
            foreach (Option option in command.Options.Where(o => !Arguments.IsFlag(o)))
            {
                foreach (string word in Words.Of(option))
                {
                    ParseResult parsed = Arguments.Parse(root, [.. command.Path, option.Name, word]);
                    Assert.Empty(parsed.GetResult(option)!.Errors);
                    words++;
                }
            }
        }

        Assert.InRange(words, 100, 10_000);
        string[] flags = [.. all.SelectMany(c => c.Options).Where(Arguments.IsFlag).SelectMany(TreeCommand.Names)];
        Assert.Empty(flags.Intersect(TreeCommand.Valued(all)));
    }

    [Fact]
    public void Scripts_AreEnglish_AndReadWhole()
    {
        foreach (string shell in (string[])["bash", "zsh", "fish"])
        {
            string english = _command.Done("completion", shell);
            Assert.DoesNotContain("\\u{", english, StringComparison.Ordinal);
            _command.Variables["LC_ALL"] = "fr";
            Assert.Equal(english, _command.Done("completion", shell));
            Assert.Equal((0, "", ""), Child.Run(shell, "-n", ScriptOf(shell)));
        }
    }

    private string ScriptOf(string shell) => _command.Write($"emblem.{shell}", _command.Done("completion", shell));
}
