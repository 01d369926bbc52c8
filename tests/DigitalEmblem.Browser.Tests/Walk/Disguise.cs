using Microsoft.Playwright;

namespace DigitalEmblem.Browser.Tests.Walk;

/// <summary>
/// Looks at pages in a pseudo-language: what is not in disguise was never made a sentence, and no translation will reach it.
/// </summary>
/// <param name="record">Takes faults.</param>
/// <param name="look">Looks whether it fits.</param>
internal sealed class Disguise(WalkRecord record, PageLook look)
{
    /// <summary>Longer than English, and from right to left.</summary>
    public static readonly string[] Tags = ["en-XA", "ar-XB"];

    /// <summary>At the narrowest width: no raw text, nothing too wide, nothing cut.</summary>
    public async Task LookAsync(IPage page, string name, string tag)
    {
        await page.SetViewportSizeAsync(PageLook.Widths[0], 900);
        foreach (string raw in await page.EvaluateAsync<string[]>(Scripts.Raw, tag))
        {
            record.Fault($"{name} in {tag}: raw text: {raw}");
        }

        // With all details open.
        await look.FitsAsync(page, $"{name} in {tag}");
        foreach (string cut in await page.EvaluateAsync<string[]>(Scripts.Cut))
        {
            record.Fault($"{name} in {tag}: cut: {cut}");
        }
    }
}
