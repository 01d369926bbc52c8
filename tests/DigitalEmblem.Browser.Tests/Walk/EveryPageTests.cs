using System.Diagnostics;
using DigitalEmblem.TestSupport;
using Microsoft.Playwright;
using Xunit;

namespace DigitalEmblem.Browser.Tests.Walk;

/// <summary>
/// Every page of both services of the demo after its walkthrough, for each of its people, and of the check page: those that links reach,
/// and those that they do not. When these fail, a person with a telephone, a keyboard, a screen reader, colours of their own or another
/// language cannot use a page, a link leads nowhere, or something comes from elsewhere. Pictures are left in artifacts/pages; while you
/// write a page, DIGITALEMBLEM_PAGES (a regular expression) looks at a few only.
/// </summary>
[Trait("Category", "Pages")]
public sealed class EveryPageTests : IAsyncLifetime
{
    private const string Arabic = "-ar";

    private static readonly string[] People = ["ida", "olga", "vera", "adam", "anna"];

    private readonly WalkRecord _record = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private PageLook _look = null!;
    private PageJudge _judge = null!;
    private Chromium _chromium = null!;
    private Browsers _browsers = null!;
    private DemoWithPages _demo = null!;
    private CheckPageProcess _check = null!;

    public async Task InitializeAsync()
    {
        (_look, _judge, _chromium) = (new PageLook(_record), new PageJudge(_record), await Chromium.StartAsync());
        (_browsers, _demo, _check) =
            (new Browsers(_chromium), await DemoWithPages.StartAsync(offersDisguise: true), await CheckPageProcess.StartAsync());
    }

    public async Task DisposeAsync()
    {
        await _browsers.DisposeAsync();
        await _check.DisposeAsync();
        await _demo.DisposeAsync();
        await _chromium.DisposeAsync();
    }

    [Fact]
    public async Task EveryPage_AtEveryWidth_ForEveryPerson()
    {
        // All join first: once two people have approved, access to approve needs the word of another approver.
        foreach (string person in People)
        {
            await _browsers.JoinAsync(person, _demo.Links[person]);
        }

        string society = new Uri(_browsers.People["ida"].Page.Url).GetLeftPart(UriPartial.Authority);
        await _demo.RunAsync($"bash '{Path.Combine(Repository.Root, "src", "DigitalEmblem.Issuer", "walkthrough.sh")}'");
        Lap("start and walkthrough");
        foreach ((string person, PersonsBrowser browser) in _browsers.People)
        {
            await new LinkWalk(_record).RunAsync(browser, person);
        }

        Assert.True(WalkRecord.IsPartial || _record.Pages.Count >= 60, $"Only {_record.Pages.Count} pages were reached.");
        foreach (PageState page in new UnlinkedPages(_demo, society).All.Concat(new CheckPages(_check.Origin).All))
        {
            _record.Take(page);
        }

        Lap("links");
        foreach (string tag in Disguise.Tags)
        {
            await InEveryPageAsync(tag, (page, name) => new Disguise(_record, _look).LookAsync(page, name, tag));
        }

        await InEveryPageAsync("ar", (page, name) => _look.AtWidthsAsync(page, name, Arabic));
        await InEveryPageAsync("en", ReadAsync);
        await PrintAsync();
        Lap("print");
        await WriteAsync();
        foreach (string complaint in _browsers.Complaints)
        {
            _record.Fault(complaint);
        }

        Assert.True(
            _record.Faults.Count == 0,
            $"{_record.Faults.Count} faults on {_record.Pages.Count} pages:\n{string.Join('\n', _record.Faults)}");
    }

    // All that is looked at in English.
    private async Task ReadAsync(IPage page, string name)
    {
        await _look.AtWidthsAsync(page, name, "");
        await _judge.JudgeAsync(page, name);
        await PageLook.InColoursAsync(page, name, () => _judge.JudgeContrastAsync(page, $"{name} in dark"));
        await new Habits(_record, _look).TryAsync(page, name);
    }

    private async Task<IPage> ArriveAsync(PageState state)
    {
        IPage page = (await _browsers.OfAsync(state.Person)).Page;
        await state.ArriveAsync(page);
        return page;
    }

    // The browsers of people work side by side.
    private async Task InEveryPageAsync(string tag, Func<IPage, string, Task> lookAsync)
    {
        await _browsers.SpeakAsync(tag);
        await Task.WhenAll(_record.Pages.GroupBy(p => p.Person).Select(OfPersonAsync));
        Lap(tag);

        async Task OfPersonAsync(IEnumerable<PageState> pages)
        {
            foreach (PageState state in pages)
            {
                try
                {
                    IPage page = await ArriveAsync(state);
                    if (await page.Locator("html").GetAttributeAsync("lang") is var spoken && spoken != tag)
                    {
                        _record.Fault($"{state.Name} is in {spoken}, and was asked for in {tag}");
                    }

                    await lookAsync(page, state.Name);
                }
                catch (Exception e) when (e is PlaywrightException or TimeoutException)
                {
                    // The other pages are looked at all the same.
                    _record.Fault($"{state.Name} in {tag} could not be looked at: {e.Message}");
                }
            }
        }
    }

    private async Task PrintAsync()
    {
        var printing = new Printing(_record);
        foreach ((string name, string print, string[] has) in new[]
        {
            ("society/assets/ID", "asset", new[] { "www.society.example", "https://society.example", "UTC" }),
            ("society/journal", "journal", ["https://society.example", "UTC"]),
            ("ministry/register", "register", ["https://ministry.example", "UTC"]),
            ("ministry/register/ID", "endorsement", ["https://ministry.example", "UTC"]),
            (CheckPages.Record, "record", ["www.society.example", "UTC"]),
        })
        {
            if (_record.Pages.FirstOrDefault(p => p.Name == name) is { } state)
            {
                await printing.LookAsync(await ArriveAsync(state), print, has);
            }
            else if (!WalkRecord.IsPartial)
            {
                _record.Fault($"{name} was not reached, and so not printed");
            }
        }
    }

    private async Task WriteAsync()
    {
        await _judge.WriteAsync();
        // People look at the sheets, and in CI there are none.
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            return;
        }

        await using PersonsBrowser sheet = await _chromium.OpenAsync();
        foreach (int width in PageLook.Widths)
        {
            await ContactSheets.WriteAsync(sheet, _record, $"{width}", width < PageLook.Middle);
            await ContactSheets.WriteAsync(sheet, _record, $"{width}{Arabic}", width < PageLook.Middle);
        }

        await ContactSheets.WriteAsync(sheet, _record, PageLook.Dark, isNarrow: false);
        await ContactSheets.WriteAsync(sheet, _record, PageLook.Forced, isNarrow: false);
        Lap("contact sheets");
    }

    private void Lap(string what)
    {
        string line = $"{_clock.Elapsed.TotalSeconds:0} s: {what}; {_record.Pages.Count} pages, {_record.Faults.Count} faults so far";
        File.AppendAllLines(Path.Combine(WalkRecord.Folder, "times.txt"), [line]);
        _clock.Restart();
    }
}
