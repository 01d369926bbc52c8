using System.Diagnostics;
using System.Text.RegularExpressions;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Cli.Exchange;

/// <summary>
/// The machine with the root key, with the command as it is built and real terminals. If one fails, what is tested inside one
/// process does not hold where a person sits.
/// </summary>
public sealed partial class SignRequestProcessTests : IDisposable
{
    private static readonly Dictionary<string, string> Environment = new() { ["EMBLEM_PASSPHRASE"] = "test" };

    private readonly string _folder = Directory.CreateTempSubdirectory("emblem-exchange-").FullName;
    private readonly SigningRequest _request = TestExchange.Request(
        SigningItem.Of(TestExchange.Own()), SigningItem.Of(TestExchange.Terms()));

    public SignRequestProcessTests()
    {
        File.WriteAllBytes(PathOf("society.adem-request.json"), _request.ToBytes());
        File.WriteAllText(PathOf("root.pem"), TestKeys.QuickPem(TestExchange.Root, "test"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string PathOf(string name) => Path.Combine(_folder, name);

    private string[] Sign => ["sign", "request", PathOf("society.adem-request.json"), "--key", PathOf("root.pem")];

    private bool AnswerHolds => _request.Check(SigningAnswer.Read(File.ReadAllBytes(PathOf("society.adem-answer.json")))).Holds;

    [Fact]
    public void Process_WithYes_SignsAndTheAnswerHolds()
    {
        (int code, string output, string error) = BuiltCommand.Run(Environment, [.. Sign, "--yes"]);
        Assert.True(code == 0, error);
        Assert.Contains("2. Request to an authority.", output, StringComparison.Ordinal);
        Assert.True(AnswerHolds);
    }

    [Fact]
    public void Process_WithoutATerminal_RefusesAndSignsNothing()
    {
        (int code, _, string error) = BuiltCommand.Run(Environment, Sign);
        Assert.Equal(64, code);
        Assert.Contains("--yes", error, StringComparison.Ordinal);
        Assert.False(File.Exists(PathOf("society.adem-answer.json")));
    }

    [Fact]
    public void Process_Show_SignsNothingAndNeedsNoKey()
    {
        (int code, string output, string error) = BuiltCommand.Run(
            Environment, ["sign", "request", PathOf("society.adem-request.json"), "--show"]);
        Assert.True(code == 0, error);
        Assert.Contains(_request.Id.ToString(), output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', output);
    }

    [Theory]
    [InlineData("yes", 0)]
    [InlineData("no", 130)]
    public void Terminal_APersonAnswers_AndThatIsDone(string typed, int expected)
    {
        (int code, string seen) = AtATerminal(Sign, typed);
        Assert.True(code == expected, seen);
        Assert.Contains("Sign all 2 in the name of https://society.example? Write yes to sign:", seen, StringComparison.Ordinal);
        Assert.Equal(expected == 0, File.Exists(PathOf("society.adem-answer.json")));
        Assert.True(expected != 0 || AnswerHolds);
    }

    /// <summary>Anyone who cannot see what is asked, because it goes into a file, is not asked either.</summary>
    [Fact]
    public void Terminal_WhoseOutputGoesElsewhere_IsNoTerminal()
    {
        (int code, string seen) = AtATerminal([.. Sign, ">", PathOf("unseen")], "yes");
        Assert.True(code == 64, seen);
        Assert.False(File.Exists(PathOf("society.adem-answer.json")));
    }

    /// <summary>
    /// The machine has no network, and would have no use for one: the kernel is the witness (strace; ./test.sh installs it).
    /// </summary>
    [Fact]
    public void Process_Signing_OpensNoNetworkSocket()
    {
        string trace = PathOf("trace");
        (int code, _, string error) = BuiltCommand.Run(Environment, [.. Sign, "--yes"], "strace", "-f", "-e", "trace=network", "-o", trace);
        Assert.True(code == 0, error);
        Assert.DoesNotMatch(NetworkSocket(), File.ReadAllText(trace));
    }

    /// <summary>
    /// Runs the command on a terminal of its own (script, of Debian's essential bsdutils), with what someone types at it.
    /// </summary>
    private static (int Code, string Seen) AtATerminal(string[] args, string typed)
    {
        string line = string.Join(' ', BuiltCommand.Line(args).Select(a => a == ">" ? a : $"'{a}'"));
        var start = new ProcessStartInfo("script", ["--quiet", "--return", "--command", line, "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true
        };
        foreach ((string name, string value) in Environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start) ?? throw new InvalidOperationException("script did not start.");
        process.StandardInput.WriteLine(typed);
        process.StandardInput.Flush();
        string seen = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, Wrapped().Replace(Escapes().Replace(seen, ""), " "));
    }

    [GeneratedRegex("socket\\(AF_(INET|INET6|NETLINK)")]
    private static partial Regex NetworkSocket();

    [GeneratedRegex("\u001b\\[[0-9;?]*[a-zA-Z]|\u001b[=>]")]
    private static partial Regex Escapes();

    // A terminal of 80 columns, or of none that script knows of.
    [GeneratedRegex("\\s+")]
    private static partial Regex Wrapped();
}
