using DigitalEmblem.Verifier;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Discovery.Dns;

/// <summary>What a web server in place of a resolver says, and how providers print the address of one. If this fails, people cannot tell a
/// wrong URL from a broken resolver, or a question goes to a host that nobody named.</summary>
public sealed class HttpsResolverTests
{
    [Theory]
    [InlineData("HTTP/1.1 404 Not Found", "HTTP status 404")]
    [InlineData("HTTP/1.1 503 Service Unavailable", "HTTP status 503")]
    [InlineData("HTTP/1.1 204 No Content", "HTTP status 204")]
    [InlineData(
        "HTTP/1.1 307 Temporary Redirect\r\nLocation: https://elsewhere.example/dns-query",
        "HTTP status 307 and leads to https://elsewhere.example/dns-query; redirects are not followed")]
    [InlineData("HTTP/1.1 307 Temporary Redirect\r\nLocation: /elsewhere", "HTTP status 307 and leads to https://127.0.0.1")]
    [InlineData("HTTP/1.1 307 Temporary Redirect\r\nLocation: //[", "HTTP status 307")]
    [InlineData("HTTP/1.1 307 Temporary Redirect\r\nLocation: https://[::", "HTTP status 307")]
    [InlineData("HTTP/1.1 307 Temporary Redirect\r\nLocation: //a:99999999/\u202e", "HTTP status 307")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: text/html", "the answer is text/html")]
    [InlineData("HTTP/1.1 200 OK", "the answer is of no stated type")]
    public async Task Check_AnswerOfHttpAndNotOfDns_IsNamed(string head, string says)
    {
        using var server = new LoopbackServer((q, _) => LookupScene.Nothing(q), Speaks.Https) { HttpHead = head };
        foreach (Way way in (Way[])[Way.Https, Way.ScanHttps])
        {
            await using var exchange = new DnsExchange(LookupScene.Options(way, LookupScene.AnswerComes, server.Server));
            Verdict verdict = await LookupScene.CheckAsync(exchange);
            Assert.Equal(VerdictOutcome.Indeterminate, verdict.Outcome);
            Assert.Contains(says, LookupScene.Said(verdict), StringComparison.Ordinal);
        }
    }

    /// <summary>A template as providers print it is asked by POST at its URL without the variable.</summary>
    [Fact]
    public async Task Check_Template_IsAskedWithoutItsVariable()
    {
        using var server = new LoopbackServer((q, _) => LookupScene.Good(q), Speaks.Https);
        await using var exchange = new DnsExchange(
            LookupScene.Options(Way.Https, LookupScene.AnswerComes, DnsServer.ParseHttps($"https://{server.EndPoint}/dns-query{{?dns}}")));
        Assert.Equal(VerdictOutcome.Marked, (await LookupScene.CheckAsync(exchange)).Outcome);
    }

    [Theory]
    [InlineData("https://dns.example/dns-query{?dns}", "https://dns.example/dns-query")]
    [InlineData("https://dns.example/dns-query?a=b{&dns}", "https://dns.example/dns-query?a=b")]
    [InlineData("https://dns.example{?dns}", "https://dns.example/")]
    [InlineData("https://dns.example/{dns}", "https://dns.example/")]
    [InlineData("https://dns.example:8443/dns-query{/dns}", "https://dns.example:8443/dns-query")]
    public void ParseHttps_Template_IsItsUrlForPost(string template, string url) =>
        Assert.Equal(url, DnsServer.ParseHttps(template).Url!.AbsoluteUri);

    [Theory]
    [InlineData("https://{dns}.example/dns-query")]
    [InlineData("https://dns.exam{dns}ple/dns-query")]
    [InlineData("https://dns.example{dns}.evil.example/")]
    [InlineData("https://dns.example/{account}/dns-query")]
    [InlineData("https://dns.example/dns-query{?dns,name}")]
    [InlineData("https://dns.example/dns-query{?dns")]
    [InlineData("https://dns.example/dns-query?dns}")]
    [InlineData("https://dns.example/dns-query{}")]
    [InlineData("{scheme}://dns.example/")]
    [InlineData("https:\\\\dns.example\\{?dns}")]
    [InlineData("http://dns.example/dns-query{?dns}")]
    public void ParseHttps_AnotherTemplate_IsRefused(string template) =>
        Assert.Throws<FormatException>(() => DnsServer.ParseHttps(template));
}
