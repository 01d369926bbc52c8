using System.Net;
using System.Net.Http.Headers;
using DigitalEmblem.Issuer.CheckPage;
using DigitalEmblem.Issuer.Web.Stages;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.CheckPage;

/// <summary>
/// What the check page takes, and from whom. When these fail, another site asks in a person's name, a stranger has this machine ask inside
/// its network, or a browser keeps or runs what it should not.
/// </summary>
[Trait("Category", "Servers")]
public sealed class CheckGroundTests(MarkedWorld world) : IClassFixture<MarkedWorld>, IAsyncLifetime
{
    private CheckPageService _service = null!;

    public async Task InitializeAsync() => _service = await CheckPageService.StartAsync(CheckPageService.Options(world));

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Theory]
    [InlineData("/", 302)]
    [InlineData("/en/", 200)]
    [InlineData("/en", 200)]
    [InlineData("/xx/", 404)]
    [InlineData("/fault", 404)]
    [InlineData("/en/evidence", 405)]
    [InlineData("/sign-in", 404)]
    [InlineData("/api/v1/keys", 404)]
    [InlineData("/assets/checkpage.css", 200)]
    [InlineData("/assets/checkpage.js", 200)]
    [InlineData("/assets/icon.svg", 200)]
    [InlineData("/assets/passkeys.js", 404)]
    public async Task EveryAnswer_HasTheHeaders_AndNoCookie(string path, int status)
    {
        using HttpResponseMessage answer = await _service.GetAsync(path);
        Assert.Equal(status, (int)answer.StatusCode);
        AssertHeaders(answer);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("de")]
    [InlineData("en-GB,en;q=0.9")]
    public async Task FirstPage_LeadsToALanguageThatIsThere(string? accept)
    {
        using HttpResponseMessage answer = await _service.GetAsync(
            "/", r => r.Headers.TryAddWithoutValidation("Accept-Language", accept));
        Assert.Equal("/en/", answer.Headers.Location!.ToString());
    }

    /// <summary>Browsers send the cookies of the issuer's pages to every port of a host.</summary>
    [Fact]
    public async Task Cookies_OfOtherPages_AreNotRead()
    {
        using HttpResponseMessage answer = await _service.AskAsync(
            MarkedWorld.Plain, r => r.Headers.Add("Cookie", "__Host-zone=Asia/Tokyo; __Host-language=fr; __Host-session=x"));
        string page = await answer.Content.ReadAsStringAsync();
        Assert.Contains("<html lang=\"en\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Tokyo", page, StringComparison.Ordinal);
        AssertHeaders(answer);
    }

    [Fact]
    public async Task NameInAnAddress_IsNotLookedAt()
    {
        using HttpResponseMessage answer = await _service.GetAsync($"/en/?name={MarkedWorld.Endorsed}");
        Assert.DoesNotContain(MarkedWorld.Endorsed, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1:8633")]
    [InlineData("localhost")]
    [InlineData("rebound.example:8633")]
    public async Task OtherHost_Is421(string host)
    {
        using HttpResponseMessage answer = await _service.AskAsync(MarkedWorld.Endorsed, r =>
        {
            r.Headers.Host = host;
            r.Headers.Add("X-Forwarded-Host", "localhost:8633");
        });
        Assert.Equal(HttpStatusCode.MisdirectedRequest, answer.StatusCode);
        AssertHeaders(answer);
    }

    [Theory]
    [InlineData("http://localhost:8633", "same-origin", 200)]
    [InlineData("http://localhost:8633", null, 200)]
    [InlineData(null, "same-origin", 200)]
    [InlineData(null, null, 400)]
    [InlineData("null", "same-origin", 400)]
    [InlineData("null", null, 400)]
    [InlineData("http://elsewhere.example", null, 400)]
    [InlineData("http://localhost:8633", "cross-site", 400)]
    [InlineData("http://localhost:8633", "same-site", 400)]
    [InlineData("https://localhost:8633", "same-origin", 400)]
    public async Task Question_FromAnotherSite_IsRefused(string? origin, string? site, int status)
    {
        using HttpResponseMessage answer = await _service.AskAsync(MarkedWorld.Plain, r =>
        {
            r.Headers.Remove("Origin");
            r.Headers.Remove("Sec-Fetch-Site");
            r.Headers.TryAddWithoutValidation("Origin", origin is null ? [] : [origin]);
            r.Headers.TryAddWithoutValidation("Sec-Fetch-Site", site is null ? [] : [site]);
        });
        Assert.Equal(status, (int)answer.StatusCode);
        AssertHeaders(answer);
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    [InlineData("TRACE")]
    [InlineData("ASK")]
    public async Task OtherMethods_AreRefused(string method)
    {
        using HttpResponseMessage answer = await _service.SendAsync(new HttpMethod(method), "/en/");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        AssertHeaders(answer);
    }

    /// <summary>ASP.NET Core writes large parts of such forms to temporary files.</summary>
    [Theory]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("text/plain")]
    [InlineData("application/json")]
    [InlineData(null)]
    public async Task OtherForms_AreRefused(string? type)
    {
        using var body = new StringContent($"--x\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\n{MarkedWorld.Plain}\r\n--x--\r\n");
        body.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        using HttpResponseMessage answer = await _service.SendAsync(HttpMethod.Post, "/en/", body);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("localhost")]
    [InlineData("printer")]
    [InlineData("printer.")]
    [InlineData("printer.local")]
    [InlineData("printer.LOCAL.")]
    [InlineData("db.internal")]
    [InlineData("metadata.google.internal")]
    [InlineData("7.2.0.192.in-addr.arpa")]
    [InlineData("router.home.arpa")]
    [InlineData("abcdefghijklmnop.onion")]
    [InlineData("web.localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    [InlineData("::1")]
    [InlineData("http://192.0.2.1/")]
    [InlineData("https://[2001:db8::1]:443/")]
    [InlineData("0x7f.1")]
    [InlineData("127.1")]
    [InlineData("１２７.0.0.1")]
    [InlineData("user@www.society.example")]
    [InlineData("https://a@www.society.example/")]
    [InlineData("www.society.example\\@elsewhere.example")]
    [InlineData("www society example")]
    [InlineData("_dmarc.society.example")]
    [InlineData("-a.example")]
    [InlineData("a..example")]
    [InlineData("‮elpmaxe.www")]
    [InlineData("<script>alert(1)</script>.example")]
    [InlineData("\"><img src=x onerror=alert(1)>")]
    [InlineData("printer.loc\u00adal")]
    [InlineData("printer．local")]
    [InlineData("%77ww.example")]
    public async Task NameThatMustNotBeAsked_IsToldOfAtItsField_AndNobodyIsAsked(string name)
    {
        using var nobody = new HostileServer((_, _) => throw new InvalidOperationException("Somebody asked."));
        CheckOptions options = CheckPageService.Options(world);
        options.Resolvers = [$"{nobody.EndPoint}"];
        await using CheckPageService service = await CheckPageService.StartAsync(options);

        using HttpResponseMessage answer = await service.AskAsync(name);
        string page = await answer.Content.ReadAsStringAsync();

        Assert.True(answer.StatusCode == HttpStatusCode.UnprocessableEntity, page);
        AssertHeaders(answer);
        Assert.Contains("Nothing was asked about any host.", CheckPageService.Text(page), StringComparison.Ordinal);
        Assert.Contains("aria-invalid=\"true\" autofocus", page, StringComparison.Ordinal);
        Assert.Contains("id=\"name-wrong\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>a", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("ا")]
    [InlineData("<")]
    public async Task TenThousandLetters_AreAnsweredWithWhatIsWrong_InASmallPage(string letter)
    {
        using HttpResponseMessage answer = await _service.AskAsync(string.Concat(Enumerable.Repeat(letter, 10_000)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.True((await answer.Content.ReadAsByteArrayAsync()).Length < 10_000);
    }

    [Fact]
    public async Task FormThatIsTooLarge_Is413()
    {
        using HttpResponseMessage answer = await _service.AskAsync(new string('a', 200_000));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        AssertHeaders(answer);
    }

    [Fact]
    public async Task UnknownFields_ChangeNothing_AndTooManyAreRefused()
    {
        using HttpResponseMessage some = await _service.SendAsync(HttpMethod.Post, "/en/", new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["name"] = MarkedWorld.Plain,
                ["Answer.Outcome"] = "Marked",
                ["Entered"] = "x",
                ["resolver"] = "192.0.2.1",
                ["Policy.Level"] = "Signed",
                ["language"] = "xx",
            }));
        Assert.Contains("No emblem was found", await some.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        using HttpResponseMessage many = await _service.SendAsync(HttpMethod.Post, "/en/", new FormUrlEncodedContent(
            Enumerable.Range(0, 3000).Select(i => new KeyValuePair<string, string>($"f{i}", ""))));
        Assert.Equal(HttpStatusCode.BadRequest, many.StatusCode);

        // ASP.NET Core takes no form with the character NUL.
        using HttpResponseMessage nul = await _service.AskAsync($"{MarkedWorld.Plain}\0");
        Assert.Equal(HttpStatusCode.BadRequest, nul.StatusCode);

        using HttpResponseMessage twice = await _service.SendAsync(HttpMethod.Post, "/en/", new FormUrlEncodedContent(
            [new("name", MarkedWorld.Plain), new("name", MarkedWorld.Endorsed)]));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, twice.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("!")]
    [InlineData("AAAA")]
    [InlineData("PHNjcmlwdD4")]
    public async Task Evidence_ThatIsNone_IsNotHandedOut(string field)
    {
        using HttpResponseMessage answer = await _service.SendAsync(
            HttpMethod.Post, "/en/evidence", new FormUrlEncodedContent(new Dictionary<string, string> { ["evidence"] = field }));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        AssertHeaders(answer);
    }

    [Fact]
    public async Task Pages_AreSmall()
    {
        string page = await _service.PageAsync(MarkedWorld.Endorsed);
        int page60 = System.Text.Encoding.UTF8.GetByteCount(page), loaded = 0;
        foreach (string asset in new[] { "checkpage.css", "checkpage.js" })
        {
            loaded += (await (await _service.GetAsync($"/assets/{asset}")).Content.ReadAsByteArrayAsync()).Length;
        }

        Assert.True(page60 <= 60_000, $"The page has {page60} bytes.");
        Assert.True(loaded <= 25_000, $"Style and script have {loaded} bytes.");
        Assert.Equal(3, page.Split("/assets/").Length - 1);
        Assert.DoesNotContain("https://fonts", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Budgets_AreByNetworkAndInAll_AndSayWhen()
    {
        CheckOptions options = CheckPageService.Options(world);
        (options.PerMinute, options.PerMinuteInAll, options.Proxy) = (2, 3, ["127.0.0.1"]);
        await using CheckPageService service = await CheckPageService.StartAsync(options);
        async Task<HttpResponseMessage> From(string address) => await service.AskAsync(
            MarkedWorld.Plain, r => r.Headers.Add("X-Forwarded-For", $"203.0.113.9, {address}"));

        Assert.Equal(HttpStatusCode.OK, (await From("2001:db8::1")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await From("2001:db8::ffff:2")).StatusCode);
        using HttpResponseMessage often = await From("2001:db8::3");
        Assert.Equal(HttpStatusCode.TooManyRequests, often.StatusCode);
        AssertHeaders(often);
        Assert.InRange(often.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        string seconds = $"Try again in {often.Headers.RetryAfter.Delta.Value.TotalSeconds} second";
        Assert.Contains(seconds, CheckPageService.Text(await often.Content.ReadAsStringAsync()), StringComparison.Ordinal);

        // A network that asked too often has used nothing up of the others' share, and all together have one.
        Assert.Equal(HttpStatusCode.OK, (await From("198.51.100.1")).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await From("192.0.2.77")).StatusCode);
        // What asks nobody costs nothing.
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await service.AskAsync("printer.local")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await service.GetAsync("/en/")).StatusCode);
    }

    /// <summary>When this fails, one owner of many networks uses up what all people together have.</summary>
    [Fact]
    public void NetworksOfOneOwner_HaveAPartOfTheBudgetOfAll()
    {
        CheckOptions options = CheckPageService.Options(world);
        (options.PerMinute, options.PerMinuteInAll) = (1, 8);
        using var budgets = new CheckBudgets(options);
        bool May(string from)
        {
            (IDisposable? place, _) = budgets.Take(IPAddress.Parse(from));
            place?.Dispose();
            return place is not null;
        }

        Assert.Equal([true, true, false], new[] { "2001:db8:0:1::1", "2001:db8:0:2::1", "2001:db8:0:3::1" }.Select(May));
        Assert.True(May("2001:db8:1:1::1"));
        Assert.True(May("192.0.2.1"));
    }

    [Fact]
    public async Task ChecksAtOnce_AreBounded()
    {
        using var silent = new HostileServer((_, _) => []);
        CheckOptions options = CheckPageService.Options(world);
        (options.AtOnce, options.Resolvers, options.Patience) = (1, [$"{silent.EndPoint}"], TimeSpan.FromMinutes(1));
        await using CheckPageService service = await CheckPageService.StartAsync(options);
        // One of them has the only place, and the other is answered at once.
        Task<HttpResponseMessage> refused = await Task.WhenAny(
            service.AskAsync(MarkedWorld.Plain), service.AskAsync(MarkedWorld.Plain));
        Assert.Equal(HttpStatusCode.TooManyRequests, (await refused).StatusCode);
    }

    /// <summary>
    /// Some bytes of evidence unpack to megabytes, and a stranger can write them. When this fails, strangers take the memory of the page.
    /// </summary>
    [Fact]
    public async Task EvidenceReadAtOnce_IsBounded_AndKeepsNoCheckWaiting()
    {
        CheckOptions options = CheckPageService.Options(world);
        options.AtOnce = 1;
        await using CheckPageService service = await CheckPageService.StartAsync(options);
        string page = await service.PageAsync(MarkedWorld.Endorsed);
        using (service.Services.GetRequiredService<CheckBudgets>().TakeToRead())
        {
            using HttpResponseMessage often = await service.EvidenceAsync(page);
            Assert.Equal(HttpStatusCode.TooManyRequests, often.StatusCode);
            Assert.InRange(often.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
            AssertHeaders(often);
            Assert.Equal(HttpStatusCode.OK, (await service.AskAsync(MarkedWorld.Plain)).StatusCode);
        }

        using HttpResponseMessage file = await service.EvidenceAsync(page);
        Assert.Equal(HttpStatusCode.OK, file.StatusCode);
        Assert.Equal("attachment", file.Content.Headers.ContentDisposition?.DispositionType);
    }

    private static void AssertHeaders(HttpResponseMessage answer)
    {
        Assert.Equal(WebHeaders.ContentSecurityPolicy, string.Join(",", answer.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        Assert.Equal("nosniff", string.Join(",", answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("same-origin", string.Join(",", answer.Headers.GetValues("Referrer-Policy")));
        Assert.Equal("same-origin", string.Join(",", answer.Headers.GetValues("Cross-Origin-Opener-Policy")));
        Assert.Equal("same-origin", string.Join(",", answer.Headers.GetValues("Cross-Origin-Resource-Policy")));
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.False(answer.Headers.Contains("Server"));
    }
}
