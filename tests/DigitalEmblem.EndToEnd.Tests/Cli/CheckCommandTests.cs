using System.Net;
using System.Text.Json;
using DigitalEmblem.Cli;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Cli;

/// <summary>The command that operators run. Its exit code must not read as "no" where nobody could be asked.</summary>
public sealed class CheckCommandTests : IAsyncLifetime
{
    private readonly AuthoritativeServer _server = AuthoritativeServer.Start(new IPEndPoint(IPAddress.Loopback, 0));

    public Task InitializeAsync()
    {
        UnverifiedTokens bundle = UnverifiedTokens.Read(Published.Bundle(SignatureAlgorithm.ES512, TestTokens.Now));
        _server.Publish(PublishedRecords.For(bundle, Published.Host));
        _server.Publish(PublishedRecords.For(bundle, DomainName.Parse("copy.example")));
        _server.Publish(PublishedRecords.For(bundle, DomainName.Parse("xn--bcher-kva.example")));
        return Task.CompletedTask;
    }

    public Task DisposeAsync() => _server.DisposeAsync().AsTask();

    private (int Code, string Out, string Error) Run(string? input, params string[] args)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        var context = new CommandContext
        {
            OpenInput = () => new MemoryStream(System.Text.Encoding.UTF8.GetBytes(input ?? "")),
            InputIsRedirected = input is not null,
            Out = output,
            Error = error,
            Colour = false,
            Width = null,
            Clock = TimeProvider.System,
            Environment = _ => null,
            AskSecret = _ => null,
        };
        string[] all = ["check", .. args, "--server", _server.EndPoint.ToString(), "--at", TestTokens.Now.ToString("O")];
        return (EmblemCommand.RunAsync(all, context).GetAwaiter().GetResult(), output.ToString(), error.ToString());
    }

    [Theory]
    [InlineData("www.society.example")]
    [InlineData("https://www.society.example/path?query")]
    [InlineData("https://WWW.Society.Example:8443")]
    [InlineData("www.society.example:443")]
    [InlineData("www.society.example.")]
    public void Check_MarkedNameAsPeoplePasteIt_IsMarked(string name)
    {
        (int code, string output, _) = Run(null, name, "--assume-committed");
        Assert.Equal(0, code);
        Assert.StartsWith(
            "Marked. Protective emblem of https://society.example, endorsed by https://ministry.example", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_CopiedUnmarkedAndUncommitted_HaveTheirExitCodes()
    {
        Assert.Equal(4, Run(null, "copy.example", "--assume-committed").Code);
        Assert.Equal(4, Run(null, "bücher.example", "--assume-committed").Code);
        Assert.Equal(1, Run(null, "nothing.example", "--assume-committed").Code);
        Assert.Equal(3, Run(null, "www.society.example").Code);
        Assert.Equal(3, Run(null, "nothing.example", "--authenticated-absence").Code);
    }

    [Fact]
    public void Check_SeveralNames_AreAnsweredInOrderAndTheGravestDecides()
    {
        string names = string.Join('\n', Enumerable.Range(0, 100).Select(i => $"n{i}.example").Append("www.society.example")
            .Append("# a comment").Append("copy.example"));
        (int code, string output, _) = Run(names, "-", "--assume-committed", "--output", "json");
        JsonElement[] lines = [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement)];
        Assert.Equal(4, code);
        Assert.Equal(names.Split('\n').Where(n => n[0] != '#'), lines.Select(l => l.GetProperty("name").GetString()));
        Assert.Equal("Marked", lines[100].GetProperty("verdict").GetString());
        Assert.Equal(0, Run(null, "www.society.example", "www.society.example", "--assume-committed").Code);
        Assert.Equal(1, Run(null, "www.society.example", "nothing.example", "--assume-committed").Code);
    }

    [Fact]
    public void Check_Json_SaysWhatWasFoundAndWhoCouldHaveLearned()
    {
        JsonElement json = JsonDocument.Parse(Run(null, "www.society.example", "--assume-committed", "--output", "json").Out).RootElement;
        JsonElement ihle = json.GetProperty("sources")[0];
        Assert.Equal(("IHLE", "Found", 6), (
            ihle.GetProperty("source").GetString(), ihle.GetProperty("outcome").GetString(), ihle.GetProperty("records").GetArrayLength()));
        Assert.Contains(_server.EndPoint.ToString(), json.GetProperty("exposure")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_Explain_ShowsTheWholeReasoning()
    {
        string tree = Run(null, "www.society.example", "--assume-committed", "--explain").Out;
        Assert.All(
            [
                "Looked up", "IHLE: 6 records", "Set IHLE CWT: Marked", "asset www.society.example",
                "commitment of https://ministry.example", "Who could have learned of this"],
            part => Assert.Contains(part, tree, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("is an address", "192.0.2.1")]
    [InlineData("is not an address", "www.example", "--suggest-names")]
    [InlineData("is an address", "https://[2001:db8::1]/")]
    [InlineData("contains a blank", "a b")]
    [InlineData("holds no name", "-")]
    [InlineData("names no server", "www.example", "--dot", "192.0.2.1")]
    [InlineData("not an https URL", "www.example", "--doh", "http://dns.example")]
    [InlineData("is no server's address", "www.example", "--server", "dns.example")]
    public void Check_MistakeOfTheCaller_IsExit64AndSaysWhatToDo(string expected, params string[] args)
    {
        (int code, string output, string error) = Run("", args);
        Assert.Equal((64, ""), (code, output));
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }
}
