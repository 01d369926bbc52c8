using Microsoft.Playwright;

namespace DigitalEmblem.Browser.Tests.Walk;

/// <summary>Pages that people put into a file: what stands on the paper is of use there, and says whose it is and of when.</summary>
/// <param name="record">Takes faults and pictures.</param>
internal sealed class Printing(WalkRecord record)
{
    // A4 less margins of 15 millimetres, at 96 pixels an inch.
    private const int Paper = 680;

    /// <summary>Looks at a page as it is printed.</summary>
    /// <param name="page">The page.</param>
    /// <param name="name">What it is called: <c>print-NAME.png</c>.</param>
    /// <param name="has">What has to stand on it.</param>
    public async Task LookAsync(IPage page, string name, params string[] has)
    {
        await page.SetViewportSizeAsync(Paper, 960);
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        foreach (string useless in await page.EvaluateAsync<string[]>(Scripts.Unprintable))
        {
            record.Fault($"{name} is printed with {useless}");
        }

        string text = await page.Locator("body").InnerTextAsync();
        foreach (string one in has.Where(h => !text.Contains(h, StringComparison.Ordinal)))
        {
            record.Fault($"{name} is printed without {one}");
        }

        await page.ScreenshotAsync(new() { Path = Path.Combine(WalkRecord.Folder, $"print-{name}.png"), FullPage = true });
        await page.EmulateMediaAsync(new() { Media = Media.Null });
    }
}
