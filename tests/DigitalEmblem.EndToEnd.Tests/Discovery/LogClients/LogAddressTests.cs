using System.Text;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Discovery.LogClients;

/// <summary>
/// Where logs are asked: at the log list's URLs and nowhere else. If one fails, anyone who runs or imitates a log can send this validator,
/// and what it is interested in, to a place of their choice.
/// </summary>
public class LogAddressTests
{
    [Theory]
    [InlineData(LogKind.Rfc6962, 301)]
    [InlineData(LogKind.Rfc6962, 302)]
    [InlineData(LogKind.Rfc6962, 303)]
    [InlineData(LogKind.Rfc6962, 307)]
    [InlineData(LogKind.Rfc6962, 308)]
    [InlineData(LogKind.Static, 301)]
    [InlineData(LogKind.Static, 302)]
    [InlineData(LogKind.Static, 303)]
    [InlineData(LogKind.Static, 307)]
    [InlineData(LogKind.Static, 308)]
    public async Task Ask_RedirectToAnotherHost_IsUnavailableAndNobodyAsksThere(LogKind kind, int status)
    {
        foreach (string what in (string[])["head", "proof", "entry"])
        {
            await using LogScene scene = await LogScene.StartAsync(kind);
            await using LogHost elsewhere = await LogHost.StartAsync(scene.Log.Answer);
            using var questioner = new Questioner(scene);
            string place = Tampering.Place(scene, what);
            scene.Replace(place, _ =>
                new LogResponse([], Status: status) { Headers = new Dictionary<string, string> { ["Location"] = elsewhere.Url + place } });
            EntryEvidence evidence = await questioner.AskAsync();
            Assert.Equal(CommitmentOutcome.Unavailable, evidence.Outcome);
            Assert.Contains("it redirected to another place", evidence.Reason, StringComparison.Ordinal);
            Assert.Empty(elsewhere.Requests);
            scene.Lie((_, honest) => honest);
            Assert.Equal(CommitmentOutcome.Proven, (await questioner.AskAsync()).Outcome);
            Assert.Empty(elsewhere.Requests);
        }
    }

    [Theory]
    [InlineData(LogKind.Rfc6962, "")]
    [InlineData(LogKind.Static, "")]
    [InlineData(LogKind.Rfc6962, "SSH-2.0-OpenSSH_9.9\r\n")]
    [InlineData(LogKind.Static, "SSH-2.0-OpenSSH_9.9\r\n")]
    [InlineData(LogKind.Static, "HTTP/1.1 200\r\n")]
    [InlineData(LogKind.Static, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef")]
    [InlineData(LogKind.Static, "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n")]
    [InlineData(LogKind.Static, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n")]
    // A TLS alert: a server that expects TLS where the list says http.
    [InlineData(LogKind.Rfc6962, "\u0015\u0003\u0001\u0000\u0002\u0002\u0046")]
    [InlineData(LogKind.Static, "\u0015\u0003\u0001\u0000\u0002\u0002\u0046")]
    public async Task Ask_ServerThatDoesNotSpeakHttp_IsUnavailable(LogKind kind, string sent)
    {
        await using LogScene scene = await LogScene.StartAsync(kind);
        using RawServer server = RawServer.Start(Encoding.Latin1.GetBytes(sent));
        using var questioner = new Questioner(scene, url: server.Url);
        EntryEvidence evidence = await questioner.AskAsync();
        Assert.True(evidence.Outcome == CommitmentOutcome.Unavailable, evidence.Reason);
        Assert.Contains("the log was asked, and ", evidence.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LogKind.Rfc6962)]
    [InlineData(LogKind.Static)]
    public async Task Ask_PlainServerWhereTheListSaysTls_IsUnavailable(LogKind kind)
    {
        await using LogScene scene = await LogScene.StartAsync(kind);
        using var questioner = new Questioner(scene, url: scene.Host.Url.Replace("http:", "https:", StringComparison.Ordinal));
        Assert.Equal(CommitmentOutcome.Unavailable, (await questioner.AskAsync()).Outcome);
        Assert.Empty(scene.Host.Requests);
    }
}
