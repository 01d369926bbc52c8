using System.Collections.Concurrent;
using DigitalEmblem.EndToEnd.Tests.Servers;
using DigitalEmblem.Verifier;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Discovery.Dns;

/// <summary>
/// Answers that come late, questions that are given up, and exchanges that are closed. If this fails, the answer about one name counts
/// for another, or a scan stands still after a Ctrl-C that was none of its business.
/// </summary>
public sealed class RacesTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(500);

    public static TheoryData<Way> OwnWays => [.. Enum.GetValues<Way>().Where(w => w != Way.DnsClient)];

    /// <summary>
    /// "No such name" for the first name comes after its time is up, and before the answer about the second, on the same socket.
    /// </summary>
    [Theory]
    [InlineData(Way.Tcp)]
    [InlineData(Way.ScanTcp)]
    [InlineData(Way.ScanUdp)]
    public async Task Check_LateAnswerAboutAnotherName_IsIgnored(Way way)
    {
        var late = new ConcurrentQueue<byte[]>();
        using var server = new HostileServer((q, _) =>
        {
            if (DnsWire.ReadQuestion(q)!.Value.Name == "late.example")
            {
                late.Enqueue(new DnsMessage { Code = 3 }.To(q));
                return [];
            }

            return [.. late, LookupScene.Good(q)];
        });
        await using var exchange = new DnsExchange(
            LookupScene.Options(way, Short, DnsServer.At(server.EndPoint, tcpOnly: way != Way.ScanUdp)) with { Rounds = 3 });
        Assert.False((await exchange.LookUpAsync(DomainName.Parse("late.example"), DnsType.Txt)).IsAnswer);
        Assert.NotEmpty(late);
        Verdict verdict = await LookupScene.CheckAsync(exchange);
        Assert.True(verdict.Outcome == VerdictOutcome.Marked, LookupScene.Said(verdict));
    }

    /// <summary>
    /// Many questions are given up while they wait for an answer or for their turn: the places that they had are free again.
    /// </summary>
    [Theory]
    [MemberData(nameof(OwnWays))]
    public async Task LookUp_ManyCancelled_LeaveNothingTaken(Way way)
    {
        await using var scene = new LookupScene(
            way,
            (q, _) => DnsWire.ReadQuestion(q)!.Value.Name == "silent.example" ? null : LookupScene.Good(q),
            LookupScene.AnswerComes,
            mostAtOnce: 2);
        for (int i = 0; i < 3; i++)
        {
            using var stop = new CancellationTokenSource();
            Task<LookupAnswer>[] asked = [.. Enumerable.Range(0, 10)
                .Select(_ => scene.Lookup.LookUpAsync(DomainName.Parse("silent.example"), DnsType.Txt, stop.Token))];
            await stop.CancelAsync();
            foreach (Task<LookupAnswer> one in asked)
            {
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
            }
        }

        Verdict verdict = await LookupScene.CheckAsync(scene.Lookup);
        Assert.True(verdict.Outcome == VerdictOutcome.Marked, LookupScene.Said(verdict));
    }

    /// <summary>An exchange that is closed too early answers nothing, and nothing waits for ever.</summary>
    [Theory]
    [MemberData(nameof(OwnWays))]
    public async Task LookUp_ClosedWhileAsking_EndsAndIsNoAnswer(Way way)
    {
        var scene = new LookupScene(way, (_, _) => null, Short);
        Task<LookupAnswer>[] asked =
            [.. Enumerable.Range(0, 100).Select(i => scene.Lookup.LookUpAsync(DomainName.Parse($"n{i}.example"), DnsType.Txt))];
        await scene.DisposeAsync();
        foreach (Task<LookupAnswer> one in asked)
        {
            try
            {
                Assert.False((await one).IsAnswer);
            }
            catch (Exception e) when (e is ObjectDisposedException or OperationCanceledException)
            {
                // The caller's own mistake, and said to be so.
            }
        }
    }
}
