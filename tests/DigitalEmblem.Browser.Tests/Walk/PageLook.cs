using Microsoft.Playwright;

namespace DigitalEmblem.Browser.Tests.Walk;

/// <summary>Looks at a page as a person sees it: at every width, in dark, and in the colours of a person who forces their own.</summary>
/// <param name="record">Takes faults and pictures.</param>
internal sealed class PageLook(WalkRecord record)
{
    /// <summary>A telephone (and 400 % of a large window), a tablet, a desk.</summary>
    public static readonly int[] Widths = [320, 768, 1280];

    /// <summary>The width of the pictures in other colours.</summary>
    public const int Middle = 768;

    /// <summary>The pictures in other colours.</summary>
    public const string Dark = "dark", Forced = "forced";

    /// <summary>At every width: nothing is wider than the window.</summary>
    /// <param name="page">The page.</param>
    /// <param name="name">Its name.</param>
    /// <param name="kind">What the names of its pictures have after the width.</param>
    public async Task AtWidthsAsync(IPage page, string name, string kind)
    {
        if ((await page.ContentAsync()).Contains("Microsoft.AspNetCore", StringComparison.Ordinal))
        {
            record.Fault($"{name}: names a type of the program, in place of what it says");
        }

        foreach (int width in Widths)
        {
            await page.SetViewportSizeAsync(width, 900);
            await FitsAsync(page, $"{name}{kind} at {width}");
            await page.ScreenshotAsync(new() { Path = WalkRecord.Picture(name, $"{width}{kind}"), FullPage = true });
        }
    }

    /// <summary>In dark, and in forced colours; <paramref name="inDarkAsync"/> judges it between.</summary>
    public static async Task InColoursAsync(IPage page, string name, Func<Task> inDarkAsync)
    {
        await page.SetViewportSizeAsync(Middle, 900);
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await page.ScreenshotAsync(new() { Path = WalkRecord.Picture(name, Dark), FullPage = true });
        await inDarkAsync();
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light, ForcedColors = ForcedColors.Active });
        await page.ScreenshotAsync(new() { Path = WalkRecord.Picture(name, Forced), FullPage = true });
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Null, ForcedColors = ForcedColors.None });
    }

    /// <summary>Nothing is wider than the window.</summary>
    public async Task FitsAsync(IPage page, string what)
    {
        string[] wide = await page.EvaluateAsync<string[]>(Scripts.TooWide);
        if (wide.Length > 0)
        {
            record.Fault($"{what}: too wide: {string.Join(" | ", wide)}");
        }
    }
}
