using DigitalEmblem.Cli.Tests.Data;
using Xunit;

namespace DigitalEmblem.Cli.Tests;

/// <summary>
/// The man pages. If one fails, a package brings a page that readers complain about, or that says other than the command's help.
/// </summary>
[Trait("Category", "Servers")]
public sealed class ManPageTests : IDisposable
{
    private readonly Command _command = new();

    public void Dispose() => _command.Dispose();

    [Fact]
    public void Pages_OfEveryCommand_AreReadWithoutAComplaint()
    {
        string[] pages = Write();
        Assert.Contains("emblem.1", pages.Select(Path.GetFileName));
        Assert.Contains("emblem-data-check.1", pages.Select(Path.GetFileName));
        Assert.DoesNotContain("emblem-man.1", pages.Select(Path.GetFileName));
        Assert.Equal((0, "", ""), Child.Run(["mandoc", "-T", "lint", .. pages]));
        foreach (string page in pages)
        {
            (int code, string output, string error) = Child.Run("man", "--warnings", "-l", page);
            Assert.Equal((0, ""), (code, error));
            Assert.StartsWith(Path.GetFileNameWithoutExtension(page).ToUpperInvariant() + "(1)", output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Page_SaysWhatTheHelpSays()
    {
        Write();
        string page = Plain(Child.Run("man", "-l", _command.PathOf("pages/emblem-verify.1")).Out);
        string help = Plain(_command.Done("verify", "--help"));
        Assert.Contains("emblem-verify - Verifies an emblem from files and says what it shows", page, StringComparison.Ordinal);
        Assert.Contains("2026-12-01", page, StringComparison.Ordinal);
        string options = help[help.IndexOf(" Options: ", StringComparison.Ordinal)..];
        string[] names = [.. options.Split(' ')
            .Where(w => w.StartsWith("--", StringComparison.Ordinal)).Select(w => w.Trim(',', ')', ';', ':'))];
        Assert.InRange(names.Length, 30, 200);
        Assert.All(names, n => Assert.Contains(n, page, StringComparison.Ordinal));
        Assert.Contains("emblem verify --evidence evidence.json", page, StringComparison.Ordinal);
    }

    /// <summary>They are made once for all users of a machine, so that they do not follow the language of the one who makes them.</summary>
    [Fact]
    public void Page_IsEnglish_AndThatOfOneCommand()
    {
        string english = _command.Done("man", "data", "check");
        _command.Variables["LC_ALL"] = "fr";
        Assert.Equal(english, _command.Done("man", "data", "check"));
        Assert.StartsWith(".TH EMBLEM-DATA-CHECK 1 ", english, StringComparison.Ordinal);
        Assert.Equal(64, _command.Run("man", "frobnicate").Code);
        Assert.DoesNotContain(" man ", _command.Run("--help").Out, StringComparison.Ordinal);
    }

    private string[] Write()
    {
        _command.Variables["SOURCE_DATE_EPOCH"] = "1796083200";
        Directory.CreateDirectory(_command.PathOf("pages"));
        _command.Done("man", "--out", "@pages");
        return [.. Directory.EnumerateFiles(_command.PathOf("pages")).Order(StringComparer.Ordinal)];
    }

    private static string Plain(string text) => string.Join(
        ' ', text.Replace("\u2010\n", "\n", StringComparison.Ordinal).Split([' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries));
}
