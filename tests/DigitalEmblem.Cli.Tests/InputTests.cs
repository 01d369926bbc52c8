using DigitalEmblem.Cli.Input;
using Xunit;

namespace DigitalEmblem.Cli.Tests;

/// <summary>
/// Instants, lengths of time and host names as people type them. If one fails, another moment is judged, or another host is
/// looked up, than the one that its reader means.
/// </summary>
public sealed class InputTests : IDisposable
{
    private readonly Command _command = new() { Input = "" };

    public void Dispose() => _command.Dispose();

    [Theory]
    [InlineData("2026-06-17", "2026-06-17 00:00:00")]
    [InlineData("2026-06-17T00:10Z", "2026-06-17 00:10:00")]
    [InlineData("2026-06-17T00:10:00Z", "2026-06-17 00:10:00")]
    [InlineData("2026-06-17T00:10:00.1234567Z", "2026-06-17 00:10:00")]
    [InlineData("2026-06-17T00:10:00+02:00", "2026-06-16 22:10:00")]
    [InlineData("2026-06-17T00:10:00-11:30", "2026-06-17 11:40:00")]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01 00:00:00")]
    [InlineData("9999-12-31", "9999-12-31 00:00:00")]
    public void At_Iso8601_IsThatInstant(string text, string shown) =>
        Assert.Contains($"{shown} UTC", _command.Run("verify", "-", "--at", text).Out, StringComparison.Ordinal);

    [Theory]
    [InlineData("2026-06-17T00:10:00")]
    [InlineData("2026-06-17T00:10")]
    public void At_LocalTime_IsRefusedWithTheReason(string text)
    {
        (int code, _, string error) = _command.Run("verify", "-", "--at", text);
        Assert.Equal(64, code);
        Assert.Contains($"does not say in which time zone: write {text}Z", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("06/07/2026")]
    [InlineData("17.06.2026")]
    [InlineData("2026-6-17")]
    [InlineData("2026")]
    [InlineData("2026-06")]
    [InlineData("2026-W48")]
    [InlineData("2026-W48-6")]
    [InlineData("2026-168")]
    [InlineData("20260617T001000Z")]
    [InlineData("2026-06-17 00:10:00Z")]
    [InlineData("2026-06-17T24:00:00Z")]
    [InlineData("2026-02-30")]
    [InlineData("2026-06-17T00:10:00+25:00")]
    [InlineData("0001-01-01T00:00:00+02:00")]
    [InlineData("2026-06-17T00:10:00 Z")]
    [InlineData("2026-06-17T00:10:00GMT")]
    [InlineData("2026-06-17\n")]
    [InlineData("٢٠٢٦-06-17")]
    [InlineData("now")]
    [InlineData("Jun 17 2026")]
    [InlineData("1781740800")]
    public void At_AnythingElse_IsRefused(string text)
    {
        foreach (string[] command in (string[][])[
            ["verify", "-"], ["check", "www.society.example"], ["roots", "list"], ["roots", "add", "-"], ["scan", "-"]])
        {
            (int code, _, string error) = _command.Run([.. command, "--at", text]);
            Assert.Equal(64, code);
            Assert.Contains("is no instant that is read here (ISO 8601)", error, StringComparison.Ordinal);
        }
    }

    /// <summary>A length of time that is accepted never ends the program, however long it is.</summary>
    [Theory]
    [InlineData("--skew")]
    [InlineData("--max-lifetime")]
    [InlineData("--max-log-list-age")]
    [InlineData("--max-logged-ago")]
    public void Duration_OfAnyLength_IsTakenOrRefused(string option)
    {
        foreach (string text in (string[])[
            "0s", "1s", "90s", "15m", "24h", "7d", "2w", "3650000d", "10675199d", "99999999d", "2147483647w", "1.5h", "-1s", "+1s", "1 d",
            "1D", "PT1H", "٣d", "s", "1"])
        {
            (int code, _, string error) = _command.Run("verify", "-", option, text, "--at", "0001-01-02");
            Assert.True(code is 1 or 2 or 3 or 64, $"{option} {text}: {code} {error}");
            Assert.DoesNotContain("fault of this program", error, StringComparison.Ordinal);
        }
    }

    /// <summary>A number that is accepted never ends the program, however large it is.</summary>
    [Theory]
    [InlineData("--ihle-type", "check", "www.society.example", "--server", "127.0.0.1:9", "--timeout", "1s")]
    [InlineData("--ihle-type", "scan", "-", "--server", "127.0.0.1:9", "--timeout", "1s")]
    [InlineData("--concurrency", "scan", "-", "--server", "127.0.0.1:9")]
    [InlineData("--rate", "scan", "-", "--server", "127.0.0.1:9")]
    [InlineData("--ttl", "records", "-", "--name", "www.society.example")]
    [InlineData("--ihle-type", "records", "-", "--name", "www.society.example")]
    [InlineData("--endorsers", "verify", "-")]
    public void Number_OfAnySize_IsTakenOrRefused(string option, params string[] command)
    {
        foreach (string text in (string[])[
            "0", "65536", "2147483647", "2147483648", "99999999999999999999", "1.5", "+1", "-1", "0x10", "1e3", "٣"])
        {
            (int code, _, string error) = _command.Run([.. command, option, text]);
            Assert.True(code is not 70, $"{option} {text}: {code} {error}");
        }
    }

    [Theory]
    [InlineData("www.society.example")]
    [InlineData(" www.society.example ")]
    [InlineData("https://www.society.example/a/b?c#d")]
    [InlineData("https://www.society.example:8443/@user")]
    [InlineData("HTTP://WWW.society.example?https://other.example")]
    [InlineData("www.society.example:443")]
    [InlineData("https://www。society。example/")]
    public void HostName_AsPeoplePasteIt_IsThatHost(string text) => Assert.Equal("www.society.example", HostName.Parse(text).ToString());

    [Theory]
    [InlineData(@"https://www.society.example\@evil.example/", "backslash")]
    [InlineData(@"https:\\www.society.example", "backslash")]
    [InlineData(@"www.society.example\x", "backslash")]
    [InlineData("https://www.society.example@evil.example/", "user part")]
    [InlineData("https://user:pass@www.society.example", "user part")]
    [InlineData("https://@www.society.example", "user part")]
    [InlineData("user@www.society.example", "user part")]
    [InlineData("https://www.society.example:0/", "port")]
    [InlineData("https://www.society.example:65536/", "port")]
    [InlineData("https://www.society.example:/", "port")]
    [InlineData("https://www.society.example:0443/", "port")]
    [InlineData("https://www.society.example:٤٤٣/", "port")]
    [InlineData("https://www.society.example:443x/", "port")]
    [InlineData("https://www.soci\tety.example/", "cannot be seen")]
    [InlineData("https://www.society.example/a\nb", "cannot be seen")]
    [InlineData("https://www society.example", "cannot be seen")]
    [InlineData("https://www%2esociety.example/", "percent")]
    [InlineData("https://www.society.example%00.evil.example/", "percent")]
    [InlineData("https:/www.society.example", "'://'")]
    [InlineData("https:www.society.example", "'://'")]
    [InlineData("https://", "names no host")]
    [InlineData("https:///www.society.example", "names no host")]
    [InlineData("https://:443/", "names no host")]
    [InlineData("://www.society.example", "scheme")]
    [InlineData("a b://www.society.example", "cannot be seen")]
    [InlineData("http s://www.society.example", "cannot be seen")]
    [InlineData("[fe80::1%eth0]", "is an address")]
    [InlineData("fe80::1%eth0", "is an address")]
    [InlineData("https://[2001:db8::1]:443/", "is an address")]
    [InlineData("https://[fe80::1%25eth0]/", "percent")]
    [InlineData("192.0.2.1", "is an address")]
    [InlineData("https://www.society.example／.evil.example", "not a domain name")]
    [InlineData("www.society.example/path", "not a domain name")]
    public void HostName_ThatPeopleAndProgramsReadDifferently_IsRefusedWithTheReason(string text, string why)
    {
        Assert.False(HostName.TryParse(text, out _, out Texts.Sentence? problem));
        Assert.Contains(why, problem.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(@"https://dns.example\@evil.example/dns-query")]
    [InlineData("https://user@dns.example/dns-query")]
    [InlineData("https://@dns.example/dns-query")]
    [InlineData("https://dns.example:0/dns-query")]
    [InlineData("https://dns.example:/dns-query")]
    [InlineData("https:/dns.example/dns-query")]
    [InlineData("https://dns.exa\tmple/dns-query")]
    [InlineData(" https://dns.example/dns-query")]
    [InlineData("https://dns%2eexample/dns-query")]
    [InlineData("https:///dns-query")]
    [InlineData("http://dns.example/dns-query")]
    public void UrlOfAResolverOrAList_ThatIsReadInTwoWays_IsRefused(string url)
    {
        (int code, _, string error) = _command.Run("check", "www.society.example", "--doh", url);
        Assert.True(code == 64 && error.Contains("https", StringComparison.Ordinal), error);
        (code, _, error) = _command.Run(
            "logs", "update", "--from", url, "--key", _command.Write("k", "x"), "--log-list", _command.PathOf("list"));
        Assert.True(code == 64, error);
    }
}
