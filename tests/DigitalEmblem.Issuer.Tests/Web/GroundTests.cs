using System.Net;
using System.Net.Http.Headers;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web;
using DigitalEmblem.Issuer.Web.Sealing;
using DigitalEmblem.Issuer.Web.Stages;
using DigitalEmblem.Texts;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Web;

/// <summary>
/// What every page stands on. When these fail, another site can act in the name of a person who is signed in, a browser runs what a
/// stranger wrote, or a key of a program opens what is for people.
/// </summary>
[Trait("Category", "Servers")]
public sealed class GroundTests : IClassFixture<SharedWebService>
{
    private readonly WebService _web;

    public GroundTests(SharedWebService shared)
    {
        _web = shared.Web;
        // Each test is another browser.
        _web.Cookies.Clear();
    }

    [Theory]
    [InlineData("/", 302)]
    [InlineData("/language", 200)]
    [InlineData("/assets/site.css", 200)]
    [InlineData("/assets/none.css", 302)]
    [InlineData("/fault", 404)]
    [InlineData("/api/v1/keys", 302)]
    [InlineData("/.well-known/adem", 302)]
    [InlineData("/health/live", 302)]
    public async Task EveryAnswer_BoundsWhatABrowserDoesWithIt(string path, int status)
    {
        using HttpResponseMessage answer = await _web.GetAsync(path);

        Assert.Equal(status, (int)answer.StatusCode);
        AssertHeaders(answer);
    }

    [Theory]
    [InlineData("127.0.0.1:8632")]
    [InlineData("localhost")]
    [InlineData("localhost:8630")]
    [InlineData("rebound.example:8632")]
    public async Task OtherHost_Is421_AndLearnsNothing(string host)
    {
        using HttpResponseMessage answer = await _web.GetAsync("/language", r =>
        {
            r.Headers.Host = host;
            r.Headers.Add("X-Forwarded-Host", "localhost:8632");
        });

        Assert.Equal(HttpStatusCode.MisdirectedRequest, answer.StatusCode);
        AssertHeaders(answer);
        Assert.Contains("This is the wrong address", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://localhost:8632", "same-origin", 302)]
    [InlineData("http://localhost:8632", null, 302)]
    [InlineData(null, "same-origin", 302)]
    [InlineData(null, null, 400)]
    [InlineData("null", "same-origin", 400)]
    [InlineData("http://localhost:8632", "same-site", 400)]
    [InlineData("http://localhost:8632", "cross-site", 400)]
    [InlineData("http://localhost:8632", "none", 400)]
    [InlineData("https://localhost:8632", "same-origin", 400)]
    [InlineData("http://localhost:8632.example", "same-origin", 400)]
    [InlineData("http://localhost", "same-origin", 400)]
    public async Task Form_FromAnotherSite_IsRefused(string? origin, string? site, int status)
    {
        using HttpResponseMessage answer = await _web.PostAsync("/language", new() { ["tag"] = "en" }, r =>
        {
            r.Headers.Remove("Origin");
            r.Headers.Remove("Sec-Fetch-Site");
            r.Headers.TryAddWithoutValidation("Origin", origin is null ? [] : [origin]);
            r.Headers.TryAddWithoutValidation("Sec-Fetch-Site", site is null ? [] : [site]);
        });

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(status == 302, _web.Cookies.ContainsKey("__Host-language"));
        AssertHeaders(answer);
    }

    [Fact]
    public async Task Form_WithoutItsToken_OrWithAnotherBrowsers_IsRefused()
    {
        using HttpResponseMessage none = await _web.PostAsync("/language", new() { ["tag"] = "en" }, withToken: false);
        Assert.Equal(HttpStatusCode.BadRequest, none.StatusCode);
        Assert.Contains("did not come from these pages", await none.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        using HttpResponseMessage foreign = await _web.PostAsync(
            "/language", new() { ["tag"] = "en" }, r => r.Headers.Remove("Cookie"));
        Assert.Equal(HttpStatusCode.BadRequest, foreign.StatusCode);
        Assert.False(_web.Cookies.ContainsKey("__Host-language"));
    }

    [Fact]
    public async Task Cookies_AreOfThisHostAlone()
    {
        using HttpResponseMessage page = await _web.GetAsync("/language");
        using HttpResponseMessage chosen = await _web.PostAsync("/language", new() { ["tag"] = "en" });

        string[] set = [.. page.Headers.GetValues("Set-Cookie"), .. chosen.Headers.GetValues("Set-Cookie")];
        Assert.NotEmpty(set);
        Assert.All(set, c =>
        {
            Assert.StartsWith("__Host-", c, StringComparison.Ordinal);
            Assert.Contains("; secure", c, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("; httponly", c, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("; samesite=lax", c, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("; path=/", c, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("; domain", c, StringComparison.OrdinalIgnoreCase);
        });
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    [InlineData("OPTIONS")]
    [InlineData("TRACE")]
    public async Task Page_AskedInAWayThatItDoesNotKnow_DoesNotShowItself(string method)
    {
        using HttpResponseMessage answer = await _web.SendAsync(new HttpMethod(method), "/language");
        Assert.InRange((int)answer.StatusCode, 400, 405);
        AssertHeaders(answer);
    }

    [Theory]
    [InlineData(1 << 20, 400)]
    [InlineData((1 << 20) + 1, 413)]
    public async Task Body_BeyondTheLimit_IsRefused(int bytes, int status)
    {
        using HttpResponseMessage answer = await _web.SendAsync(HttpMethod.Post, "/language", new ByteArrayContent(new byte[bytes])
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded") },
        });
        Assert.Equal(status, (int)answer.StatusCode);
        AssertHeaders(answer);
    }

    [Theory]
    [InlineData("//elsewhere.example/")]
    [InlineData("https://elsewhere.example/")]
    [InlineData("/\\elsewhere.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/ok\r\nSet-Cookie: x=y")]
    public async Task PathBack_ThatLeadsElsewhere_LeadsToTheOverview(string back)
    {
        using HttpResponseMessage answer = await _web.PostAsync("/language", new() { ["tag"] = "en", ["back"] = back });
        Assert.Equal("/", answer.Headers.Location!.ToString());
    }

    /// <summary>A page that says it is Arabic and is English is read out as nonsense.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData("de, sv;q=0.7")]
    [InlineData("de, ru;q=0.3, ar-EG;q=0.7")]
    public async Task Language_IsOneThatThePageIsIn(string? accept)
    {
        using HttpResponseMessage page = await _web.GetAsync(
            "/language", r => r.Headers.TryAddWithoutValidation("Accept-Language", accept));
        string html = await page.Content.ReadAsStringAsync();
        string tag = Language.Spoken.Any(l => l.Tag == "ar") && accept?.Contains("ar", StringComparison.Ordinal) == true ? "ar" : "en";
        Assert.Contains($"<html lang=\"{tag}\" dir=\"{(tag == "ar" ? "rtl" : "ltr")}\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ApiKey_OpensNoPage_AndACookieNoCall()
    {
        string key = (await _web.Service.GiveAccess.RunAsync("operator", "anna", AccessRoles.Administrator, null, default)).Secret;
        using HttpResponseMessage page = await _web.GetAsync("/", r => r.Headers.Authorization = new("Bearer", key));
        Assert.Equal("/sign-in", page.Headers.Location!.ToString());

        using HttpClient api = _web.Service.Client(null);
        api.DefaultRequestHeaders.Add("Cookie", "__Host-session=" + key);
        using HttpResponseMessage call = await api.GetAsync(new Uri("keys", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Unauthorized, call.StatusCode);
    }

    [Fact]
    public async Task KeysOfForms_StandSealedInTheDatabase()
    {
        await _web.GetAsync("/language");
        List<FormKey> keys = await _web.Scene.Store.ReadAsync(d => d.FormKeys.ToListAsync());

        FormKey key = Assert.Single(keys);
        Assert.Contains("<sealed", key.Xml, StringComparison.Ordinal);
        Assert.DoesNotContain("masterKey", key.Xml, StringComparison.Ordinal);
    }

    private static void AssertHeaders(HttpResponseMessage answer)
    {
        Assert.Equal(WebHeaders.ContentSecurityPolicy, string.Join(",", answer.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        Assert.Equal("nosniff", string.Join(",", answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("same-origin", string.Join(",", answer.Headers.GetValues("Referrer-Policy")));
        Assert.Equal("same-origin", string.Join(",", answer.Headers.GetValues("Cross-Origin-Opener-Policy")));
        Assert.Equal("same-origin", string.Join(",", answer.Headers.GetValues("Cross-Origin-Resource-Policy")));
    }
}
