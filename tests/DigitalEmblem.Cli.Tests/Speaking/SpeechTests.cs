using System.Globalization;
using DigitalEmblem.Cli.Output;
using DigitalEmblem.Texts;
using Spectre.Console;
using Xunit;

namespace DigitalEmblem.Cli.Tests.Speaking;

/// <summary>
/// Sentences on a terminal. If one fails, a person reads a name in the wrong order of its letters, or a name from a token takes the
/// sentence around it apart.
/// </summary>
public sealed class SpeechTests : IDisposable
{
    private readonly Command _command = new() { Languages = Language.All };
    private readonly CultureInfo _before = CultureInfo.CurrentUICulture;

    public void Dispose()
    {
        CultureInfo.CurrentUICulture = _before;
        _command.Dispose();
    }

    [Theory]
    [InlineData("en")]
    [InlineData("fr")]
    [InlineData("zh")]
    public void Sentence_WithoutATranslation_IsEnglish(string tag)
    {
        Speak(tag);
        Assert.Equal("No translator has seen these 3 words.", Speech.Text($"No translator has seen these {3} words."));
    }

    [Fact]
    public void Arabic_IsolatesWhatComesFromOutside_AndNotSentencesAndNumbers()
    {
        Speak("ar");
        Assert.Equal(
            "Unseen \u2068www.society.example\u2069 12 in an unseen part of \u2068a b\u2069.",
            Speech.Text($"Unseen {"www.society.example"} {12} {Sentence.Of($"in an unseen part of {"a b"}")}."));
        Speak("en");
        Assert.Equal("Unseen www.society.example.", Speech.Text($"Unseen {"www.society.example"}."));
    }

    /// <summary>An end of an isolate in a name would let the rest of the name out of it.</summary>
    [Fact]
    public void Arabic_IsolatesOfAName_AreEscaped()
    {
        Speak("ar");
        Assert.Equal("Unseen \u2068a\\u{2069}\\u{202e}b\\u{2066}\u2069", Speech.Text($"Unseen {"a\u2069\u202eb\u2066"}"));
    }

    /// <summary>.NET's own separators of Arabic belong to other digits than it writes.</summary>
    [Theory]
    [InlineData("en", "1,234,567.5 -3")]
    [InlineData("ar", "1,234,567.5 -3")]
    [InlineData("fr", "1\u202f234\u202f567,5 -3")]
    [InlineData("es", "1.234.567,5 -3")]
    [InlineData("ru", "1\u00a0234\u00a0567,5 -3")]
    [InlineData("zh", "1,234,567.5 -3")]
    public void Numbers_AreThoseOfTheLanguage(string tag, string expected)
    {
        Speak(tag);
        Assert.Equal(expected, Speech.Text($"{1234567.5:N1} {-3}"));
    }

    /// <summary>The writers escape what comes from outside once more, and must leave what a language itself has.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Writers_LeaveBlanksAndIsolatesOfALanguage(bool colour)
    {
        Speak("ar");
        var output = new StringWriter();
        var error = new StringWriter();
        CommandContext plain = _command.Context(output, error);
        var context = new CommandContext
        {
            OpenInput = plain.OpenInput,
            InputIsRedirected = false,
            Out = output,
            Error = error,
            Colour = colour,
            Width = null,
            Clock = plain.Clock,
            Environment = _ => null,
            AskSecret = _ => null,
        };
        context.Say($"Unseen {"a"}");
        context.Tell($"Unseen {"b"}");
        Terminal.Over(context).Line("bold", $"Unseen {"c"}");
        Assert.Contains("\u2068a\u2069", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("\u2068b\u2069", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("\u2068c\u2069", output.ToString(), StringComparison.Ordinal);
    }

    /// <summary>A reason that this command gives to a library comes back as a text, and would be English in every language.</summary>
    [Fact]
    public void Reasons_ThatALibraryHandsBack_AreSentencesAgain()
    {
        string kept = HandedWords.Keep($"Unseen {"a"} is a reason.");
        Assert.Equal("Unseen a is a reason.", kept);
        Speak("ar");
        Assert.Equal("Unseen \u2068a\u2069 is a reason.", Speech.Text(HandedWords.Text(kept)));
        Assert.Equal("\u2068Unseen b is a reason.\u2069", Speech.Text(HandedWords.Text("Unseen b is a reason.")));
    }

    /// <summary>Results say in plain English who could have learned of a question. Those who read no English have to know it too.</summary>
    [Fact]
    public void TextsThatTheLibrariesKeepTheWordsOf_AreTranslated_AndEqualOnesFromOutsideAreNot()
    {
        string handed = HandedText.Of($"This system's resolver learns that someone looks for {"log.example"}.");
        Assert.Equal("This system's resolver learns that someone looks for log.example.", handed);
        Speak("fr");
        Assert.Equal("Le résolveur de ce système apprend que quelqu’un cherche log.example.", Speech.Text(HandedWords.Text(handed)));
        string outside = new(handed);
        Assert.Equal(outside, Speech.Text(HandedWords.Text(outside)));
    }

    [Fact]
    public void English_WritersEscapeIsolates()
    {
        Speak("en");
        var output = new StringWriter();
        _command.Context(output, TextWriter.Null).Out.WriteLine("a\u2068b\u00a0c");
        Assert.Equal("a\\u{2068}b\\u{a0}c\n", output.ToString());
    }

    /// <summary>A file name from a stranger, in every language.</summary>
    [Fact]
    public void HostileName_InEveryLanguage_StaysOnItsLineAndInItsDirection()
    {
        string evil = _command.PathOf("x\u202ey\u2069z\u001b[2J\nFORGED");
        foreach (Language language in Language.All)
        {
            _command.Variables["LC_ALL"] = language.Tag;
            foreach (string[] args in (string[][])[
                ["key", "show", evil], ["verify", evil], ["data", "check", evil], [evil], ["check", evil]])
            {
                (_, string output, string error) = _command.Run(args);
                string all = output + error;
                Assert.DoesNotContain('\u202e', all);
                Assert.DoesNotContain('\u001b', all);
                // Translations isolate names of their own too.
                Assert.Equal(all.Count(c => c is >= '\u2066' and <= '\u2068'), all.Count(c => c == '\u2069'));
                Assert.Equal(language.IsRightToLeft, all.Contains('\u2068', StringComparison.Ordinal));
                Assert.DoesNotContain(all.Split('\n'), l => l.StartsWith("FORGED", StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public void Mistakes_OfOurRulesAndOfTheParser_AreSentences()
    {
        _command.Variables["LC_ALL"] = "ar";
        foreach (string[] args in (string[][])[
            ["scan", "names", "--rate", "0"],
            ["data", "mark", "x"],
            ["check", "a.example", "--timeout", "x"],
            ["key", "show", "x", "--format", "y"],
            ["data", "check", "x", "--generation", "y"]])
        {
            (int code, _, string error) = _command.Run(args);
            Assert.Equal(64, code);
            Assert.DoesNotContain("\\u{", error, StringComparison.Ordinal);
        }
    }

    /// <summary>What System.CommandLine writes into help is replaced by its own words, so in English nothing changes.</summary>
    [Fact]
    public void HelpWords_OfEnglish_ChangeNothing()
    {
        Speak("en");
        foreach (string[] args in (string[][])[["--help"], ["sign", "emblem", "--help"], ["dns", "serve", "--help"], ["data", "--help"]])
        {
            string help = _command.Done(args);
            Assert.Equal(help, HelpWords.In(help));
        }
    }

    /// <summary>A label of a language that is longer than its column would be cut, or run into the text.</summary>
    [Fact]
    public void Labels_ThatAreLong_KeepABlankBeforeTheText()
    {
        Speak("en");
        var output = new StringWriter();
        IAnsiConsole console = Terminal.Over(_command.Context(output, TextWriter.Null));
        console.Labelled($"Level", $"x");
        console.Labelled($"A label that is long", $"x");
        console.Labelled($"\u7ea7\u522b", $"x");
        Assert.Equal("Level         x\nA label that is long x\n\u7ea7\u522b          x\n", output.ToString());
    }

    private static void Speak(string tag) => Speech.Speak(Language.All.Single(l => l.Tag == tag));
}
