using Microsoft.Playwright;
using Xunit;

namespace DigitalEmblem.Browser.Tests;

/// <summary>
/// People join and sign in with a real browser. When these fail, nobody gets in, a link that a program previewed is of no use to its
/// person, or a link that was used opens the pages a second time.
/// </summary>
public sealed class JoiningTests : IAsyncLifetime
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
    public async Task FirstAdministrator_JoinsByPasskey_AndComesBackByIt()
    {
        await using PersonsBrowser anna = await _browser.OpenAsync();
        await anna.AddAuthenticatorAsync();

        await anna.Page.GotoAsync(_issuer.FirstLink);
        await anna.Page.GetByRole(AriaRole.Button, new() { Name = "Make a passkey" }).ClickAsync();
        await Assertions.Expect(anna.Page.GetByText("Signed in as administrator")).ToBeVisibleAsync();

        await anna.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await anna.Page.GetByRole(AriaRole.Button, new() { Name = "Use a passkey" }).ClickAsync();
        await Assertions.Expect(anna.Page.GetByText("Signed in as administrator")).ToBeVisibleAsync();

        await anna.Page.GotoAsync(_issuer.FirstLink);
        await Assertions.Expect(anna.Page.GetByRole(AriaRole.Heading, new() { Name = "This link opens nothing" })).ToBeVisibleAsync();
        Assert.All(anna.Complaints, c => Assert.Contains("404", c, StringComparison.Ordinal));
        Assert.DoesNotContain("/invitation/", _issuer.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Officer_WithoutJavaScript_JoinsByPasswordAndCode_AndACodeWorksOnce()
    {
        string link = await _issuer.InviteAsync("otto", "Officer");
        using (var preview = new HttpClient())
        {
            // A chat program looks at the link before the person does.
            (await preview.GetAsync(new Uri(link))).EnsureSuccessStatusCode();
        }

        await using PersonsBrowser otto = await _browser.OpenAsync(new() { JavaScriptEnabled = false });
        await otto.Page.GotoAsync(link);
        await Assertions.Expect(otto.Page.GetByRole(AriaRole.Button, new() { Name = "Make a passkey" })).ToBeHiddenAsync();
        var telephone = new Authenticator(await otto.Page.Locator("code").InnerTextAsync());

        await otto.Page.GetByLabel("A new password").FillAsync("four words are enough");
        await otto.Page.GetByLabel("The code that it shows now").FillAsync("000000");
        await otto.Page.GetByRole(AriaRole.Button, new() { Name = "Join" }).ClickAsync();
        await Assertions.Expect(otto.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("This is not the code");

        string code = telephone.Code();
        await otto.Page.GetByLabel("A new password").FillAsync("four words are enough");
        await otto.Page.GetByLabel("The code that it shows now").FillAsync(code);
        await otto.Page.GetByRole(AriaRole.Button, new() { Name = "Join" }).ClickAsync();
        await Assertions.Expect(otto.Page.GetByText("Signed in as otto")).ToBeVisibleAsync();

        await otto.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await SignInAsync(otto.Page, "otto", "four words are enough", code);
        await Assertions.Expect(otto.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("You are not signed in: the handle");
        // The next code, which is taken because clocks differ.
        await SignInAsync(otto.Page, "otto", "four words are enough", telephone.Code(1));
        await Assertions.Expect(otto.Page.GetByText("Signed in as otto")).ToBeVisibleAsync();
        Assert.Empty(otto.Complaints);
    }

    private static async Task SignInAsync(IPage page, string handle, string password, string code)
    {
        await page.GetByLabel("Handle").FillAsync(handle);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(password);
        await page.GetByLabel("Code", new() { Exact = true }).FillAsync(code);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }
}
