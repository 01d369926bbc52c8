using System.Net;
using DigitalEmblem.EndToEnd.Tests.Servers;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Publishing.Sandbox;

/// <summary>
/// The server for trying out, as dig sees it. If it differs from what the draft asks of servers, people learn the wrong thing from it.
/// </summary>
public sealed class AuthoritativeServerTests : IAsyncLifetime
{
    private readonly AuthoritativeServer _server = AuthoritativeServer.Start(new IPEndPoint(IPAddress.Loopback, 0));

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _server.DisposeAsync().AsTask();

    private string Dig(params string[] args) =>
        ServerProcess.Run("dig", Path.GetTempPath(), "", ["@127.0.0.1", "-p", $"{_server.EndPoint.Port}", "+tries=1", .. args]);

    [Fact]
    public void AnyType_SmallSet_StandsInTheAdditionalSection()
    {
        _server.Publish(Published.Records(SignatureAlgorithm.Ed25519));
        string answer = Dig("A", "www.society.example", "+bufsize=1232", "+ignore");
        Assert.Contains("status: NOERROR", answer, StringComparison.Ordinal);
        Assert.Contains("ADDITIONAL SECTION", answer, StringComparison.Ordinal);
        Assert.Equal(6, answer.Split("TYPE65297").Length - 1);
    }

    [Fact]
    public void AnyType_LargeSet_IsTruncatedOverUdpAndWholeOverTcp()
    {
        _server.Publish(Published.Records(SignatureAlgorithm.ES512));
        string udp = Dig("A", "www.society.example", "+bufsize=1232", "+ignore");
        Assert.Contains(" tc", udp, StringComparison.Ordinal);
        Assert.DoesNotContain("TYPE65297", udp, StringComparison.Ordinal);
        Assert.Equal(6, Dig("A", "www.society.example", "+tcp").Split("TYPE65297").Length - 1);
    }

    [Fact]
    public void Names_WithdrawnAboveAndBelow_ExistOrDoNot()
    {
        _server.Publish(Published.Records(SignatureAlgorithm.Ed25519));
        Assert.Contains("status: NOERROR", Dig("TXT", "society.example"), StringComparison.Ordinal);
        Assert.Contains("status: NXDOMAIN", Dig("TXT", "a.www.society.example"), StringComparison.Ordinal);
        Assert.Contains("SOA", Dig("TXT", "a.www.society.example"), StringComparison.Ordinal);
        _server.Withdraw(Published.Host);
        Assert.Contains("status: NXDOMAIN", Dig("TYPE65297", "www.society.example"), StringComparison.Ordinal);
    }
}
