using Microsoft.Playwright;

namespace DigitalEmblem.Browser.Tests.Walk;

/// <summary>A browser for each of the demo's people, and one for each language of people who have not signed in.</summary>
/// <param name="chromium">Opens them.</param>
internal sealed class Browsers(Chromium chromium) : IAsyncDisposable
{
    private readonly Dictionary<string, PersonsBrowser> _people = [];
    private readonly Dictionary<string, PersonsBrowser> _strangers = [];
    private string _language = "en";

    /// <summary>The people who joined, with their browsers.</summary>
    public IReadOnlyDictionary<string, PersonsBrowser> People => _people;

    /// <summary>The browser of a person, or of one who has not signed in, in the language that was chosen last.</summary>
    public async Task<PersonsBrowser> OfAsync(string person)
    {
        if (person.Length > 0)
        {
            return _people[person];
        }

        if (!_strangers.TryGetValue(_language, out PersonsBrowser? browser))
        {
            _strangers[_language] = browser = await chromium.OpenAsync(new() { Locale = _language });
        }

        return browser;
    }

    /// <summary>Lets a person join by a link, with a passkey.</summary>
    public async Task JoinAsync(string person, string link)
    {
        PersonsBrowser browser = _people[person] = await chromium.OpenAsync();
        await browser.AddAuthenticatorAsync();
        await browser.Page.GotoAsync(link);
        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Make a passkey" }).ClickAsync();
        await Assertions.Expect(browser.Page.GetByText($"Signed in as {person}")).ToBeVisibleAsync();
    }

    /// <summary>Chooses a language for all.</summary>
    public async Task SpeakAsync(string tag)
    {
        _language = tag;
        foreach (IPage page in _people.Values.Select(b => b.Page))
        {
            await page.GotoAsync(new Uri(page.Url).GetLeftPart(UriPartial.Authority) + "/language");
            await page.Locator($"input[value={tag}]").CheckAsync();
            await page.Locator("main button:not(.second)").ClickAsync();
        }
    }

    /// <summary>What pages or their content security policy complained of. That an answer is a fault is no complaint of a page.</summary>
    public IEnumerable<string> Complaints =>
        _people.Concat(_strangers).SelectMany(p => p.Value.Complaints.Select(c => $"the browser of {p.Key} complains: {c}"))
            .Where(c => !c.Contains("responded with a status of 4", StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        foreach (PersonsBrowser browser in _people.Values.Concat(_strangers.Values))
        {
            await browser.DisposeAsync();
        }
    }
}
