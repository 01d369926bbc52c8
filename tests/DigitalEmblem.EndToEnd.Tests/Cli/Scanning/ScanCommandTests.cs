using System.Text.Json;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Cli.Scanning;

/// <summary>
/// The sweep that operators run. If this fails, a name is passed over or answered twice, or a mistake in the command
/// line spoils the results of another scan.
/// </summary>
public sealed class ScanCommandTests : IAsyncLifetime
{
    private ScanScene _scene = null!;

    public async Task InitializeAsync() => _scene = await ScanScene.StartAsync();

    public Task DisposeAsync()
    {
        _scene.Dispose();
        return Task.CompletedTask;
    }

    private static string[] Verdicts(string output) =>
        [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement)
            .Select(j => $"{j.GetProperty("line")} {j.GetProperty("name")} {j.GetProperty("verdict")}")];

    [Fact]
    public void Scan_LinesOfEveryKind_AreAnsweredOnceInTheirOrder()
    {
        (int code, string output, string error) = _scene.Run(
            "# a comment\n\nwww.society.example\nno name\nn1.society.example\r\nwww.society.example\nhttps://ALIAS.society.example/x", "-");
        Assert.Equal(
            [
                "3 www.society.example Marked", "4 no name Indeterminate", "5 n1.society.example NotMarked", "6 www.society.example Marked",
                "7 alias.society.example NotAccepted"],
            Verdicts(output));
        Assert.Equal("NotAName", JsonDocument.Parse(output.Split('\n')[1]).RootElement.GetProperty("findings")[0].GetString());
        Assert.Equal(3, code);
        Assert.StartsWith("5 names in ", error, StringComparison.Ordinal);
        Assert.Contains("1 lines were no names", error, StringComparison.Ordinal);
        Assert.Contains("nobody may act on these as if they were not marked", error, StringComparison.Ordinal);
    }

    /// <summary>An assumption is no proof: anyone who reads only this line, or only the first of the summary, must see it.</summary>
    [Fact]
    public void Scan_EachLine_SaysWhatItRestsOn()
    {
        (_, string output, string error) = _scene.Run("www.society.example\nn1.society.example\nno name\nalias.society.example", "-");
        JsonElement[] lines = [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement)];
        string[] Texts(int line, string member) => [.. lines[line].GetProperty(member).EnumerateArray().Select(e => e.GetString()!)];
        Assert.All(lines, l => Assert.Equal(2, l.GetProperty("version").GetInt32()));
        Assert.Equal("All root key commitments are assumed; none was checked.", Assert.Single(Texts(0, "assumptions")));
        Assert.Equal("protective", Assert.Single(Texts(0, "purposes")));
        Assert.Equal("www.society.example", Assert.Single(Texts(0, "assets")));
        Assert.Equal("IHLE CWT", lines[0].GetProperty("set").GetString());
        Assert.Equal("Endorsed", lines[0].GetProperty("levelAtMost").GetString());
        Assert.Equal("2026-12-01T00:00:00Z", lines[0].GetProperty("at").GetString());
        Assert.Equal("2026-11-30T23:00:00Z", lines[0].GetProperty("validFrom").GetString());
        Assert.Equal(JsonValueKind.Null, lines[0].GetProperty("absence").ValueKind);
        Assert.Equal("Unauthenticated", lines[1].GetProperty("absence").GetString());
        Assert.Equal(JsonValueKind.Null, lines[1].GetProperty("set").ValueKind);
        Assert.Equal(JsonValueKind.Null, lines[2].GetProperty("at").ValueKind);
        // An emblem for another name: it is shown, and nothing of it matches.
        Assert.Empty(Texts(3, "assets"));
        Assert.Contains(
            "ASSUMED, not checked: All root key commitments are assumed; none was checked.",
            error.Split('\n')[0],
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "www.society.example")]
    [InlineData(1, "www.society.example\nn1.society.example")]
    [InlineData(4, "www.society.example\nn1.society.example\nalias.society.example")]
    [InlineData(3, "alias.society.example\nwww.other.example")]
    [InlineData(64, "# nothing")]
    public void Scan_Outcomes_TheGravestIsTheExitCode(int expected, string names) => Assert.Equal(expected, _scene.Run(names, "-").Code);

    [Fact]
    public void Scan_Only_WritesTheseAndCountsAll()
    {
        (int code, string output, string error) = _scene.Run(
            "n1.society.example\nwww.society.example\nno name\nalias.society.example", "-", "--only", "marked,not-accepted");
        Assert.Equal(["2 www.society.example Marked", "4 alias.society.example NotAccepted"], Verdicts(output));
        Assert.Equal(3, code);
        Assert.StartsWith("4 names in ", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Scan_Csv_IsQuotedAndNoCellBeginsAFormula()
    {
        (_, string output, _) = _scene.Run("=1+1\n+a b\n-a b\n@a b\na \"b\", c;=d\n\uff1da b\nwww.society.example", "-", "--format", "csv");
        string[] rows = output.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            "line,name,verdict,level,trusted,issuer,endorsedBy,validUntil,findings,reason,levelAtMost,purposes,assets,validFrom,at,absence,"
                + "assumptions,set,version,lawTexts",
            rows[0]);
        Assert.StartsWith("1,'=1+1,", rows[1], StringComparison.Ordinal);
        Assert.StartsWith("2,\"'+a b\",", rows[2], StringComparison.Ordinal);
        Assert.StartsWith("3,\"'-a b\",", rows[3], StringComparison.Ordinal);
        Assert.StartsWith("4,\"'@a b\",", rows[4], StringComparison.Ordinal);
        Assert.StartsWith("5,\"a \"\"b\"\", c;'=d\",Indeterminate", rows[5], StringComparison.Ordinal);
        Assert.StartsWith("6,\"'\uff1da b\",", rows[6], StringComparison.Ordinal);
        Assert.StartsWith("7,www.society.example,Marked,Endorsed,", rows[7], StringComparison.Ordinal);
        Assert.EndsWith(
            ",Endorsed,protective,www.society.example,2026-11-30T23:00:00Z,2026-12-01T00:00:00Z,,All root key commitments are assumed; "
                + $"none was checked.,IHLE CWT,2,{LawTexts.Version}",
            rows[7].Replace("\"", "", StringComparison.Ordinal),
            StringComparison.Ordinal);
        Assert.Equal(8, rows.Length);
    }

    [Fact]
    public void Scan_StreamResumed_GoesOnAndAnotherIsRefused()
    {
        string[] args = ["-", "--out", _scene.PathOf("out"), "--resume", _scene.PathOf("state")];
        string first = ScanScene.Lines(100);
        _scene.Run(first, args);
        // As if it had been stopped there: the stream now goes on.
        File.WriteAllText(
            _scene.PathOf("state"),
            File.ReadAllText(_scene.PathOf("state")).Replace("\"finished\": true", "\"finished\": false", StringComparison.Ordinal));
        (int code, _, string error) = _scene.Run("x" + first, args);
        Assert.Equal(64, code);
        Assert.Contains("is of a scan of other names", error, StringComparison.Ordinal);
        Assert.Contains("start anew with another --resume and --out", error, StringComparison.Ordinal);
        Assert.Equal(64, _scene.Run(first[..^300], args).Code);
        Assert.Equal(3, _scene.Run(ScanScene.Lines(150), args).Code);
        _scene.Run(ScanScene.Lines(150), "-", "--out", _scene.PathOf("whole"));
        Assert.Equal(File.ReadAllText(_scene.PathOf("whole")), File.ReadAllText(_scene.PathOf("out")));
    }

    [Fact]
    public void Scan_ResumedWithWhatDoesNotBelong_IsRefusedAndSaysWhy()
    {
        string names = _scene.Write("names", ScanScene.Lines(50)), other = _scene.Write("other", ScanScene.Lines(60));
        string[] rest = ["--out", _scene.PathOf("out"), "--resume", _scene.PathOf("state")];
        Assert.Equal(3, _scene.Run(null, [names, .. rest]).Code);
        byte[] before = File.ReadAllBytes(_scene.PathOf("out"));
        Refused("with other options: then none of these, now '--format csv'", "Give the same ones", [names, .. rest, "--format", "csv"]);
        Refused("the input is not the one it began with", "Give the same one", [other, .. rest]);
        Refused("exists, and is not overwritten", "remove it, or name another file", [names, "--out", _scene.PathOf("out")]);
        Refused(
            "exists, and is not overwritten",
            "--resume FILE",
            [names, "--out", _scene.PathOf("out"), "--resume", _scene.PathOf("another")]);
        Assert.Equal(before, File.ReadAllBytes(_scene.PathOf("out")));

        // How fast it goes may change.
        Assert.Equal(3, _scene.Run(null, [names, .. rest, "--rate", "5000", "--concurrency", "8"]).Code);
        string noted = File.ReadAllText(_scene.PathOf("state"));
        File.WriteAllBytes(_scene.PathOf("out"), before[..^1]);
        Refused("it is not the output of that scan any more", "Start it anew", [names, .. rest]);
        foreach (string garbage in (string[])["", "{", "[]", "{}", "null", "{\"scanState\":2}", "{\"scanState\":\"2\"}"])
        {
            _scene.Write("state", garbage);
            Refused("is not the state of a scan", "that 'emblem scan' keeps itself", [names, .. rest]);
        }

        _scene.Write("state", noted.Replace("\"form\": 2", "\"form\": 3", StringComparison.Ordinal));
        Refused("wrote lines of form 3, and this command writes form 2", "Start anew", [names, .. rest]);
        _scene.Write("state", "{\"scanState\":1}");
        Refused("another version of this command", "start the scan anew", [names, .. rest]);
    }

    [Fact]
    public void Scan_MistakeOfTheCaller_IsExit64AndSaysWhatToDo()
    {
        string names = _scene.Write("names", "www.society.example");
        Refused("--resume needs --out", "nothing can be taken back", [names, "--resume", _scene.PathOf("state")]);
        Refused("--concurrency is 1 to 1024", "", [names, "--concurrency", "0"]);
        Refused("--rate is 1 or more", "", [names, "--rate", "0"]);
        Refused("does not exist", "", [_scene.PathOf("missing")]);
        Refused("is a folder", "name a file", ["/tmp"]);
        Refused("Standard input is the terminal", "pipe names into", ["-"]);
        Refused("xml", "", [names, "--format", "xml"]);
        Refused("perhaps", "", [names, "--only", "perhaps"]);
    }

    private void Refused(string why, string next, string[] args)
    {
        (int code, string output, string error) = _scene.Run(null, args);
        Assert.True(code == 64 && output.Length == 0, $"{code} {output} {error}");
        Assert.Contains(why, error, StringComparison.Ordinal);
        Assert.Contains(next, error, StringComparison.Ordinal);
    }
}
