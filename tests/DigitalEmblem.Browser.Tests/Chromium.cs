using Microsoft.Playwright;

namespace DigitalEmblem.Browser.Tests;

/// <summary>Debian's Chromium, without a window, for all tests of a class.</summary>
public sealed class Chromium : IAsyncDisposable
{
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Chromium(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    public static async Task<Chromium> StartAsync()
    {
        // Playwright's own five seconds are for pages that wait for nobody; making a passkey takes two requests and a signature.
        Assertions.SetDefaultExpectTimeout(30_000);
        IPlaywright playwright = await Playwright.CreateAsync();
        IBrowser browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("DIGITALEMBLEM_CHROMIUM") ?? "/usr/bin/chromium",
            // It has no sandbox as root, and opens nothing but our own pages.
            Args = ["--no-sandbox"],
        });
        return new Chromium(playwright, browser);
    }

    /// <summary>A person's browser: cookies of its own, and every fault that the page reports in its console.</summary>
    public async Task<PersonsBrowser> OpenAsync(BrowserNewContextOptions? options = null)
    {
        IBrowserContext context = await _browser.NewContextAsync(options);
        return new PersonsBrowser(context, await context.NewPageAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
