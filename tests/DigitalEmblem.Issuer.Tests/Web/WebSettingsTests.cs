using System.Net;
using System.Security.Cryptography;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Tests.Custody;
using DigitalEmblem.Issuer.Web;
using DigitalEmblem.Issuer.Web.Sealing;
using FsCheck.Xunit;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Web;

/// <summary>
/// The settings of the pages. When these fail, the service starts with pages that are open to eavesdroppers, whose passkeys cannot work,
/// or whose forms can be forged.
/// </summary>
public sealed class WebSettingsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("http://localhost:8632", "localhost:8632", "localhost")]
    [InlineData("http://issuer.localhost:8632", "issuer.localhost:8632", "issuer.localhost")]
    [InlineData("https://issuer.society.example", "issuer.society.example", "issuer.society.example")]
    [InlineData("https://Issuer.Society.Example:443/", "issuer.society.example", "issuer.society.example")]
    [InlineData("https://issuer.society.example:8443", "issuer.society.example:8443", "issuer.society.example")]
    [InlineData("https://émetteur.example", "xn--metteur-9xa.example", "xn--metteur-9xa.example")]
    public void Origin_IsSchemeNameAndPort(string text, string host, string domain)
    {
        Assert.True(WebOrigin.TryParse(text, out WebOrigin? origin, out string? fault), fault);
        Assert.Equal((host, domain), (origin.Host, origin.Domain));
        Assert.True(WebOrigin.TryParse(origin.ToString(), out WebOrigin? again, out _));
        Assert.Equal(origin, again);
    }

    [Theory]
    [InlineData("http://issuer.society.example")]
    [InlineData("http://127.0.0.1:8632")]
    [InlineData("https://127.0.0.1")]
    [InlineData("https://[::1]")]
    [InlineData("https://2130706433")]
    [InlineData("https://user@issuer.society.example")]
    [InlineData("https://issuer.society.example/pages")]
    [InlineData("https://issuer.society.example?x")]
    [InlineData("ftp://localhost")]
    [InlineData("localhost:8632")]
    [InlineData("")]
    public void Origin_WherePasskeysOrCookiesCannotWork_IsRefused(string text)
    {
        Assert.False(WebOrigin.TryParse(text, out _, out string? fault));
        Assert.Contains(
            new WebOptions { Origin = text }.Validate(new ListenOptions { Web = "" }), f => f.EndsWith(fault, StringComparison.Ordinal));
    }

    [Fact]
    public void Pages_WithoutASecret_AreRefused_AndNoPagesNeedNone()
    {
        Assert.Contains(new WebOptions().Validate(new ListenOptions()), f => f.Contains("Web:Secret is missing", StringComparison.Ordinal));
        Assert.Empty(new WebOptions().Validate(new ListenOptions { Web = "" }));
        Assert.Empty(WithSecret().Validate(new ListenOptions()));
    }

    [Theory]
    [InlineData("0.0.0.0:8632")]
    [InlineData("192.0.2.1:8632")]
    [InlineData("[::]:8632")]
    public void Pages_ThatOthersReachWithoutTls_AreRefused(string web)
    {
        Assert.Contains(new ListenOptions { Web = web }.Validate(), f => f.Contains("passwords would travel", StringComparison.Ordinal));
        Assert.Contains(WithSecret().Validate(new ListenOptions { Web = web }), f => f.Contains("https", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("127.0.0.1:8630")]
    [InlineData("127.0.0.1:8631")]
    public void Pages_AtThePortOfAnotherListener_AreRefused(string web) =>
        Assert.Contains(new ListenOptions { Web = web }.Validate(), f => f.Contains("need different ports", StringComparison.Ordinal));

    [Theory]
    [InlineData("10.0.0", true)]
    [InlineData("10.0.6", true)]
    [InlineData("10.0.6-servicing.1+abc", true)]
    [InlineData("nothing", true)]
    [InlineData("10.0.7", false)]
    [InlineData("10.0.12+abc", false)]
    [InlineData("10.1.0", false)]
    [InlineData("9.0.4", false)]
    public void Runtime_WhoseFormsCanBeForged_IsRefused(string version, bool isRefused) =>
        Assert.Equal(isRefused, SafeRuntime.Fault(version) is not null);

    [Fact]
    public void RuntimeOfThisMachine_IsSafe() => Assert.Null(SafeRuntime.Fault());

    [Theory]
    [InlineData("127.0.0.1", "192.0.2.7", "192.0.2.7")]
    [InlineData("127.0.0.1", "198.51.100.1, 192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:127.0.0.1", "2001:db8::7", "2001:db8::7")]
    [InlineData("127.0.0.1", "unknown", "127.0.0.1")]
    [InlineData("127.0.0.1", null, "127.0.0.1")]
    [InlineData("192.0.2.99", "192.0.2.7", "192.0.2.99")]
    public void Address_IsTheProxysLastWord_IfTheProxyIsNamed(string peer, string? header, string from)
    {
        var context = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse(peer) } };
        if (header is not null)
        {
            context.Request.Headers["X-Forwarded-For"] = header;
        }

        Assert.Equal(IPAddress.Parse(from), new ClientAddress(["127.0.0.1"]).Of(context));
    }

    [Property]
    public void Sealed_OpensWithTheSameSecretForTheSamePurpose_AndNotOtherwise(byte[] content)
    {
        content ??= [];
        byte[] sealedBytes = new WebSeal(() => "one secret").Seal("a", content);

        Assert.Equal(content, new WebSeal(() => "one secret").Open("a", sealedBytes));
        Assert.ThrowsAny<CryptographicException>(() => new WebSeal(() => "one secret").Open("b", sealedBytes));
        Assert.ThrowsAny<CryptographicException>(() => new WebSeal(() => "another secret").Open("a", sealedBytes));
        for (int i = 0; i < sealedBytes.Length; i++)
        {
            byte[] altered = [.. sealedBytes];
            altered[i] ^= 1;
            Assert.ThrowsAny<CryptographicException>(() => new WebSeal(() => "one secret").Open("a", altered));
            Assert.ThrowsAny<CryptographicException>(() => new WebSeal(() => "one secret").Open("a", sealedBytes.AsSpan(0, i)));
        }
    }

    private WebOptions WithSecret() => new() { Secret = new() { File = _folder.Write("secret", "a secret of the tests, long enough") } };
}
