using DigitalEmblem.TestSupport;
using Microsoft.Playwright;

namespace DigitalEmblem.Browser.Tests.Hands;

/// <summary>The people of a story, each with a browser of their own, who all use the pages in one manner.</summary>
internal sealed class Cast(Chromium chromium, Manner manner) : IAsyncDisposable
{
    private const string Password = "four words are enough";

    private readonly Dictionary<string, PersonsBrowser> _browsers = [];

    /// <summary>In what manner they use the pages.</summary>
    public Manner Manner => manner;

    /// <summary>What pages, or their content security policy, complained of, but for the refusals that a story asks for.</summary>
    public IEnumerable<string> Complaints => _browsers.SelectMany(
        b => b.Value.Complaints.Where(c => !c.Contains("the server responded with a status of 4", StringComparison.Ordinal))
            .Select(c => $"the browser of {b.Key}: {c}"));

    /// <summary>Opens a browser for a person who does not sign in.</summary>
    public async Task<Hand> OpenAsync(string person)
    {
        PersonsBrowser browser = await chromium.OpenAsync(new BrowserNewContextOptions
        {
            JavaScriptEnabled = manner.HasScript,
            AcceptDownloads = true,
        });
        _browsers.Add(person, browser);
        return manner.Of(browser.Page);
    }

    /// <summary>Has a person join by a link: with a passkey where the browser makes one, else with password and code.</summary>
    /// <param name="person">The handle.</param>
    /// <param name="link">The link.</param>
    /// <param name="browser">The name of the browser, if the person has several.</param>
    public async Task<Hand> JoinAsync(string person, string link, string? browser = null)
    {
        Hand hand = await OpenAsync(browser ?? person);
        if (manner.HasScript)
        {
            await _browsers[browser ?? person].AddAuthenticatorAsync();
        }

        await hand.OpenAsync(link);
        await hand.SeesAsync("You are invited");
        if (manner.HasScript)
        {
            await hand.PressAsync("Make a passkey");
        }
        else
        {
            var telephone = new Authenticator(await hand.Page.Locator("main code").InnerTextAsync());
            await hand.FillAsync("A new password", Password);
            await hand.FillAsync("The code that it shows now", telephone.Code());
            await hand.PressAsync("Join");
        }

        await hand.SeesAsync("header", $"Signed in as {person}");
        return hand;
    }

    /// <summary>Has them do something, and leaves a picture of what each of them sees if it fails.</summary>
    /// <param name="story">The name of the story, for files.</param>
    /// <param name="act">What they do.</param>
    public async Task PlayAsync(string story, Func<Task> act)
    {
        try
        {
            await act();
        }
        catch
        {
            string folder = Path.Combine(Repository.Root, "artifacts", "stories", $"{story}-{manner.Name}");
            foreach ((string person, PersonsBrowser browser) in _browsers)
            {
                await browser.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, person + ".png"), FullPage = true });
            }

            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (PersonsBrowser browser in _browsers.Values)
        {
            await browser.DisposeAsync();
        }
    }
}
