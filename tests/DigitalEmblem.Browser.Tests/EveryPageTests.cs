using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using DigitalEmblem.TestSupport;
using Microsoft.Playwright;
using Xunit;

namespace DigitalEmblem.Browser.Tests;

/// <summary>
/// Every page that can be reached by links, of both services of the demo after its walkthrough, for each of its people. When these fail, a
/// person with a telephone, a keyboard or a screen reader cannot use a page, a link leads nowhere, or something comes from elsewhere.
/// Pictures are left in artifacts/pages.
/// </summary>
[Trait("Category", "Pages")]
public sealed partial class EveryPageTests : IAsyncLifetime
{
    private const string Arabic = "-ar";
    private const int MostBytes = 60_000, MostRequests = 4;

    private static readonly string[] People = ["ida", "olga", "vera", "adam", "anna"];
    private static readonly int[] Widths = [320, 768, 1280];
    private static readonly string[] Tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"];
    private static readonly string Pictures = Path.Combine(Repository.Root, "artifacts", "pages");

    private readonly List<string> _faults = [];
    private readonly SortedDictionary<string, (string Url, string Person)> _pages = new(StringComparer.Ordinal);
    private Chromium _browser = null!;
    private DemoWithPages _demo = null!;

    public async Task InitializeAsync()
    {
        (_browser, _demo) = (await Chromium.StartAsync(), await DemoWithPages.StartAsync());
        if (Directory.Exists(Pictures))
        {
            Directory.Delete(Pictures, recursive: true);
        }

        Directory.CreateDirectory(Pictures);
    }

    public async Task DisposeAsync()
    {
        await _demo.DisposeAsync();
        await _browser.DisposeAsync();
    }

    [Fact]
    public async Task EveryPage_AtEveryWidth_ForEveryPerson()
    {
        // All join first: once two people have approved, access to approve needs the word of another approver.
        Dictionary<string, PersonsBrowser> browsers = [];
        foreach (string person in People)
        {
            browsers[person] = await JoinAsync(person);
        }

        await _demo.RunAsync($"bash '{Path.Combine(Repository.Root, "src", "DigitalEmblem.Issuer", "walkthrough.sh")}'");
        foreach ((string person, PersonsBrowser browser) in browsers)
        {
            await WalkAsync(browser, person);
        }

        Assert.True(_pages.Count >= 30, $"Only {_pages.Count} pages were reached: {string.Join(' ', _pages.Keys)}");
        await WriteSheetsAsync("");
        await LookInArabicAsync(browsers);
        await WriteSheetsAsync(Arabic);
        foreach ((string person, PersonsBrowser browser) in browsers)
        {
            _faults.AddRange(browser.Complaints.Select(c => $"the browser of {person} complains: {c}"));
            await browser.DisposeAsync();
        }

        Assert.True(_faults.Count == 0, $"{_faults.Count} faults on {_pages.Count} pages:\n{string.Join('\n', _faults)}");
    }

    private async Task<PersonsBrowser> JoinAsync(string person)
    {
        PersonsBrowser browser = await _browser.OpenAsync();
        await browser.AddAuthenticatorAsync();
        await browser.Page.GotoAsync(_demo.Links[person]);
        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Make a passkey" }).ClickAsync();
        await Assertions.Expect(browser.Page.GetByText($"Signed in as {person}")).ToBeVisibleAsync();
        return browser;
    }

    // Follows links from the overview; of pages that differ by an identity or a filter only, the first one.
    private async Task WalkAsync(PersonsBrowser browser, string person)
    {
        var seen = new HashSet<string>();
        var next = new Queue<string>([new Uri(browser.Page.Url).GetLeftPart(UriPartial.Authority) + "/"]);
        while (next.TryDequeue(out string? url))
        {
            string kind = Kind(url);
            if (!seen.Add(kind))
            {
                continue;
            }

            IResponse? answer = await LoadAsync(browser.Page, url, kind);
            if (answer is null)
            {
                continue;
            }

            if (answer.Status != 200)
            {
                _faults.Add($"{kind} as {person}: a link led to {answer.Status}");
                continue;
            }

            string name = $"{new Uri(url).Host.Split('.')[0]}{kind}";
            if (_pages.TryAdd(name, (url, person)))
            {
                await LookAsync(browser.Page, name, answer);
                await JudgeAsync(browser.Page, name);
            }

            foreach (string link in await browser.Page.EvalOnSelectorAllAsync<string[]>("a[href]", "all => all.map(a => a.href)"))
            {
                if (link.StartsWith(new Uri(url).GetLeftPart(UriPartial.Authority) + "/", StringComparison.Ordinal))
                {
                    next.Enqueue(link.Split('#')[0]);
                }
            }
        }
    }

    private async Task<IResponse?> LoadAsync(IPage page, string url, string kind)
    {
        var from = new List<IRequest>();
        void Note(object? _, IRequest request) => from.Add(request);
        page.Request += Note;
        try
        {
            IResponse? answer = await page.GotoAsync(url);
            string origin = new Uri(url).GetLeftPart(UriPartial.Authority) + "/";
            if (from.Any(r => !r.Url.StartsWith(origin, StringComparison.Ordinal)))
            {
                _faults.Add($"{kind}: loads from elsewhere: {string.Join(' ', from.Select(r => r.Url))}");
            }

            if (from.Count > MostRequests + 1)
            {
                _faults.Add($"{kind}: {from.Count} requests");
            }

            return answer;
        }
        catch (PlaywrightException e) when (e.Message.Contains("Download is starting", StringComparison.Ordinal))
        {
            // A file, and no page.
            return null;
        }
        finally
        {
            page.Request -= Note;
        }
    }

    private async Task LookAsync(IPage page, string name, IResponse answer)
    {
        int length = (await answer.BodyAsync()).Length;
        if (length > MostBytes)
        {
            _faults.Add($"{name}: {length} bytes");
        }

        if ((await page.ContentAsync()).Contains("Microsoft.AspNetCore", StringComparison.Ordinal))
        {
            _faults.Add($"{name}: names a type of the program, in place of what it says");
        }

        foreach (int width in Widths)
        {
            await page.SetViewportSizeAsync(width, 900);
            int over = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
            if (over > 0)
            {
                string widest = await page.EvaluateAsync<string>(
                    "() => [...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1)"
                        + ".slice(0, 3).map(e => e.outerHTML.slice(0, 120)).join(' | ')");
                _faults.Add($"{name} at {width}: {over} pixels too wide: {widest}");
            }

            await page.ScreenshotAsync(new() { Path = Picture(name, width), FullPage = true });
        }
    }

    // The same pages from right to left.
    private async Task LookInArabicAsync(Dictionary<string, PersonsBrowser> browsers)
    {
        foreach (PersonsBrowser browser in browsers.Values)
        {
            await browser.Page.GotoAsync(new Uri(browser.Page.Url).GetLeftPart(UriPartial.Authority) + "/language");
            await browser.Page.Locator("input[value=ar]").CheckAsync();
            await browser.Page.Locator("main button:not(.second)").ClickAsync();
        }

        foreach ((string name, (string url, string person)) in _pages)
        {
            IPage page = browsers[person].Page;
            IResponse answer = (await page.GotoAsync(url))!;
            if (await page.Locator("html").GetAttributeAsync("dir") != "rtl")
            {
                _faults.Add($"{name} is not Arabic");
            }

            await LookAsync(page, name + Arabic, answer);
        }
    }

    private async Task JudgeAsync(IPage page, string name)
    {
        AxeResult axe = await page.RunAxe(new AxeRunOptions { RunOnly = new RunOnlyOptions { Type = "tag", Values = [.. Tags] } });
        _faults.AddRange(axe.Violations.Select(
            v => $"{name}: axe {v.Id}: {v.Help}: {string.Join(" | ", v.Nodes.Take(3).Select(n => n.Html))}"));
        await File.AppendAllLinesAsync(
            Path.Combine(Pictures, "axe.txt"),
            [
                $"{name}: {axe.Passes.Length} rules passed, {axe.Violations.Length} violated, {axe.Incomplete.Length} incomplete"
                    + (axe.Incomplete.Length > 0 ? $": {string.Join(", ", axe.Incomplete.Select(i => i.Id))}" : ""),
            ]);
    }

    // One picture of all pages for each width.
    private async Task WriteSheetsAsync(string language)
    {
        await using PersonsBrowser sheet = await _browser.OpenAsync();
        foreach (int width in Widths)
        {
            string shown = string.Concat(_pages.Keys.Select(name =>
                $"<figure><img src='data:image/png;base64,{Convert.ToBase64String(File.ReadAllBytes(Picture(name + language, width)))}'>"
                    + $"<figcaption>{name}</figcaption></figure>"));
            await sheet.Page.SetViewportSizeAsync(1800, 1000);
            await sheet.Page.SetContentAsync(
                "<style>body{font:12px sans-serif;display:flex;flex-wrap:wrap;gap:8px;margin:8px}figure{margin:0;width:"
                    + $"{(width < 700 ? 160 : 280)}px}}img{{width:100%;max-height:420px;object-fit:cover;object-position:top;"
                    + $"border:1px solid #999}}</style>{shown}");
            await sheet.Page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, $"sheet-{width}{language}.png"), FullPage = true });
        }
    }

    private static string Picture(string name, int width) =>
        Path.Combine(Pictures, $"{name.Replace('/', '_').Replace('?', '-').Replace('=', '-').Replace('&', '-')}-{width}.png");

    private static string Kind(string url)
    {
        var uri = new Uri(url);
        string path = Identity().Replace(uri.AbsolutePath, "ID");
        path = path.StartsWith("/person/", StringComparison.Ordinal) ? Person().Replace(path, "/person/HANDLE") : path;
        string query = uri.Query.Contains("handler=", StringComparison.Ordinal) ? uri.Query : "";
        return path + query;
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|adem-data:1:[a-z2-7]+|adem-data%3A1%3A[a-z2-7]+")]
    private static partial Regex Identity();

    [GeneratedRegex("/person/[^/?]+")]
    private static partial Regex Person();
}
