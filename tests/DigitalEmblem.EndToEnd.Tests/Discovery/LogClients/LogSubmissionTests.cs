using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Discovery.LogClients;

/// <summary>
/// Certificates that are submitted to logs. When these fail, an organization endorses its keys with entries that no log has, and every
/// validator refutes its emblems.
/// </summary>
public sealed class LogSubmissionTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 6, 17, 0, 0, 0, TimeSpan.Zero);

    private readonly TestAuthority _authority = new(Now);

    public static TheoryData<string, Func<JsonObject, string>, string> Lies => new()
    {
        { "signed by another", a => With(a, "signature", (string?)a["other"]), "not signed by its key" },
        { "another time", a => With(a, "timestamp", 1_780_000_000_000), "not signed by its key" },
        { "another version", a => With(a, "sct_version", 1), "no promise of version 1" },
        { "no version", a => With(a, "sct_version", null), "no promise of version 1" },
        { "a time in words", a => With(a, "timestamp", "now"), "no promise of version 1" },
        { "another log", a => With(a, "id", Convert.ToBase64String(new byte[32])), "not signed by its key" },
        { "a short identifier", a => With(a, "id", "AAAA"), "no promise of version 1" },
        { "no base64", a => With(a, "signature", "!"), "cannot be read" },
        { "a signature that is cut short", a => With(a, "signature", ((string)a["signature"]!)[..8]), "cannot be read" },
        { "bytes left over", a => With(a, "signature", (string)a["signature"]! + "AAAA"), "cannot be read" },
        { "no object", _ => "[]", "cannot be read" },
        { "no JSON", _ => "yes", "cannot be read" },
        { "nothing", _ => "", "cannot be read" },
    };

    public void Dispose() => _authority.Dispose();

    [Theory]
    [InlineData(LogKind.Rfc6962)]
    [InlineData(LogKind.Static)]
    public async Task Submitted_StandsInTheLog_AtTheEntryThatWasPromised(LogKind kind)
    {
        using var log = new TestLog(kind, Now.AddDays(-1));
        log.Fill(3);
        using HttpClient client = Client(log, a => a.ToJsonString());
        BindingChain chain = _authority.Issue(["adem-configuration.society.example"], []);
        TransparencyLog listed = Listed(log);

        CommitmentEntry entry = await new LogSubmission(client).SubmitAsync(listed, chain, default);
        CommitmentEntry again = await new LogSubmission(client).SubmitAsync(listed, chain, default);
        log.Publish();

        Assert.Equal(entry, again);
        LogAnswer found = await new LogClient(client, ListOf(log), clock: new SettableClock(Now)).FindAsync(entry);
        LoggedEntry logged = Assert.Single(found.Material.Logged);
        Assert.Equal(chain.Certificates[0].ToArray(), logged.Leaf.Content);
    }

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task AnswerThatIsNoPromise_IsNotBelieved(string what, Func<JsonObject, string> lie, string words)
    {
        using var log = new TestLog(LogKind.Rfc6962, Now.AddDays(-1));
        using var other = new TestLog(LogKind.Rfc6962, Now.AddDays(-1));
        BindingChain chain = _authority.Issue(["adem-configuration.society.example"], []);
        using HttpClient client = Client(log, answer =>
        {
            answer["other"] = (string?)JsonNode.Parse(other.Submit(Body(chain)).Body)!["signature"];
            return lie(answer);
        });

        LogUnansweredException unanswered = await Assert.ThrowsAsync<LogUnansweredException>(
            () => new LogSubmission(client).SubmitAsync(Listed(log), chain, default));

        Assert.True(unanswered.Message.Contains(words, StringComparison.Ordinal), $"{what}: {unanswered.Message}");
    }

    [Fact]
    public async Task StaticLogThatStatesNoIndex_IsNotBelieved()
    {
        // It is signed as one of the other kind would sign it.
        using var log = new TestLog(LogKind.Rfc6962, Now.AddDays(-1));
        using HttpClient client = Client(log, a => a.ToJsonString());
        JsonNode list = JsonNode.Parse(TestLog.ListOf((log, "http://log.test")))!["operators"]![0]!;
        JsonObject one = list["logs"]![0]!.DeepClone().AsObject();
        (one["monitoring_url"], one["submission_url"]) = ("http://log.test/", "http://log.test/");
        list["logs"] = new JsonArray();
        list["tiled_logs"] = new JsonArray(one);
        LogList logs = LogList.Read(Encoding.UTF8.GetBytes(list.Root.ToJsonString()));

        LogUnansweredException unanswered = await Assert.ThrowsAsync<LogUnansweredException>(() => new LogSubmission(client)
            .SubmitAsync(logs.Logs.Single(), _authority.Issue(["adem-configuration.society.example"], []), default));

        Assert.Contains("states no index", unanswered.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest, "takes none of this authority")]
    [InlineData(HttpStatusCode.TooManyRequests, "status 429")]
    [InlineData(HttpStatusCode.Found, "not followed")]
    public async Task LogThatDoesNotTakeIt_IsToldAsThat(HttpStatusCode status, string words)
    {
        using var log = new TestLog(LogKind.Rfc6962, Now.AddDays(-1));
        using HttpClient client = Client(log, _ => "", status);

        LogUnansweredException unanswered = await Assert.ThrowsAsync<LogUnansweredException>(() => new LogSubmission(client)
            .SubmitAsync(Listed(log), _authority.Issue(["adem-configuration.society.example"], []), default));

        Assert.Contains(words, unanswered.Message, StringComparison.Ordinal);
    }

    private static string With(JsonObject answer, string name, JsonNode? value)
    {
        answer[name] = value;
        return answer.ToJsonString();
    }

    private static byte[] Body(BindingChain chain) => Encoding.UTF8.GetBytes(
        new JsonObject { ["chain"] = new JsonArray([.. chain.Certificates.Select(c => (JsonNode)Convert.ToBase64String(c.Span))]) }
            .ToJsonString());

    private static LogList ListOf(TestLog log)
    {
        JsonNode list = JsonNode.Parse(TestLog.ListOf((log, "http://log.test")))!;
        foreach (JsonNode? one in list["operators"]![0]!["tiled_logs"]!.AsArray())
        {
            one!["submission_url"] = "http://log.test/";
        }

        return LogList.Read(Encoding.UTF8.GetBytes(list.ToJsonString()));
    }

    private static TransparencyLog Listed(TestLog log) => ListOf(log).Logs.Single();

    private static HttpClient Client(TestLog log, Func<JsonObject, string> answer, HttpStatusCode status = HttpStatusCode.OK) =>
        new(new LogHandler(log, answer, status));

    /// <summary>The log behind the address <c>http://log.test</c>, whose answers to submissions may be altered.</summary>
    private sealed class LogHandler(TestLog log, Func<JsonObject, string> answer, HttpStatusCode status) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Method == HttpMethod.Get)
            {
                LogResponse? read = log.Answer(request.RequestUri!.PathAndQuery);
                return new HttpResponseMessage(read is null ? HttpStatusCode.NotFound : HttpStatusCode.OK)
                {
                    Content = new ByteArrayContent(read?.Body ?? []),
                    RequestMessage = request,
                };
            }

            Assert.Equal("/ct/v1/add-chain", request.RequestUri!.AbsolutePath);
            byte[] submitted = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
            string body = answer(JsonNode.Parse(log.Submit(submitted).Body)!.AsObject());
            return new HttpResponseMessage(status) { Content = new StringContent(body), RequestMessage = request };
        }
    }
}
