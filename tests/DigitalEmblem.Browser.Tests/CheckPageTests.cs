using DigitalEmblem.TestSupport.Servers;
using Microsoft.Playwright;
using Xunit;

namespace DigitalEmblem.Browser.Tests;

/// <summary>
/// The check page in a real browser. When these fail, a link asks about a host without its reader, a person without JavaScript gets no
/// answer, or a page loads something from elsewhere.
/// </summary>
public sealed class CheckPageTests : IAsyncLifetime
{
    private static readonly (int Width, int Height)[] Sizes = [(320, 640), (1280, 900)];

    private Chromium _browser = null!;
    private CheckPageProcess _page = null!;

    public async Task InitializeAsync() => (_browser, _page) = (await Chromium.StartAsync(), await CheckPageProcess.StartAsync());

    public async Task DisposeAsync()
    {
        await _page.DisposeAsync();
        await _browser.DisposeAsync();
    }

    [Fact]
    public async Task Link_FillsTheForm_AndAsksNothing()
    {
        await using PersonsBrowser person = await _browser.OpenAsync();
        List<string> requests = Requests(person.Page);
        await person.Page.GotoAsync($"{_page.Origin}/en/#{MarkedWorld.Endorsed}");
        await Assertions.Expect(person.Page.GetByLabel("Host name")).ToHaveValueAsync(MarkedWorld.Endorsed);
        await Assertions.Expect(person.Page.GetByLabel("Host name")).ToBeFocusedAsync();

        await person.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        Assert.Equal(0, _page.Questions);
        Assert.Equal(4, requests.Count);
        Assert.All(requests, r => Assert.StartsWith($"GET {_page.Origin}/", r, StringComparison.Ordinal));
        Assert.DoesNotContain(requests, r => r.Contains("society", StringComparison.Ordinal));

        // Another link while the page is open, and one that is no text.
        await person.Page.EvaluateAsync("location.hash = '#m%C3%BCller.example'");
        await Assertions.Expect(person.Page.GetByLabel("Host name")).ToHaveValueAsync("müller.example");
        await person.Page.EvaluateAsync("location.hash = '#%E0%A4%A'");
        await Assertions.Expect(person.Page.GetByLabel("Host name")).ToHaveValueAsync("müller.example");
        await person.Page.EvaluateAsync("location.hash = '#<img src=x onerror=alert(1)>'");
        await Assertions.Expect(person.Page.GetByLabel("Host name")).ToHaveValueAsync("<img src=x onerror=alert(1)>");
        Assert.Empty(person.Complaints);

        await person.Page.GetByLabel("Host name").FillAsync(MarkedWorld.Endorsed);
        await person.Page.GetByRole(AriaRole.Button, new() { Name = "Look now" }).ClickAsync();
        await Assertions.Expect(person.Page.GetByRole(AriaRole.Heading, new() { Level = 1 }))
            .ToContainTextAsync("An emblem is shown, and it holds");
        Assert.NotEqual(0, _page.Questions);
        Assert.Equal($"{_page.Origin}/en/", person.Page.Url);
        Assert.Empty(await person.Page.Context.CookiesAsync());
        Assert.Empty(person.Complaints);
    }

    [Fact]
    public async Task WithoutJavaScript_EachAnswerIsThere_AndTheEvidenceIsAFile()
    {
        await using PersonsBrowser person = await _browser.OpenAsync(new() { JavaScriptEnabled = false, AcceptDownloads = true });
        await person.Page.GotoAsync($"{_page.Origin}/");
        Assert.Equal($"{_page.Origin}/en/", person.Page.Url);
        await AskAsync(person.Page, "printer.local");
        await Assertions.Expect(person.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Names that end in .local");
        await Assertions.Expect(person.Page.GetByLabel("Host name")).ToHaveValueAsync("printer.local");
        await Assertions.Expect(person.Page.GetByLabel("Host name")).ToBeFocusedAsync();
        await AskAsync(person.Page, MarkedWorld.Plain);
        await Assertions.Expect(person.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("No emblem was found");
        await AskAsync(person.Page, MarkedWorld.Endorsed);

        IDownload evidence = await person.Page.RunAndWaitForDownloadAsync(
            () => person.Page.GetByRole(AriaRole.Button, new() { Name = "Download the evidence" }).ClickAsync());
        Assert.Equal("emblem-evidence.json", evidence.SuggestedFilename);
        Assert.Contains("digital-emblem-evidence-file", await File.ReadAllTextAsync(await evidence.PathAsync()), StringComparison.Ordinal);
        Assert.DoesNotContain(person.Complaints, c => !c.Contains("422", StringComparison.Ordinal));
    }

    /// <summary>Every page at both widths: nothing is wider than the window. The pictures are for people to look at.</summary>
    [Fact]
    public async Task Pages_FitTheirWindow()
    {
        string folder = Directory.CreateDirectory(Path.Combine(TestSupport.Repository.Root, "artifacts", "checkpage")).FullName;
        foreach ((int width, int height) in Sizes)
        {
            await using PersonsBrowser person = await _browser.OpenAsync(
                new() { ViewportSize = new() { Width = width, Height = height } });
            await person.Page.GotoAsync($"{_page.Origin}/en/");
            await LookAsync("form");
            foreach ((string what, string name) in new[]
            {
                ("refused", "printer.local"), ("marked", MarkedWorld.Endorsed), ("none", MarkedWorld.Plain), ("wrong", MarkedWorld.Expired),
                ("unknown", MarkedWorld.Dead), ("international", MarkedWorld.International), ("deceiving", "rаura.society.example"),
            })
            {
                await AskAsync(person.Page, name);
                await LookAsync(what);
            }

            await person.Page.GotoAsync($"{_page.Origin}/nowhere");
            await LookAsync("fault");

            async Task LookAsync(string what)
            {
                await person.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{what}-{width}.png"), FullPage = true });
                Assert.True(
                    await person.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"),
                    $"{what} is wider than {width} pixels.");
            }
        }
    }

    [Fact]
    public async Task Print_HasTheRecord_AndNoForm()
    {
        await using PersonsBrowser person = await _browser.OpenAsync();
        await person.Page.GotoAsync($"{_page.Origin}/en/");
        await AskAsync(person.Page, MarkedWorld.Endorsed);
        await person.Page.EmulateMediaAsync(new() { Media = Media.Print });
        await Assertions.Expect(person.Page.GetByLabel("Host name")).ToBeHiddenAsync();
        await Assertions.Expect(person.Page.GetByText("Record of this check")).ToBeVisibleAsync();
        await Assertions.Expect(person.Page.GetByText("Log list of")).ToBeVisibleAsync();
        await person.Page.ScreenshotAsync(new()
        {
            Path = Path.Combine(TestSupport.Repository.Root, "artifacts", "checkpage", "print.png"),
            FullPage = true,
        });
    }

    private static async Task AskAsync(IPage page, string name)
    {
        await page.GetByLabel("Host name").FillAsync(name);
        await page.GetByRole(AriaRole.Button, new() { Name = "Look now" }).ClickAsync();
        await page.WaitForLoadStateAsync();
    }

    private static List<string> Requests(IPage page)
    {
        var requests = new List<string>();
        page.Request += (_, request) => requests.Add($"{request.Method} {request.Url}");
        return requests;
    }
}
