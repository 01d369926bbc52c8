using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Secrets;
using DigitalEmblem.Issuer.Work.Publishing;
using DigitalEmblem.Issuer.Work.Publishing.Writing;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Publications;

/// <summary>
/// An API of PowerDNS that is slow, broken, or of another program. When these fail, an emblem is believed to be in the world, or gone from
/// it, and is not; the key goes to another address; or one broken server holds up the service.
/// </summary>
[Trait("Category", "Faults")]
public sealed class PowerDnsFaultsTests(PowerDnsServer server) : IClassFixture<PowerDnsServer>
{
    private const string Name = "www.society.example";

    private static readonly TimeSpan Short = TimeSpan.FromSeconds(0.7), Long = TimeSpan.FromSeconds(30);

    /// <summary>Before anything was sent that changes something, it is known that nothing was changed.</summary>
    [Theory]
    [InlineData(400, WriteOutcome.Refused, false, false, "refuses the change (400)")]
    [InlineData(401, WriteOutcome.Refused, false, true, "does not take our key (401)")]
    [InlineData(403, WriteOutcome.Refused, false, true, "does not take our key (403)")]
    [InlineData(404, WriteOutcome.Refused, false, true, "does not have the zone")]
    [InlineData(422, WriteOutcome.Refused, false, false, "refuses the change (422)")]
    [InlineData(429, WriteOutcome.NotReached, true, false, "too often (429)")]
    [InlineData(500, WriteOutcome.NotReached, false, false, "before anything was changed (500)")]
    [InlineData(503, WriteOutcome.NotReached, true, false, "before anything was changed (503)")]
    [InlineData(302, WriteOutcome.Refused, false, true, "sends us elsewhere (302)")]
    public async Task StatusOfALook(int status, object outcome, bool isSilent, bool isForAll, string words)
    {
        await using PowerDnsRelay relay = await AnsweringAsync("GET", c => c.Response.StatusCode = status);

        await AssertAsync(relay, outcome, isSilent, isForAll, words);

        Assert.Equal(0, relay.Changes);
    }

    /// <summary>Where a server failed at the change, it may be made; elsewhere nothing is changed.</summary>
    [Theory]
    [InlineData(401, WriteOutcome.Refused, false, true, "does not take our key (401)")]
    [InlineData(413, WriteOutcome.Refused, false, false, "refuses the change (413)")]
    [InlineData(429, WriteOutcome.NotReached, true, false, "too often (429)")]
    [InlineData(500, WriteOutcome.Unknown, false, false, "failed while it made the change (500)")]
    [InlineData(502, WriteOutcome.Unknown, true, false, "failed while it made the change (502)")]
    [InlineData(307, WriteOutcome.Refused, false, true, "sends us elsewhere (307)")]
    public async Task StatusOfAChange(int status, object outcome, bool isSilent, bool isForAll, string words)
    {
        await using PowerDnsRelay relay = await AnsweringAsync("PATCH", c => c.Response.StatusCode = status);

        await AssertAsync(relay, outcome, isSilent, isForAll, words);

        Assert.Empty(await server.ContentAsync(Name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>Welcome</html>")]
    [InlineData("{\"kind\":\"Native\"}")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[")]
    public async Task AnswerThatIsNotOfPowerDns_IsTold(string answer)
    {
        await using PowerDnsRelay relay = await AnsweringAsync("GET", c => c.Response.WriteAsync(answer));

        await AssertAsync(relay, WriteOutcome.Refused, false, true, "is not PowerDNS");
    }

    [Theory]
    [InlineData("GET", WriteOutcome.NotReached)]
    [InlineData("PATCH", WriteOutcome.Unknown)]
    public async Task NoAnswer_SlowAnswer_OrABrokenConnection_EndsInTime(string method, object outcome)
    {
        await using PowerDnsRelay silent = await AnsweringAsync(method, c => Task.Delay(Timeout.Infinite, c.RequestAborted));
        await AssertAsync(silent, outcome, true, false, "did not answer in time", Short);

        await using PowerDnsRelay slow = await AnsweringAsync(method, async c =>
        {
            while (!c.RequestAborted.IsCancellationRequested)
            {
                await c.Response.WriteAsync(" ");
                await c.Response.Body.FlushAsync();
                await Task.Delay(20);
            }
        });
        await AssertAsync(slow, outcome, true, false, "did not answer in time", Short);

        await using PowerDnsRelay broken = await AnsweringAsync(method, c => c.Abort());
        await AssertAsync(broken, outcome, true, false, "ended the connection without an answer");
    }

    [Theory]
    [InlineData("GET", WriteOutcome.Refused, "is not PowerDNS")]
    [InlineData("PATCH", WriteOutcome.Unknown, "more than a mebibyte")]
    public async Task HugeAnswer_IsNotRead(string method, object outcome, string words)
    {
        await using PowerDnsRelay relay = await AnsweringAsync(method, c => c.Response.WriteAsync(new string(' ', 2 << 20)));

        await AssertAsync(relay, outcome, false, method == "GET", words);
    }

    /// <summary>The key is for one server. It goes nowhere else because that one says so.</summary>
    [Fact]
    public async Task Redirect_IsNotFollowed()
    {
        await using PowerDnsRelay elsewhere = await PowerDnsRelay.StartAsync(server);
        await using PowerDnsRelay relay = await AnsweringAsync("GET", c => c.Response.Redirect($"{elsewhere.Url}{c.Request.Path}"));

        await AssertAsync(relay, WriteOutcome.Refused, false, true, "sends us elsewhere");

        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public async Task WordsOfTheServer_AreSafeAndBounded()
    {
        await using PowerDnsRelay relay = await AnsweringAsync("PATCH", c =>
        {
            c.Response.StatusCode = 422;
            return c.Response.WriteAsJsonAsync(new { error = $"\u001b[2J\u202e{new string('x', 100_000)}" });
        });

        WriteResult result = await WriteAsync(relay);

        Assert.DoesNotContain(result.Detail.ToString(), char.IsControl);
        Assert.Contains("\\u{1b}[2J\\u{202e}xxx", result.Detail.ToString(), StringComparison.Ordinal);
        Assert.InRange(result.Detail.ToString().Length, 200, 700);
    }

    [Fact]
    public async Task KeyThatNoHeaderTakes_IsTold_AndNotSent()
    {
        await using PowerDnsRelay relay = await PowerDnsRelay.StartAsync(server);
        string file = Path.Combine(server.Folder, "odd.key");
        File.Copy(server.KeyFile, file);
        await File.WriteAllTextAsync(file, "a kéy with spaces");

        await using PowerDnsWriter writer = Writer(relay, file);
        WriteResult result = await writer.WriteAsync([Change()], default);

        Assert.Equal((WriteOutcome.Refused, true), (result.Outcome, result.IsForAll));
        Assert.Empty(relay.Requests);
    }

    [Fact]
    public async Task ServerThatSaysYesAndDoesNothing_IsNotBelieved()
    {
        await using PowerDnsRelay relay = await AnsweringAsync("PATCH", c => c.Response.StatusCode = 200);
        await using PublishingScene scene = await PublishingScene.StartAsync(server, relay.Url);
        scene.Options.ReadBack = TimeSpan.FromMilliseconds(200);

        await scene.PublishAsync("lied.society.example");

        Publication publication = await scene.PublicationAsync("lied.society.example");
        Assert.Equal((PublicationState.Due, null), (publication.State, publication.SeenDigest));
        Assert.Contains("said yes, and the name server", publication.Fault!.ToString(), StringComparison.Ordinal);
    }

    /// <summary>
    /// PowerDNS with SQLite answers 500 if another change is made in the same moment: a withdrawal need not wait for the next attempt.
    /// </summary>
    [Fact]
    public async Task FailedOnce_IsReadAndWrittenAgain()
    {
        await using PowerDnsRelay relay = await PowerDnsRelay.StartAsync(server);
        relay.Answer = (context, pass) =>
        {
            if (context.Request.Method != "PATCH")
            {
                return pass();
            }

            relay.Answer = null;
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        };
        await using PowerDnsWriter writer = Writer(relay, server.KeyFile);

        Assert.Equal(WriteOutcome.Done, (await writer.WriteAsync([Change("once.society.example")], default)).Outcome);

        Assert.Equal(["GET", "PATCH", "GET", "PATCH"], relay.Requests.Select(r => r.Split(' ')[0]));
        Assert.Equal(["60 TYPE65297 \\# 1 01"], await server.ContentAsync("once.society.example"));
    }

    /// <summary>The names showed that the first one did nothing, so what is said to the second one counts.</summary>
    [Fact]
    public async Task FailedOnce_AndRefusedThen_IsRefused()
    {
        int changes = 0;
        await using PowerDnsRelay relay = await AnsweringAsync("PATCH", c => c.Response.StatusCode = changes++ == 0 ? 500 : 422);

        await AssertAsync(relay, WriteOutcome.Refused, false, false, "refuses the change (422)");
    }

    /// <summary>What another party put there after the failure is not replaced, and it stays open what the failed change did.</summary>
    [Fact]
    public async Task FailedOnce_AndChangedByAnother_IsNotWrittenAgain()
    {
        await using PowerDnsRelay relay = await PowerDnsRelay.StartAsync(server);
        relay.Answer = async (context, pass) =>
        {
            if (context.Request.Method != "PATCH")
            {
                await pass();
                return;
            }

            await server.PutAsync("other.society.example", "TYPE65297", 60, "\\# 1 03");
            context.Response.StatusCode = 500;
        };
        await using PowerDnsWriter writer = Writer(relay, server.KeyFile);

        Assert.Equal(WriteOutcome.Unknown, (await writer.WriteAsync([Change("other.society.example")], default)).Outcome);

        Assert.Equal(1, relay.Changes);
        Assert.Equal(["60 TYPE65297 \\# 1 03"], await server.ContentAsync("other.society.example"));
    }

    /// <summary>It made the change, and failed before it said so.</summary>
    [Fact]
    public async Task FailedAfterTheChange_IsFoundDone()
    {
        await using PowerDnsRelay relay = await PowerDnsRelay.StartAsync(server);
        relay.Answer = async (context, pass) =>
        {
            await pass();
            if (context.Request.Method == "PATCH")
            {
                context.Response.StatusCode = 500;
            }
        };
        await using PublishingScene scene = await PublishingScene.StartAsync(server, relay.Url);

        await scene.PublishAsync("half.society.example");

        Assert.Equal(PublicationState.Seen, (await scene.PublicationAsync("half.society.example")).State);
    }

    /// <summary>It is left alone for the moment, all names are told why, and they go in when it takes changes again.</summary>
    [Fact]
    public async Task TooManyRequests_PausesTheTarget_AndItComesBack()
    {
        await using PowerDnsRelay relay = await AnsweringAsync("GET", c => c.Response.StatusCode = 429);
        await using PublishingScene scene = await PublishingScene.StartAsync(server, relay.Url);
        scene.Options.Concurrency = 4;
        await scene.Issuer.ManyMarkedAsync([.. Enumerable.Range(0, 100).Select(i => $"often{i}.society.example")]);
        await scene.IssueAsync();
        await scene.PublishSets.RunAsync(default);

        Assert.Equal(100, await scene.Issuer.ReadAsync(d => d.Publications.CountAsync(p => p.Fault != null)));
        Assert.InRange(relay.Requests.Count, 1, 20);

        // It is paused: hastened names are not taken either.
        int before = relay.Requests.Count;
        await HastenAsync(scene);
        await scene.PublishDueAsync();
        Assert.Equal(before, relay.Requests.Count);

        relay.Answer = null;
        scene.Issuer.Clock.Now += TimeSpan.FromMinutes(1);
        await scene.PublishDueAsync();
        Assert.Equal(100, await scene.Issuer.ReadAsync(d => d.Publications.CountAsync(p => p.State == PublicationState.Seen)));
    }

    private static Task HastenAsync(PublishingScene scene) => scene.Issuer.Store.ChangeAsync(
        "test", async c => (await c.Database.Publications.ToListAsync()).ForEach(p => p.Hasten(c.Now)), default);

    private static NameChange Change(string text = Name)
    {
        var name = DomainName.Parse(text);
        return new NameChange(name, [new RecordChange(65297, [], [(byte[])[1]], 60)], [name]);
    }

    private async Task AssertAsync(
        PowerDnsRelay relay, object outcome, bool isSilent, bool isForAll, string words, TimeSpan? timeout = null)
    {
        WriteResult result = await WriteAsync(relay, timeout);

        Assert.Equal(((WriteOutcome)outcome, isSilent, isForAll), (result.Outcome, result.IsSilent, result.IsForAll));
        Assert.Contains(words, result.Detail.ToString(), StringComparison.Ordinal);
    }

    private async Task<WriteResult> WriteAsync(PowerDnsRelay relay, TimeSpan? timeout = null)
    {
        await using PowerDnsWriter writer = Writer(relay, server.KeyFile, timeout);
        return await writer.WriteAsync([Change()], default);
    }

    private static PowerDnsWriter Writer(PowerDnsRelay relay, string keyFile, TimeSpan? timeout = null)
    {
        var options = new PowerDnsOptions { Url = relay.Url, Key = new SecretSource { File = keyFile } };
        var api = new PowerDnsApi("dns", options, DomainName.Parse(PowerDnsServer.Zone), timeout ?? Long);
        return new PowerDnsWriter(api, TimeProvider.System);
    }

    private Task<PowerDnsRelay> AnsweringAsync(string method, Action<HttpContext> answer) => AnsweringAsync(method, c =>
    {
        answer(c);
        return Task.CompletedTask;
    });

    private async Task<PowerDnsRelay> AnsweringAsync(string method, Func<HttpContext, Task> answer)
    {
        PowerDnsRelay relay = await PowerDnsRelay.StartAsync(server);
        relay.Answer = (context, pass) => context.Request.Method == method ? answer(context) : pass();
        return relay;
    }
}
