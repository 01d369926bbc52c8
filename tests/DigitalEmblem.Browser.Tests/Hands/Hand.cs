using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace DigitalEmblem.Browser.Tests.Hands;

/// <summary>
/// How a person uses a page: by the labels and names that the page shows, and by nothing else. A name that ends with … is the beginning
/// of one; in a sentence, … is anything.
/// </summary>
internal abstract class Hand(IPage page)
{
    private const string Anything = "…";
    private const int MostLooks = 300;

    /// <summary>The page that is open.</summary>
    public IPage Page { get; } = page;

    /// <summary>What the page opens for the choice of files.</summary>
    protected FileChoosers Choosers { get; } = new(page);

    /// <summary>The content of the page, without what stands on every page.</summary>
    private ILocator Content => Page.Locator("main");

    /// <summary>Opens an address, as by typing it.</summary>
    /// <returns>The status of the answer.</returns>
    public async Task<int> OpenAsync(string url) => (await Page.GotoAsync(url))?.Status ?? 0;

    /// <summary>Presses a button, and waits until the next page is there.</summary>
    public Task PressAsync(string button) => GoAsync(Named(AriaRole.Button, button));

    /// <summary>Follows a link, the first one if there are several, and waits until the next page is there.</summary>
    public Task FollowAsync(string link) => GoAsync(Named(AriaRole.Link, link).First);

    /// <summary>Opens a part of the page that is folded.</summary>
    public Task UnfoldAsync(string summary) => UseAsync(Content.Locator("summary").Filter(new() { HasText = summary }));

    /// <summary>Types into a field, in place of what stands there.</summary>
    public Task FillAsync(string label, string text) => WriteAsync(Page.GetByLabel(label, new() { Exact = true }), text);

    /// <summary>Ticks or chooses.</summary>
    public Task ChooseAsync(string label) => SetAsync(Choice(label), isChosen: true);

    /// <summary>Takes a tick off.</summary>
    public Task ClearAsync(string label) => SetAsync(Choice(label), isChosen: false);

    /// <summary>Chooses in a list that opens.</summary>
    public Task SelectAsync(string label, string option) => SelectAsync(Page.GetByLabel(label, new() { Exact = true }), option);

    /// <summary>Chooses a file.</summary>
    public Task BringAsync(string label, string file) => BringAsync(Page.GetByLabel(label, new() { Exact = true }), file);

    /// <summary>Follows a link to a file, and keeps the file in a folder under the name that the page proposes.</summary>
    /// <returns>Its path.</returns>
    public async Task<string> DownloadAsync(string link, string folder)
    {
        IDownload download = await Page.RunAndWaitForDownloadAsync(() => UseAsync(Named(AriaRole.Link, link).First));
        string path = Path.Combine(folder, download.SuggestedFilename);
        await download.SaveAsAsync(path);
        return path;
    }

    /// <summary>Waits until the page says a sentence.</summary>
    public Task SeesAsync(string sentence) =>
        Assertions.Expect(Content).ToContainTextAsync(Pattern(sentence), new() { UseInnerText = true });

    /// <summary>Waits until a part of the page says a sentence.</summary>
    public Task SeesAsync(string selector, string sentence) =>
        Assertions.Expect(Page.Locator(selector)).ToContainTextAsync(Pattern(sentence), new() { UseInnerText = true });

    /// <summary>Waits until the page has a heading.</summary>
    public Task SeesHeadingAsync(string heading) =>
        Assertions.Expect(Named(AriaRole.Heading, heading)).ToBeVisibleAsync();

    /// <summary>Whether the page, as it is now, says a sentence.</summary>
    public async Task<bool> SaysAsync(string sentence) => Pattern(sentence).IsMatch(await Content.InnerTextAsync());

    /// <summary>Whether the page, as it is now, has a button.</summary>
    public async Task<bool> HasButtonAsync(string button) => await Named(AriaRole.Button, button).CountAsync() > 0;

    /// <summary>Loads the page again, until it says a sentence.</summary>
    public async Task ReloadUntilAsync(string sentence)
    {
        for (int looks = 0; looks < MostLooks && !await SaysAsync(sentence); looks++)
        {
            // Each look is an answer of the service. The pause leaves it time, on few processors, to do what is waited for.
            await Task.Delay(200);
            await Page.ReloadAsync();
        }

        await SeesAsync(sentence);
    }

    /// <summary>Uses a button, a link or the head of a folded part.</summary>
    protected abstract Task UseAsync(ILocator target);

    /// <summary>Writes into a field, in place of what stands there.</summary>
    protected abstract Task WriteAsync(ILocator field, string text);

    /// <summary>Ticks, chooses, or takes a tick off.</summary>
    protected abstract Task SetAsync(ILocator choice, bool isChosen);

    /// <summary>Chooses in a list that opens.</summary>
    protected abstract Task SelectAsync(ILocator list, string option);

    /// <summary>Chooses a file.</summary>
    protected abstract Task BringAsync(ILocator field, string file);

    // What a page says is never taken for what the next one says.
    private async Task GoAsync(ILocator target)
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Note(object? sender, IFrame frame)
        {
            if (frame == Page.MainFrame)
            {
                arrived.TrySetResult();
            }
        }

        string from = Page.Url;
        Page.FrameNavigated += Note;
        try
        {
            await UseAsync(target);
            if (await Task.WhenAny(arrived.Task, Task.Delay(TimeSpan.FromMinutes(1))) != arrived.Task)
            {
                throw new InvalidOperationException($"From {from}, {target} leads to no page.");
            }
        }
        finally
        {
            Page.FrameNavigated -= Note;
        }
    }

    private ILocator Choice(string label) => Named(AriaRole.Checkbox, label).Or(Named(AriaRole.Radio, label));

    private ILocator Named(AriaRole role, string name) => name.EndsWith(Anything, StringComparison.Ordinal)
        ? Page.GetByRole(role, new() { NameRegex = new Regex("^" + Regex.Escape(name[..^1].TrimEnd())) })
        : Page.GetByRole(role, new() { Name = name, Exact = true });

    // Sentences stand in paragraphs of their own, so that what lies between two of them is a line break.
    private static Regex Pattern(string sentence) => new(
        Regex.Escape(sentence).Replace($"\\ {Anything}\\ ", ".*?", StringComparison.Ordinal)
            .Replace(Anything, ".*?", StringComparison.Ordinal).Replace("\\ ", "\\s+", StringComparison.Ordinal),
        RegexOptions.Singleline);
}
