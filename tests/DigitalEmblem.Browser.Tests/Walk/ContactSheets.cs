namespace DigitalEmblem.Browser.Tests.Walk;

/// <summary>One picture of all pages for each width, language and scheme of colours, for people to look at.</summary>
internal static class ContactSheets
{
    /// <summary>Writes one: <c>sheet-KIND.png</c>.</summary>
    public static async Task WriteAsync(PersonsBrowser browser, WalkRecord record, string kind, bool isNarrow)
    {
        string shown = string.Concat(record.Pages.Where(p => File.Exists(WalkRecord.Picture(p.Name, kind))).Select(p =>
            $"<figure><img src='data:image/png;base64,{Convert.ToBase64String(File.ReadAllBytes(WalkRecord.Picture(p.Name, kind)))}'>"
                + $"<figcaption>{p.Name}</figcaption></figure>"));
        await browser.Page.SetViewportSizeAsync(1800, 1000);
        await browser.Page.SetContentAsync(
            "<style>body{font:12px sans-serif;display:flex;flex-wrap:wrap;gap:8px;margin:8px}figure{margin:0;width:"
                + $"{(isNarrow ? 160 : 280)}px}}img{{width:100%;max-height:420px;object-fit:cover;object-position:top;"
                + $"border:1px solid #999}}</style>{shown}");
        await browser.Page.ScreenshotAsync(new() { Path = Path.Combine(WalkRecord.Folder, $"sheet-{kind}.png"), FullPage = true });
    }
}
