using System.Globalization;
using DigitalEmblem.TestSupport.Servers;
using Microsoft.Playwright;
using Xunit;

namespace DigitalEmblem.Browser.Tests;

/// <summary>
/// A person works by the account of their organization, with a real browser and without JavaScript. When this fails, such a person does not
/// get in, or loses a form while they show at their organization that it is them.
/// </summary>
public sealed class ProviderTests : IAsyncLifetime
{
    private Chromium _browser = null!;
    private IssuerWithPages _issuer = null!;
    private IdentityProviderProcess _provider = null!;

    public async Task InitializeAsync()
    {
        _browser = await Chromium.StartAsync();
        (_issuer, _provider) = await IssuerWithPages.StartAsync(IdentityProviderProcess.StartAsync);
    }

    public async Task DisposeAsync()
    {
        await _issuer.DisposeAsync();
        await _provider.DisposeAsync();
        await _browser.DisposeAsync();
    }

    [Fact]
    public async Task Person_JoinsAndComesBackByTheOrganization_AndAStepUpThereKeepsTheForm()
    {
        string link = await _issuer.InviteAsync("anna", "Administrator");
        await using PersonsBrowser anna = await _browser.OpenAsync(new() { JavaScriptEnabled = false });
        IPage page = anna.Page;

        await page.GotoAsync(link);
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in by your organization" }).ClickAsync();
        // Three hours ago: what needs a step-up asks for it.
        await EnterAsync(page, TimeProvider.System.GetUtcNow().AddHours(-3));
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Join by your organization's account?" }))
            .ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Join" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Signed in as anna")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        // Known there already, and so not asked.
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in by your organization" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Signed in as anna")).ToBeVisibleAsync();

        await page.GotoAsync($"{_issuer.Origin}/people/invite");
        await page.GetByLabel("Handle").FillAsync("otto");
        await page.GetByLabel("Officer").CheckAsync();
        await page.Locator("main form button").Last.ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Show that it is you" })).ToBeVisibleAsync();
        IPage tab = await page.Context.RunAndWaitForPageAsync(
            () => page.GetByRole(AriaRole.Link, new() { Name = "in another tab" }).ClickAsync());
        await EnterAsync(tab, null);
        await Assertions.Expect(tab.GetByRole(AriaRole.Heading, new() { Name = "You have signed in" })).ToBeVisibleAsync();
        await tab.CloseAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "I have signed in in the other tab: continue" }).ClickAsync();
        await Assertions.Expect(page.GetByText("What you sent has not been done yet")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("otto")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Send it now" }).ClickAsync();
        await Assertions.Expect(page.GetByText($"{_issuer.Origin}/invitation/")).ToBeVisibleAsync();
        // The page that asks for a step-up is a 401, which the browser notes.
        Assert.All(anna.Complaints, c => Assert.Contains("401", c, StringComparison.Ordinal));
        Assert.DoesNotContain("code=", _issuer.Log, StringComparison.Ordinal);
    }

    private static async Task EnterAsync(IPage page, DateTimeOffset? at)
    {
        await page.GetByLabel("Account").FillAsync("anna@society.example");
        await page.GetByLabel("Time").FillAsync(at?.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) ?? "");
        await page.GetByRole(AriaRole.Button, new() { Name = "Enter" }).ClickAsync();
    }
}
