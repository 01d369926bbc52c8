using System.Text.RegularExpressions;
using DigitalEmblem.Cli.Output;
using DigitalEmblem.Cli.Tests.Data;
using Xunit;

namespace DigitalEmblem.Cli.Tests;

/// <summary>
/// What a person at a terminal sees while a command waits. If one fails, they take it for hung and stop it, or what is shown runs into the
/// answer.
/// </summary>
public sealed partial class ProgressTests : IDisposable
{
    private const int Narrow = 60;

    private readonly Command _command = new() { Columns = 200 };

    public void Dispose() => _command.Dispose();

    /// <summary>Commands that wait for the network, for large files or for a key, and what they say meanwhile.</summary>
    [Theory]
    [InlineData("Asking: 0 of 1 name answered", "check", "www.society.example", "--server", "127.0.0.1:9")]
    [InlineData("Asking the DNS about 192.0.2.5", "check", "192.0.2.5", "--suggest-names", "--server", "127.0.0.1:9")]
    [InlineData("Reading the names", "scan", "@names", "--server", "127.0.0.1:9")]
    [InlineData("Line 0 of 1 lines (0 %)", "scan", "@names", "--server", "127.0.0.1:9")]
    [InlineData("Reading the certificate chains", "verify", "@names", "--chain", "@names")]
    [InlineData("Asking the logs", "verify", "@names")]
    [InlineData("Encrypting the key", "key", "new", "--alg", "ES256", "--out", "@new.pem")]
    [InlineData("Opening the key", "key", "show", "@key.pem")]
    [InlineData("Verifying the evidence", "verify", "--evidence", "@evidence")]
    [InlineData("Verifying the evidence", "explain", "--brief", "@evidence")]
    [InlineData("Looking for signs: 0 folders read", "data", "find", "@")]
    [InlineData("Asking the database", "data", "check", "--postgres", "Host=127.0.0.1;Port=9;Database=x;Username=x;SSL Mode=Disable")]
    [InlineData("Asking the database", "data", "remove", "--postgres", "Host=127.0.0.1;Port=9;Database=x;Username=x;SSL Mode=Disable")]
    [InlineData("Asking the store", "data", "remove", "s3://records/k", "--endpoint", "http://127.0.0.1:9")]
    [InlineData("Fetching the log list", "logs", "update", "--from", "http://127.0.0.1:9/l.json", "--key", "@names", "--log-list", "@list")]
    public void Command_ThatWaits_SaysForWhat(string expected, params string[] args)
    {
        _command.Write("names", "www.society.example\n");
        _command.Columns = null;
        _command.Done("key", "new", "--alg", "ES256", "--out", "@key.pem");
        _command.Run("verify", "@names", "--save-evidence", "@evidence");
        _command.Columns = 200;
        (_, string output, string error) = _command.Run(args);
        Assert.Contains($"\r\u001b[K{expected}", error, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b[K", output, StringComparison.Ordinal);
        // Nothing of it is left: the last of what was shown was cleared before the next text.
        Assert.All(
            error.Split('\n'),
            l => Assert.DoesNotContain(expected, l.Split("\r\u001b[K")[^1], StringComparison.Ordinal));

        _command.Columns = null;
        Assert.DoesNotContain("\u001b", _command.Run(args).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Line_StandsAlone_AndIsNoWiderThanTheTerminal()
    {
        _command.Columns = 20;
        var terminal = new StringWriter();
        CommandContext context = _command.Context(terminal, terminal);
        using (new Progress(context, () => $"Reading the certificate chains"))
        {
            context.Say($"A result");
            context.Tell($"A message of some words more");
        }

        context.Say($"The end");
        Assert.Equal(
            "\r\u001b[KReading the\r\u001b[KA result\nA message of some\nwords more\nThe end\n", terminal.ToString());
    }

    /// <summary>A real terminal of 60 columns: nothing that scan shows is broken by the terminal, or in a word.</summary>
    [Fact]
    [Trait("Category", "Servers")]
    public void Scan_OnANarrowTerminal_BreaksBetweenWords()
    {
        _command.Write("names", string.Concat(Enumerable.Range(0, 300).Select(i => $"host-{i}.society.example\n")) + "no name\n");
        string emblem = string.Join(' ', Child.Line("scan", _command.PathOf("names"), "--out"));
        string rest = "--server 127.0.0.1:9 --timeout 2s --assume-committed";
        (int code, string seen) = Pty.Run(Narrow, $"{emblem} {_command.PathOf("narrow")} {rest}");
        (_, string wide) = Pty.Run(200, $"{emblem} {_command.PathOf("wide")} {rest}");
        Assert.Equal(3, code);
        string[] lines = [.. Shown(seen)];
        Assert.All(lines, l => Assert.True(Columns.Of(l) <= Narrow, l));
        Assert.Contains(lines, l => l.StartsWith("Line ", StringComparison.Ordinal));
        Assert.Contains("      nobody may act on these as if they were not marked; 1", lines);
        Assert.Equal(Words(Shown(wide)), Words(lines));
    }

    // What stands in a line of the terminal, each time before it is cleared.
    private static IEnumerable<string> Shown(string seen) =>
        Escapes().Replace(seen.Replace("\u001b[K", "\n", StringComparison.Ordinal), "").Split(['\r', '\n']).Where(l => l.Length > 0);

    // The table and what comes before and after it: how far a scan is, and how fast, differs.
    private static string[] Words(IEnumerable<string> lines) =>
        [.. lines.Where(l => !l.StartsWith("Line ", StringComparison.Ordinal) && !l.StartsWith("Reading", StringComparison.Ordinal))
            .SelectMany(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(w => !char.IsAsciiDigit(w.TrimStart('(')[0]))];

    [GeneratedRegex("\u001b\\[[0-9;?]*[a-zA-Z]|\u001b[=>]")]
    private static partial Regex Escapes();
}
