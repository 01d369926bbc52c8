using Xunit;

namespace DigitalEmblem.Tests.Discovery.Dns;

/// <summary>Whom to ask, as people write it. Read wrongly, a question that was to be hidden goes to someone else in the clear.</summary>
public class DnsServerTests
{
    [Theory]
    [InlineData("192.0.2.53", "192.0.2.53:53")]
    [InlineData("192.0.2.53:5353", "192.0.2.53:5353")]
    [InlineData("2001:db8::53", "[2001:db8::53]:53")]
    [InlineData("[2001:db8::53]", "[2001:db8::53]:53")]
    [InlineData("[2001:db8::53]:5353", "[2001:db8::53]:5353")]
    public void Parse_Address_HasItsPort(string text, string expected) => Assert.Equal(expected, DnsServer.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("dns.example")]
    [InlineData("192.0.2.53:")]
    [InlineData("192.0.2.53:0")]
    [InlineData("192.0.2.53:65536")]
    [InlineData("192.0.2.53:+53")]
    public void Parse_AnythingElse_IsRefused(string text) => Assert.Throws<FormatException>(() => DnsServer.Parse(text));

    [Fact]
    public void ParseTls_AddressAndName_NeedsBoth()
    {
        DnsServer server = DnsServer.ParseTls("192.0.2.53#DNS.example");
        Assert.Equal(
            ("192.0.2.53:853", "dns.example", DnsTransport.Tls), (server.EndPoint!.ToString(), server.ServerName, server.Transport));
        Assert.Throws<FormatException>(() => DnsServer.ParseTls("192.0.2.53"));
        Assert.Throws<FormatException>(() => DnsServer.ParseTls("192.0.2.53#"));
    }

    [Theory]
    [InlineData("https://dns.example/dns-query", true)]
    [InlineData("http://dns.example/dns-query", false)]
    [InlineData("https://user@dns.example/", false)]
    [InlineData("dns.example", false)]
    public void ParseHttps_Url_IsHttpsWithoutUser(string text, bool expected) =>
        Assert.Equal(expected, Record.Exception(() => DnsServer.ParseHttps(text)) is null);

    [Fact]
    public void Options_OutOfRange_AreRefusedWhenTheExchangeIsMade()
    {
        DnsServer[] servers = [DnsServer.Parse("192.0.2.53")];
        foreach (DnsExchangeOptions options in (DnsExchangeOptions[])[
            new(),
            new() { Servers = servers, Timeout = TimeSpan.Zero },
            new() { Servers = servers, Rounds = 0 },
            new() { Servers = servers, MaxConcurrency = 0 }])
        {
            Assert.Throws<ArgumentException>(() => new DnsExchange(options));
        }
    }
}
