using Microsoft.Playwright;

namespace DigitalEmblem.Browser.Tests.Walk;

/// <summary>Criteria that axe cannot judge and a browser can (spec/accessibility.md).</summary>
/// <param name="record">Takes faults.</param>
/// <param name="look">Looks whether it fits.</param>
internal sealed class Habits(WalkRecord record, PageLook look)
{
    /// <summary>Text spacing (1.4.12) at the narrowest width, focus visible (2.4.7), focus not obscured (2.4.11).</summary>
    public async Task TryAsync(IPage page, string name)
    {
        await page.SetViewportSizeAsync(PageLook.Widths[0], 900);
        await page.EvaluateAsync(Scripts.Spacing);
        await look.FitsAsync(page, $"{name} with wide spacing (1.4.12)");
        foreach (string cut in await page.EvaluateAsync<string[]>(Scripts.Cut))
        {
            record.Fault($"{name} with wide spacing (1.4.12): cut: {cut}");
        }

        await page.EvaluateAsync(Scripts.NoSpacing);
        foreach (string unshown in await page.EvaluateAsync<string[]>(Scripts.Unshown))
        {
            record.Fault($"{name} (2.4.7, 2.4.11): {unshown}");
        }
    }
}
