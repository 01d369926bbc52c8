using System.Net;
using System.Text.Json;
using DigitalEmblem.EndToEnd.Tests.Discovery.LogClients;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Cli.Commitments;

/// <summary>
/// From a name to a verdict, with what is published in DNS and what is logged. If one fails, operators who check hosts
/// never see a commitment decided.
/// </summary>
public sealed class CheckWithCommitmentsTests : IAsyncLifetime
{
    private const string Host = "www.society.example";

    private readonly AuthoritativeServer _server = AuthoritativeServer.Start(new IPEndPoint(IPAddress.Loopback, 0));
    private CommittedSociety _society = null!;

    public async Task InitializeAsync()
    {
        _society = await CommittedSociety.StartAsync(LogKind.Static);
        UnverifiedTokens bundle = UnverifiedTokens.Read(File.ReadAllBytes(_society.Command.PathOf("bundle")));
        _server.Publish(PublishedRecords.For(bundle, DomainName.Parse(Host)));
    }

    public async Task DisposeAsync()
    {
        await _society.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public void Check_NothingHeld_CouldNotFindOutAndAsksNoLog()
    {
        Assert.Equal(3, Check().Code);
        Assert.Equal([], _society.Host.Requests);
    }

    [Fact]
    public void Check_ChainHeld_IsMarkedAndOnlyDnsLearned()
    {
        (int code, string output, _) = Check("--chain", "@fullchain.pem", "--output", "json");
        Assert.Equal(0, code);
        JsonElement json = JsonDocument.Parse(output).RootElement;
        Assert.Equal("Proven", json.GetProperty("commitments")[0].GetProperty("outcome").GetString());
        Assert.DoesNotContain(
            json.GetProperty("exposure").EnumerateArray(), e => e.GetString()!.Contains("reads the log", StringComparison.Ordinal));
        Assert.Equal([], _society.Host.Requests);
    }

    [Fact]
    public void Check_OnlineAndRemembered_IsMarkedAndNextTimeAsksNoLog()
    {
        (int code, string output, _) = Check("--online", "--remember", "--explain");
        Assert.Equal(0, code);
        Assert.All(
            [
                "commitment of https://society.example",
                "held Inclusion: the leaf 5 stands in that tree",
                "held TreeHead: the log signed its tree of 13 leaves",
                "learns that someone at this address reads the log"],
            part => Assert.Contains(part, output, StringComparison.Ordinal));
        int asked = _society.Host.Requests.Count;
        Assert.Equal(0, Check("--online").Code);
        Assert.Equal(asked, _society.Host.Requests.Count);
    }

    [Fact]
    public void Check_Revoked_IsInvalid()
    {
        _society.WriteRevocationList(_society.Chain);
        Assert.Equal(2, Check("--chain", "@fullchain.pem", "--crl", "@list.crl").Code);
    }

    private (int Code, string Out, string Error) Check(params string[] args) =>
        _society.Run(["check", Host, "--server", _server.EndPoint.ToString(), .. args]);
}
