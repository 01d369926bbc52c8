using Microsoft.Playwright;
using Xunit;

namespace DigitalEmblem.Browser.Tests;

/// <summary>
/// What strangers and writers of texts try in a real browser. When these fail, a person presses what they do not see, runs a stranger's
/// program, or is kept out by one who knows their handle.
/// </summary>
public sealed class HostileTests : IAsyncLifetime
{
    private Chromium _browser = null!;
    private IssuerWithPages _issuer = null!;

    public async Task InitializeAsync() => (_browser, _issuer) = (await Chromium.StartAsync(), await IssuerWithPages.StartAsync());

    public async Task DisposeAsync()
    {
        await _issuer.DisposeAsync();
        await _browser.DisposeAsync();
    }

    [Fact]
    public async Task FramedPage_StaysEmpty()
    {
        await using PersonsBrowser anna = await _browser.OpenAsync();
        await anna.Page.SetContentAsync(
            $"<iframe name=own srcdoc='<h1>Shown</h1>'></iframe><iframe name=ours src='{_issuer.Origin}/sign-in'></iframe>");

        await Assertions.Expect(anna.Page.FrameLocator("iframe[name=own]").GetByRole(AriaRole.Heading)).ToHaveTextAsync("Shown");
        await Assertions.Expect(anna.Page.FrameLocator("iframe[name=ours]").Locator("form")).ToHaveCountAsync(0);
        Assert.Contains(anna.Complaints, c => c.Contains("frame-ancestors", StringComparison.Ordinal));
    }

    [Fact]
    public async Task PersonWithAPasskey_IsNotKeptOut_ByStrangersWhoFailInTheirName()
    {
        await using PersonsBrowser anna = await _browser.OpenAsync();
        await anna.AddAuthenticatorAsync();
        await anna.Page.GotoAsync(_issuer.FirstLink);
        await anna.Page.GetByRole(AriaRole.Button, new() { Name = "Make a passkey" }).ClickAsync();
        await Assertions.Expect(anna.Page.GetByText("Signed in as administrator")).ToBeVisibleAsync();
        await anna.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();

        await using PersonsBrowser stranger = await _browser.OpenAsync();
        int status = 200;
        for (int tries = 0; status != 429; tries++)
        {
            Assert.True(tries < 100, "Nobody slows down those who guess.");
            await stranger.Page.GotoAsync($"{_issuer.Origin}/sign-in");
            await stranger.Page.GetByLabel("Handle").FillAsync("administrator");
            await stranger.Page.GetByLabel("Password", new() { Exact = true }).FillAsync("a guess of a stranger");
            await stranger.Page.GetByLabel("Code", new() { Exact = true }).FillAsync("123456");
            IResponse answer = await stranger.Page.RunAndWaitForResponseAsync(
                () => stranger.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync(),
                r => r.Request.Method == "POST");
            status = answer.Status;
        }

        await anna.Page.GotoAsync($"{_issuer.Origin}/sign-in");
        await anna.Page.GetByRole(AriaRole.Button, new() { Name = "Use a passkey" }).ClickAsync();
        await Assertions.Expect(anna.Page.GetByText("Signed in as administrator")).ToBeVisibleAsync();
    }
}
