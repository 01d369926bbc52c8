using System.Net;
using System.Security.Cryptography;
using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Api;
using DigitalEmblem.Issuer.Work.People;
using DigitalEmblem.TestSupport.Servers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Web;

/// <summary>
/// Answers that no sign-in of this browser earned. When these fail, a stranger gets in with an answer that is forged, stolen, old or meant
/// for another, or has a person work in the stranger's name.
/// </summary>
[Trait("Category", "Servers")]
public sealed class HostileProviderTests : IClassFixture<ProviderFixture>, IAsyncLifetime
{
    private const string Pages = IdentityProviderProcess.ClientId, Account = "anna";
    private readonly ProviderFixture _provider;
    private readonly ProvidersPage _page = new();
    private WebService _web = null!;

    public HostileProviderTests(ProviderFixture provider) => _provider = provider;

    public static TheoryData<string> Tokens =>
    [
        "of another issuer", "for another service", "expired", "not signed", "signed with the public key as a secret",
        "signed by another key", "of another nonce", "without a nonce", "without a subject", "no token",
    ];

    public async Task InitializeAsync() => _web = await StartAsync();

    public async Task DisposeAsync()
    {
        _page.Dispose();
        await _web.DisposeAsync();
    }

    [Fact]
    public async Task AnswerInAnotherBrowser_OpensNothing()
    {
        string answer = await _page.EnterAsync(await ProvidersPage.BeginAsync(_web), Account, ("roles", "Officer"));
        _web.Cookies.Clear();

        await RefusedAsync(_web, answer, HttpStatusCode.BadRequest, "began in another browser");
    }

    [Fact]
    public async Task CodeOfAStranger_InTheStateOfAPerson_OpensNothing()
    {
        Uri ofStranger = await ProvidersPage.BeginAsync(_web);
        string stolen = Query(await _page.EnterAsync(ofStranger, "mallory", ("roles", "Officer")), "code");
        _web.Cookies.Clear();
        string state = Query((await ProvidersPage.BeginAsync(_web)).ToString(), "state");

        // The provider refuses it, because its challenge is of another request (PKCE).
        await RefusedAsync(_web, Answer(stolen, state, _provider.Address + "/"), HttpStatusCode.BadGateway, "does not hold");
    }

    [Fact]
    public async Task AnswerASecondTime_OpensNothing_AlsoWhenItsCookiesAreKept()
    {
        Uri sentTo = await ProvidersPage.BeginAsync(_web);
        Dictionary<string, string> began = new(_web.Cookies);
        string answer = await _page.EnterAsync(sentTo, Account, ("roles", "Officer"));
        Assert.Equal(HttpStatusCode.Redirect, (await _web.GetAsync(answer)).StatusCode);

        _web.Cookies.Remove(WebService.SessionCookie);
        await RefusedAsync(_web, answer, HttpStatusCode.BadRequest, "It was used already");
        foreach ((string name, string value) in began)
        {
            _web.Cookies[name] = value;
        }

        await RefusedAsync(_web, answer, HttpStatusCode.BadGateway, "was used already");
        Assert.Contains(_web.Service.Logged, l => l.Contains("invalid_grant", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("altered")]
    [InlineData("missing")]
    [InlineData("none of ours")]
    [InlineData("no answer at all")]
    [InlineData("with a token in the address")]
    public async Task StateThatIsNone_IsOnePage(string kind)
    {
        string answer = await _page.EnterAsync(await ProvidersPage.BeginAsync(_web), Account, ("roles", "Officer"));
        string code = Query(answer, "code"), state = Query(answer, "state"), iss = Query(answer, "iss");
        string hostile = kind switch
        {
            "altered" => Answer(code, state[..^6] + (state.EndsWith("AAAAAA", StringComparison.Ordinal) ? "BBBBBB" : "AAAAAA"), iss),
            "missing" => Answer(code, "", iss),
            "none of ours" => Answer(code, "<script>alert(1)</script>", iss),
            "no answer at all" => "/sign-in/provider/answer",
            _ => answer + "&id_token=a.b.c&access_token=x",
        };

        string shown = await RefusedAsync(_web, hostile, HttpStatusCode.BadRequest, "This sign-in cannot be finished");
        Assert.DoesNotContain("<script>alert", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnswerAfterAQuarterOfAnHour_OpensNothing()
    {
        string answer = await _page.EnterAsync(await ProvidersPage.BeginAsync(_web), Account, ("roles", "Officer"));
        _web.Scene.Clock.Now += TimeSpan.FromMinutes(15);

        await RefusedAsync(_web, answer, HttpStatusCode.BadRequest, "is too old");
    }

    [Fact]
    public async Task SignInThatWasRefusedThere_IsToldSo()
    {
        string answer = await _page.EnterAsync(await ProvidersPage.BeginAsync(_web), Account, ("refuse", "yes"));

        await RefusedAsync(_web, answer, HttpStatusCode.Forbidden, "Your organization did not sign you in");
    }

    [Fact]
    public async Task ProviderThatIsAway_IsToldSo_BeforeAndAfter()
    {
        await using IdentityProviderProcess provider = await IdentityProviderProcess.StartAsync(WebService.Origin);
        await using WebService web = await StartAsync(provider.Address);
        string answer = await _page.EnterAsync(await ProvidersPage.BeginAsync(web), Account, ("roles", "Officer"));
        await provider.EndAsync();
        await RefusedAsync(web, answer, HttpStatusCode.ServiceUnavailable, "does not answer");

        // One that has never seen it.
        await using WebService other = await StartAsync(provider.Address);
        await RefusedAsync(other, "/sign-in/provider", HttpStatusCode.ServiceUnavailable, "use another way to sign in");
    }

    [Fact]
    public async Task ManyForgedAnswersFromOneNetwork_AreSlowedDown_AndAPasskeyIsNot()
    {
        HttpStatusCode last = HttpStatusCode.BadRequest;
        int asked = 0;
        for (; last == HttpStatusCode.BadRequest && asked < 40; asked++)
        {
            using HttpResponseMessage answer = await _web.GetAsync(Answer("x", "y", ""));
            last = answer.StatusCode;
            Assert.Equal(last == HttpStatusCode.TooManyRequests, answer.Headers.Contains("Retry-After"));
        }

        Assert.Equal((HttpStatusCode.TooManyRequests, 31), (last, asked));
        using HttpResponseMessage begun = await _web.GetAsync("/sign-in/provider");
        Assert.Equal(HttpStatusCode.TooManyRequests, begun.StatusCode);
        using HttpResponseMessage passkey = await _web.PostAsync("/sign-in", [], handler: "Options");
        Assert.Equal(HttpStatusCode.OK, passkey.StatusCode);
    }

    [Fact]
    public async Task TokenThatIsAsItShouldBe_OpensThePages()
    {
        await using IdentityProvider made = await IdentityProvider.StartAsync();
        await using WebService web = await StartAsync(made.Address);
        Uri sentTo = await ProvidersPage.BeginAsync(web);
        made.AnswerWith(made.Token(Account, ["Officer"], Pages, nonce: Query(sentTo.ToString(), "nonce")));

        using HttpResponseMessage answer = await web.GetAsync(Answer("x", Query(sentTo.ToString(), "state"), null));

        Assert.Equal("/", answer.Headers.Location!.OriginalString);
        Assert.True(web.Cookies.ContainsKey(WebService.SessionCookie));
    }

    [Theory]
    [MemberData(nameof(Tokens))]
    public async Task TokenThatDoesNotHold_OpensNothing(string kind)
    {
        await using IdentityProvider made = await IdentityProvider.StartAsync();
        await using WebService web = await StartAsync(made.Address);
        Uri sentTo = await ProvidersPage.BeginAsync(web);
        string nonce = Query(sentTo.ToString(), "nonce");
        using ECDsa other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        made.AnswerWith(kind switch
        {
            "of another issuer" => made.Token(Account, ["Officer"], Pages, issuer: "https://evil.example", nonce: nonce),
            "for another service" => made.Token(Account, ["Officer"], nonce: nonce),
            "expired" => made.Token(Account, ["Officer"], Pages, expires: TimeProvider.System.GetUtcNow().AddMinutes(-5), nonce: nonce),
            "not signed" => made.Unsigned(Account, ["Officer"], Pages, nonce),
            "signed with the public key as a secret" => made.Token(
                Account, ["Officer"], Pages, nonce: nonce, credentials: new SigningCredentials(
                    new SymmetricSecurityKey(made.PublicKey) { KeyId = "1" }, SecurityAlgorithms.HmacSha256)),
            "signed by another key" => made.Token(
                Account, ["Officer"], Pages, nonce: nonce, credentials: new SigningCredentials(
                    new ECDsaSecurityKey(other) { KeyId = "1" }, SecurityAlgorithms.EcdsaSha256)),
            "of another nonce" => made.Token(
                Account, ["Officer"], Pages, nonce: Query((await ProvidersPage.BeginAsync(web)).ToString(), "nonce")[..^4] + "AAAA"),
            "without a nonce" => made.Token(Account, ["Officer"], Pages),
            "without a subject" => made.Token(null, ["Officer"], Pages, nonce: nonce),
            _ => "a.b.c",
        });

        await RefusedAsync(
            web, Answer("x", Query(sentTo.ToString(), "state"), null), HttpStatusCode.BadGateway, "does not hold");
        Assert.DoesNotContain(web.Service.Logged, l => l.Contains(nonce, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://evil.example", false)]
    [InlineData("https://evil.example", true)]
    [InlineData(null, true)]
    public async Task AnswerOfAnotherProvider_IsNotRedeemedAtThisOne(string? iss, bool tellsIssuer)
    {
        await using IdentityProvider made = await IdentityProvider.StartAsync(tellsIssuer);
        await using WebService web = await StartAsync(made.Address);
        Uri sentTo = await ProvidersPage.BeginAsync(web);
        bool isRedeemed = false;
        made.Answers = () =>
        {
            isRedeemed = true;
            return Results.Json(new { });
        };

        await RefusedAsync(web, Answer("x", Query(sentTo.ToString(), "state"), iss), HttpStatusCode.BadGateway, "does not hold");
        Assert.False(isRedeemed);
    }

    [Theory]
    [InlineData("text")]
    [InlineData("markup")]
    [InlineData("503")]
    public async Task ProviderThatAnswersNonsense_IsAway(string kind)
    {
        await using IdentityProvider made = await IdentityProvider.StartAsync();
        await using WebService web = await StartAsync(made.Address);
        Uri sentTo = await ProvidersPage.BeginAsync(web);
        made.Answers = () => kind switch
        {
            "text" => Results.Text("x"),
            "markup" => Results.Content("<html>Gateway</html>", "text/html", statusCode: 502),
            _ => Results.StatusCode(503),
        };

        await RefusedAsync(web, Answer("x", Query(sentTo.ToString(), "state"), null), HttpStatusCode.ServiceUnavailable, "does not answer");
    }

    private static string Query(string address, string name) =>
        QueryHelpers.ParseQuery(new Uri(new Uri(WebService.Origin), address).Query)[name].ToString();

    private static string Answer(string code, string state, string? iss) =>
        $"/sign-in/provider/answer?code={Uri.EscapeDataString(code)}&state={Uri.EscapeDataString(state)}"
            + (iss is null ? "" : $"&iss={Uri.EscapeDataString(iss)}");

    private static async Task<string> RefusedAsync(WebService web, string answer, HttpStatusCode wanted, string says)
    {
        using HttpResponseMessage page = await web.GetAsync(answer);
        string shown = await page.Content.ReadAsStringAsync();
        Assert.True(wanted == page.StatusCode, $"{page.StatusCode} {page.Headers.Location}: {shown}");
        Assert.Contains(says, shown, StringComparison.Ordinal);
        Assert.Contains("Nothing was done", shown, StringComparison.Ordinal);
        Assert.False(web.Cookies.ContainsKey(WebService.SessionCookie));
        return shown;
    }

    private async Task<WebService> StartAsync(string? address = null)
    {
        WebService web = await WebService.StartAsync(o =>
        {
            _provider.Use(o, address);
            o.Access.Oidc!.Unbound = UnboundSubject.Make;
        });
        return web;
    }
}
