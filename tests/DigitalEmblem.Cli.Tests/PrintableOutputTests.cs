using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Cli.Tests;

/// <summary>
/// Text from outside, through every argument and every file. If one fails, a token or a file name can clear the screen, turn the
/// direction of what follows, or write a line that looks like ours: "Marked.".
/// </summary>
[Collection(nameof(CurrentDirectory))]
public sealed class PrintableOutputTests : IDisposable
{
    private const string Evil = "x\u001b[2J\u009b1m\u202emarked\u2066\r\nFORGED. Marked.\u2028\u2029\u200f\u0007\ufeffy";

    private readonly Command _command = new() { Literal = true };

    public PrintableOutputTests() => Environment.CurrentDirectory = Path.GetTempPath();

    public void Dispose() => _command.Dispose();

    [Theory]
    [MemberData(nameof(ArgumentsTests.Paths), MemberType = typeof(ArgumentsTests))]
    public void Arguments_OfEveryCommand_ComeBackPrintable(string path)
    {
        System.CommandLine.Command command = path.Split(' ').Aggregate<string, System.CommandLine.Command>(
            EmblemCommand.Create(_command.Context(TextWriter.Null, TextWriter.Null)),
            (at, name) => at.Subcommands.Single(c => c.Name == name));
        string file = _command.Write("file", Evil);
        string evilFile = _command.Write(Evil.Replace('/', '_'), Evil);
        foreach (string value in (string[])[
            Evil, evilFile, "--" + Evil, _command.PathOf("absent" + Evil), $"https://{Evil}/", $"www.society.example={evilFile}"])
        {
            string[] positional = [.. command.Arguments.Select(_ => value)];
            string[] required = [.. command.Options.Where(o => o.Required).SelectMany(o => (string[])[o.Name, value])];
            string[] files = [.. command.Arguments.Select(_ => file)];
            if (positional.Length + required.Length > 0)
            {
                Look([.. path.Split(' '), .. positional, .. required]);
            }

            Look([.. path.Split(' '), value]);
            foreach (Option option in command.Options)
            {
                if (option is Option<bool> || value is not (Evil or ['/', ..]))
                {
                    continue;
                }

                Look([
                    .. path.Split(' '),
                    .. files,
                    .. required.Where((_, i) => required[i / 2 * 2] != option.Name),
                    $"{option.Name}={value}"]);
                Look([.. path.Split(' '), .. positional, option.Name, value]);
            }
        }
    }

    /// <summary>A long message with escapes loses none of its words.</summary>
    [Fact]
    public void Line_ThatIsLong_IsEscapedWhole()
    {
        string text = string.Concat(Enumerable.Range(0, 500).Select(i => $"{i} \u202e"));
        Assert.Equal(text.Replace("\u202e", "\\u{202e}", StringComparison.Ordinal), PrintableLine.Of(text));
        string pairs = string.Concat(Enumerable.Repeat("\U000e0001a", 300));
        Assert.Equal(pairs.Replace("\U000e0001", "\\u{e0001}", StringComparison.Ordinal), PrintableLine.Of(pairs));
    }

    [Fact]
    public void Files_WithNamesAndTextsFromOutside_ComeBackPrintable()
    {
        string Named(string name) => _command.PathOf($"{name}-{Evil.Replace('/', '_')}");
        _command.Done("key", "new", "--alg", "ES256", "--out", Named("key"), "--public", Named("pub"));
        Look(["key", "id", Named("key")]);
        Look(["key", "show", Named("key"), "--format", "jwk"]);
        Look(["key", "new", "--alg", "ES256", "--out", Named("key2"), "--public", Named("pub2")]);
        string[] sign =
        [
            "sign", "emblem", "--key", Named("key"), "--issuer", "https://society.example", "--asset", "www.society.example", "--purpose",
            "protective", "--lifetime", "24h"
        ];
        Look([.. sign, "--out", Named("token")]);
        Look([.. sign, "--format", "jws", "--channel", Evil, "--out", Named("jws")]);
        Look(["bundle", Named("token"), Named("pub"), "--out", Named("bundle")]);
        Look(["bundle", Named("jws"), Named("pub")]);
        Look(["records", Named("bundle"), "--name", "www.society.example"]);
        Look([
            "root", "csr", "--issuer", "https://society.example", "--key", Named("pub"), "--out", Named("csr"), "--cert-key",
            Named("cert")]);
        foreach (string shown in (string[])["token", "jws", "bundle", "pub", "key", "csr"])
        {
            Look(["verify", Named(shown), "--assume-committed"]);
            Look(["verify", Named(shown), "--assume-committed", "--output", "json"], json: true);
            Look(["inspect", Named(shown)]);
            Look(["inspect", Named(shown), "--output", "json"], json: true);
        }
    }

    [Fact]
    public void Tokens_WithTextFromOutside_ComeBackPrintable()
    {
        var cwt = new RawCwt();
        string evil = string.Concat(Evil.EnumerateRunes());
        byte[] utf8 = Encoding.UTF8.GetBytes(evil);
        cwt.Claims["78" + "06" + Convert.ToHexString("assets"u8)] = "81" + "78" + utf8.Length.ToString("x2", CultureInfo.InvariantCulture)
            + Convert.ToHexString(utf8);
        cwt.Claims.Remove(cwt.Claims.Keys.First(k => k.EndsWith(Convert.ToHexString("assets"u8), StringComparison.OrdinalIgnoreCase)
            && !k.StartsWith("78", StringComparison.Ordinal)));
        string token = _command.Write("token", Convert.ToHexString(cwt.Sign()));
        string json = JsonSerializer.Serialize(new { kty = Evil, alg = Evil, kid = Evil, crv = Evil, x = Evil });
        string header = Convert.ToBase64String(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { alg = Evil, kid = Evil, cty = Evil })))
            .TrimEnd('=').Replace('+', '-').Replace('/', '_');
        string[] texts =
        [
            Evil, json, $"{header}.{header}.{header}", $"www.society.example. 300 IN TXT \"adem-token={Evil}\"",
            $"-----BEGIN {Evil}-----\nAA\n-----END {Evil}-----", $"{{\"logs\":\"{Evil}\"}}"
        ];
        foreach (string file in texts.Select((t, i) => _command.Write($"text{i}", t)).Append(token))
        {
            foreach (string output in (string[])["text", "json"])
            {
                Look(["verify", file, "--assume-committed", "--output", output], json: output == "json");
                Look(["verify", token, "--key", file, "--trust", file, "--output", output]);
                Look(["inspect", file, "--output", output], json: output == "json");
            }

            Look(["key", "id", file]);
            Look(["key", "show", file, "--passphrase-file", file]);
            Look(["bundle", file]);
            Look(["records", file, "--name", "www.society.example"]);
            Look(["root", "check", file, "--key", file]);
            Look(["root", "log", file]);
            Look(["roots", "import", file]);
            Look(["roots", "add", file]);
            Look(["sign", "request", file, "--show"]);
            Look(["sign", "endorsement", "--key", file, "--endorse", file, "--log", file, "--lifetime", "1d"]);
            Look(["logs", "show", "--log-list", file]);
            Look(["logs", "update", "--from", file, "--signature", file, "--key", file, "--log-list", _command.PathOf("list")]);
            Look(["verify", token, "--log-list", file]);
            Look(["verify", token, "--ca", file]);
            Look(["verify", token, "--crl", file]);
            Look(["verify", token, "--chain", file]);
            Look(["scan", file, "--server", "127.0.0.1:9", "--timeout", "1s"]);
        }
    }

    [Fact]
    public void LogList_WithTextFromOutside_ComesBackPrintable()
    {
        string list = _command.Write("list", JsonSerializer.Serialize(new
        {
            version = Evil,
            log_list_timestamp = "2026-06-01T00:00:00Z",
            operators = new[] { new { name = Evil, logs = new[] { Log() } } },
        }));
        Look(["logs", "show", "--all", "--log-list", list]);
        Assert.Contains("FORGED", _command.Run("logs", "show", "--all", "--log-list", list).Out, StringComparison.Ordinal);
    }

    /// <summary>A line that is no name is answered, and the others go on; nobody may take silence for a "no".</summary>
    [Fact]
    public async Task CheckOfLines_WithOnesThatAreNoNames_AnswersAll()
    {
        await using AuthoritativeServer server = AuthoritativeServer.Start(new IPEndPoint(IPAddress.Loopback, 0));
        _command.Input =
            $"www.society.example\n# comment\n\nhttps://user@evil.example\n{Evil.Replace('\n', ' ')}\nmail.society.example\r\n";
        string[] args = ["check", "-", "--server", server.EndPoint.ToString()];
        (int code, string output, string error) = Look(args);
        Assert.Equal(3, code);
        string[] lines = output.TrimEnd('\n').Split('\n');
        Assert.Equal(4, lines.Length);
        Assert.StartsWith("www.society.example: Not marked.", lines[0], StringComparison.Ordinal);
        Assert.StartsWith(
            "https://user@evil.example: Could not find out. The line is no name, and nobody was asked: "
                + "'https://user@evil.example' has a user part",
            lines[1],
            StringComparison.Ordinal);
        Assert.StartsWith("mail.society.example: Not marked.", lines[3], StringComparison.Ordinal);
        Assert.Contains("4 names in", error, StringComparison.Ordinal);

        (code, output, _) = Look([.. args, "--output", "json"]);
        JsonElement[] verdicts = [.. output.TrimEnd('\n').Split('\n').Select(l => JsonDocument.Parse(l).RootElement)];
        Assert.Equal(
            ["NotMarked", "Indeterminate", "Indeterminate", "NotMarked"], verdicts.Select(v => v.GetProperty("verdict").GetString()));
        Assert.Equal(
            ("https://user@evil.example", "NotAName"),
            (verdicts[1].GetProperty("input").GetString(), verdicts[1].GetProperty("findings")[0].GetProperty("code").GetString()));
        string[] members = [.. verdicts[0].EnumerateObject().Select(p => p.Name)];
        Assert.Empty(members.Except(verdicts[1].EnumerateObject().Select(p => p.Name)));

        _command.Input = "https://user@evil.example\n";
        Assert.Equal(3, Look(args).Code);
        Assert.Equal(64, Look(["check", "https://user@evil.example", "--server", server.EndPoint.ToString()]).Code);
    }

    /// <summary>Who pipes names in one by one waits for the answer to each; and a million names are not held in memory.</summary>
    [Fact]
    public async Task CheckOfLines_ThatComeOneByOne_AnswersEachAsItComes()
    {
        await using AuthoritativeServer server = AuthoritativeServer.Start(new IPEndPoint(IPAddress.Loopback, 0));
        var output = new AnsweredWriter();
        using var names = new OneByOne(["www.society.example\n", "https://user@evil.example\n", "mail.society.example"], output);
        CommandContext context = _command.Context(output, TextWriter.Null);
        context = new CommandContext
        {
            OpenInput = () => names,
            InputIsRedirected = true,
            Out = output,
            Error = TextWriter.Null,
            Colour = false,
            Width = null,
            Clock = context.Clock,
            Environment = _ => null,
            AskSecret = _ => null,
        };
        Assert.Equal(3, await EmblemCommand.RunAsync(["check", "-", "--server", server.EndPoint.ToString()], context));
        Assert.Equal(3, output.Lines);
        Assert.False(names.GaveUp, "A name was waited for before the one in front of it was answered.");
    }

    [Fact]
    public async Task CheckOfLines_WithoutAName_IsAMistake()
    {
        await using AuthoritativeServer server = AuthoritativeServer.Start(new IPEndPoint(IPAddress.Loopback, 0));
        _command.Input = "# none\n\n";
        (int code, _, string error) = _command.Run("check", "-", "--server", server.EndPoint.ToString());
        Assert.Equal(64, code);
        Assert.Contains("Standard input holds no name.", error, StringComparison.Ordinal);
    }

    /// <summary>For two addresses without a name the code was 3, as if nobody had answered.</summary>
    [Fact]
    public async Task SuggestNames_ForAddressesWithoutAName_Is1()
    {
        await using AuthoritativeServer server = AuthoritativeServer.Start(new IPEndPoint(IPAddress.Loopback, 0));
        Assert.Equal(1, _command.Run("check", "--suggest-names", "192.0.2.1", "192.0.2.2", "--server", server.EndPoint.ToString()).Code);
        Assert.Equal(
            64, _command.Run("check", "--suggest-names", "192.0.2.1", "www.society.example", "--server", server.EndPoint.ToString()).Code);
    }

    /// <summary>
    /// Spectre's own escape leaves control characters as they are, and what a text does with colours cannot be told from what we do.
    /// </summary>
    [Fact]
    public void Markup_OfEveryCommand_IsEscapedInOnePlace() => Assert.Equal(
        ["Terminal.cs"],
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "src/DigitalEmblem.Cli"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal)
                && File.ReadAllText(f).Contains("Markup.Escape", StringComparison.Ordinal)).Select(Path.GetFileName));

    [Fact]
    public void Markup_TextWithColoursOfItsOwn_LosesThem() =>
        Assert.Equal("\\u{1b}[[8mhidden", DigitalEmblem.Cli.Output.Terminal.Markup($"{"\u001b[8mhidden"}"));

    /// <summary>Before a line feed it ends a line; alone it takes the cursor back, over what stands there.</summary>
    [Theory]
    [InlineData("one\r\ntwo\r\n", "one\r\ntwo\r\n")]
    [InlineData("one\ntwo\r", "one\ntwo\\u{d}")]
    [InlineData("one\rtwo", "one\\u{d}two")]
    public void Lines_WithCarriageReturns_KeepThoseBeforeALineFeed(string text, string expected) =>
        Assert.Equal(expected, DigitalEmblem.Cli.Output.Terminal.Lines(text));

    private sealed class AnsweredWriter : StringWriter
    {
        private readonly SemaphoreSlim _answered = new(0);

        public int Lines { get; private set; }

        public Task<bool> NextAsync() => _answered.WaitAsync(TimeSpan.FromMinutes(2));

        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            Lines++;
            _answered.Release();
        }
    }

    private sealed class OneByOne(string[] lines, AnsweredWriter answers) : MemoryStream
    {
        private int _next;

        public bool GaveUp { get; private set; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_next > 0 && _next < lines.Length)
            {
                GaveUp |= !await answers.NextAsync();
            }

            return _next < lines.Length ? System.Text.Encoding.UTF8.GetBytes(lines[_next++], buffer.Span) : 0;
        }
    }

    private static object Log()
    {
        using var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        byte[] spki = key.ExportSubjectPublicKeyInfo();
        return new
        {
            description = Evil,
            log_id = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(spki)),
            key = Convert.ToBase64String(spki),
            url = "https://log.example/",
            mmd = 86400,
            state = new { usable = new { timestamp = "2025-01-01T00:00:00Z" } },
        };
    }

    private (int Code, string Out, string Error) Look(string[] args, bool json = false)
    {
        (int code, string output, string error) = _command.Run(args);
        foreach (string text in (string[])[output, error])
        {
            foreach (Rune rune in text.EnumerateRunes().Where(r => r.Value != '\n'))
            {
                Assert.True(
                    rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
                        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator),
                    $"U+{rune.Value:x4} came out of: emblem {string.Join(' ', args)}\n{text}");
            }

            Assert.DoesNotContain(text.Split('\n'), l => l.TrimStart().StartsWith("FORGED", StringComparison.Ordinal));
        }

        Assert.DoesNotContain("fault of this program", error, StringComparison.Ordinal);
        if (json && output.Length > 0)
        {
            JsonDocument.Parse(output);
        }

        return (code, output, error);
    }
}
