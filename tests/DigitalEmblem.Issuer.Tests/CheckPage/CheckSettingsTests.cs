using System.Diagnostics;
using DigitalEmblem.Issuer.CheckPage;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Tests.Custody;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.CheckPage;

/// <summary>
/// Settings of the check page. When these fail, an operator runs it with a setting that has no effect, or does not learn what to put right.
/// </summary>
public sealed class CheckSettingsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string List =>
        _folder.Write("log_list.json", """{"version":"1.0","log_list_timestamp":"2026-11-01T00:00:00Z","operators":[]}""");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Check:Listen", "8633", "Check:Listen is an address with a port, as 127.0.0.1:8633.")]
    [InlineData("Check:Listen", "0.0.0.0:8633", "Set Check:Certificate and Check:CertificateKey, or listen on 127.0.0.1 behind a proxy.")]
    [InlineData("Check:Origin", "http://check.society.example", "Check:Origin is scheme, name and port")]
    [InlineData("Check:Origin", "https://192.0.2.1", "An address in place of the name is refused.")]
    [InlineData("Check:Origin", "https://check.society.example/page", "and nothing after them")]
    [InlineData("Check:Proxy:0", "proxy.example", "Check:Proxy: 'proxy.example' is no address of a proxy, as 127.0.0.1.")]
    [InlineData("Check:Resolvers:0", "dns.example", "Check:Resolvers: 'dns.example' is no server's address")]
    [InlineData("Check:Resolvers:0", "192.0.2.53#not a name", "Check:Resolvers:")]
    [InlineData("Check:Resolvers:0", "https://dns.example/{?name}", "Check:Resolvers:")]
    [InlineData("Check:LogList", "/nowhere/list.json", "Check:LogList: there is no file '/nowhere/list.json'.")]
    [InlineData("Check:Roots", "/nowhere/roots.pem", "Check:Roots: there is no file")]
    [InlineData("Check:Certificate", "/nowhere/chain.pem", "Check:Certificate and Check:CertificateKey go together")]
    [InlineData("Check:Authorities:0", "ministry", "Write it as https://ministry.example, or https://ministry.example=KEYID.")]
    [InlineData("Check:Level", "High", "Check:Level is one of Organizational, Endorsed, Signed")]
    [InlineData("Check:Level", "2", "Check:Level is one of Organizational, Endorsed, Signed")]
    [InlineData("Check:IhleType", "0", "Check:IhleType lies between 1 and 65535.")]
    [InlineData("Check:PerMinute", "0", "Check:PerMinute lies between 1 and 600.")]
    [InlineData("Check:PerMinuteInAll", "60001", "Check:PerMinuteInAll lies between 1 and 60,000.")]
    [InlineData("Check:AtOnce", "1001", "Check:AtOnce lies between 1 and 1,000.")]
    [InlineData("Check:Patience", "00:02:00", "Check:Patience lies between 1 second and a minute.")]
    [InlineData("Check:Resolver", "192.0.2.53", "There is no setting Check:Resolver: did you mean Check:Resolvers?")]
    [InlineData("Logging:LogLevel:Default", "Trace", "There is no setting Logging: the sections are Check.")]
    [InlineData("Database:Connection", "issuer.db", "There is no setting Database: the sections are Check.")]
    public void Fault_IsNamedWithItsRemedy(string setting, string value, string told)
    {
        SettingsException refused = Assert.Throws<SettingsException>(
            () => Read([.. setting == "Check:LogList" ? [] : new[] { ("Check:LogList", List) }, (setting, value)]));
        Assert.Contains(refused.Faults, f => f.Contains(told, StringComparison.Ordinal));
    }

    [Fact]
    public void FileThatIsNotWhatItShouldBe_IsNamedWithWhatItIs()
    {
        string text = _folder.Write("text", "no list, and no certificate");
        SettingsException refused = Assert.Throws<SettingsException>(() => Read(
            ("Check:LogList", text), ("Check:Roots", text), ("Check:Certificate", text), ("Check:CertificateKey", text)));
        Assert.Contains(refused.Faults, f => f.StartsWith("Check:LogList cannot be used", StringComparison.Ordinal));
        Assert.Contains(refused.Faults, f => f.StartsWith("Check:Roots cannot be used", StringComparison.Ordinal));
        Assert.Contains(refused.Faults, f => f.StartsWith("Check:Certificate cannot be used", StringComparison.Ordinal));
    }

    [Fact]
    public void LogListThatIsMissing_IsNamedWithWhereToGetOne() => Assert.Contains(
        Assert.Throws<SettingsException>(() => Read(("Check:Resolvers:0", "192.0.2.53"))).Faults,
        f => f.StartsWith("Check:LogList names no file", StringComparison.Ordinal)
            && f.Contains("log_list.json", StringComparison.Ordinal));

    [Fact]
    public void Everything_IsRead()
    {
        CheckOptions options = Read(
            ("Check:LogList", List), ("Check:Level", "Endorsed"), ("Check:Authorities:0", "https://ministry.example"),
            ("Check:Resolvers:0", "192.0.2.53#dns.example"), ("Check:Resolvers:1", "https://dns.example/dns-query{?dns}"),
            ("Check:Origin", "https://check.society.example"), ("Check:Patience", "00:00:10"));
        Assert.Equal(2, options.Servers.Count);
        Assert.Equal("https://ministry.example", options.Policy.Authorities.Single().ToString());
        Assert.Equal(Verifier.SecurityLevel.Endorsed, options.Policy.RequiredLevel);
    }

    [Theory]
    [InlineData("--help", 0, "without database and keys")]
    [InlineData("--Check:Level=2", 64, "Check:Level is one of Organizational, Endorsed, Signed.")]
    [InlineData("--Database:Connection=x", 64, "There is no setting Database: the sections are Check.")]
    public async Task Command_SaysWhatItIs_AndDoesNotStartWithAFault(string word, int code, string told)
    {
        using Process process = Process.Start(
            new ProcessStartInfo(Environment.ProcessPath!, ["exec", typeof(CheckOptions).Assembly.Location, "checkpage", word])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = _folder.FullPath,
            })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(code, process.ExitCode);
        Assert.Contains(told, await output + await error, StringComparison.Ordinal);
    }

    private static CheckOptions Read(params (string Name, string Value)[] settings) => CheckSettings.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => s.Name, s => (string?)s.Value)).Build());
}
