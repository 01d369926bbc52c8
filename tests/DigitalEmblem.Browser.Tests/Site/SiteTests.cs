using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace DigitalEmblem.Browser.Tests.Site;

/// <summary>
/// The documentation site, made by docs/build.sh before. When these fail, a reader on a telephone scrolls sideways, follows a link to
/// nothing, cannot read a page, or is seen by another host than the one that they opened.
/// </summary>
[Trait("Category", "Site")]
public sealed class SiteTests
{
    /// <summary>What the pages to look at match, as those of the issuer (CONTRIBUTING.md).</summary>
    private static readonly string Wanted = Environment.GetEnvironmentVariable("DIGITALEMBLEM_PAGES") ?? "";

    private static readonly string[] Samples =
        ["api/DigitalEmblem.html", "api/DigitalEmblem.Verifier.Verdict.html", "api/DigitalEmblem.Verifier.VerdictOutcome.html"];

    /// <summary>
    /// Every page at both widths: closely in light and dark those for people, and some of the API, whose pages one template makes from
    /// lists of members.
    /// </summary>
    [Fact]
    public async Task Pages_FitTheirWindow_AskNobodyElse_AndLeadSomewhere()
    {
        await using SiteServer site = await SiteServer.StartAsync();
        await using Chromium browser = await Chromium.StartAsync();
        IReadOnlyList<string> pages = SiteServer.Pages;
        Assert.True(pages.Count > 50, $"{SiteServer.Folder} has no site: run docs/build.sh.");
        string[] wanted = [.. pages.Where(p => Regex.IsMatch(p, Wanted))];
        Assert.NotEmpty(wanted);
        await using SiteLook light = await SiteLook.OpenAsync(browser, site, ColorScheme.Light);
        await using SiteLook dark = await SiteLook.OpenAsync(browser, site, ColorScheme.Dark);
        await Task.WhenAll(LookAsync(light, wanted, SiteLook.Wide), LookAsync(dark, wanted.Where(IsForPeople), SiteLook.Narrow));

        string[] faults = [.. light.Faults, .. dark.Faults, .. Broken(site, light)];
        await File.WriteAllLinesAsync(Path.Combine(SiteLook.Pictures, "faults.txt"), faults);
        Assert.True(faults.Length == 0, $"{faults.Length} faults; all are in faults.txt:\n{string.Join('\n', faults.Take(40))}");
    }

    /// <summary>A word is found, without asking anyone else.</summary>
    [Fact]
    public async Task Search_FindsAPage()
    {
        await using SiteServer site = await SiteServer.StartAsync();
        await using Chromium browser = await Chromium.StartAsync();
        await using PersonsBrowser person = await browser.OpenAsync();
        await person.Page.GotoAsync($"{site.Origin}/index.html");
        await person.Page.GetByRole(AriaRole.Searchbox, new() { Name = "Search", Exact = true }).FillAsync("endorsement");
        await Assertions.Expect(person.Page.Locator("#search-results a").First).ToBeVisibleAsync();
        Assert.Empty(person.Complaints);
    }

    private static bool IsForPeople(string page) =>
        !page.StartsWith("api/", StringComparison.Ordinal) || Array.IndexOf(Samples, page) >= 0;

    /// <summary>The first pages closely at both widths, other pages for people at one.</summary>
    private static async Task LookAsync(SiteLook look, IEnumerable<string> pages, int width)
    {
        foreach (string page in pages)
        {
            await look.LookAsync(
                page,
                !page.Contains('/', StringComparison.Ordinal) ? [SiteLook.Wide, SiteLook.Narrow] : IsForPeople(page) ? [width] : []);
        }
    }

    private static IEnumerable<string> Broken(SiteServer site, SiteLook look) =>
        look.Seen.SelectMany(page => page.Value.Links.Distinct()
            .Where(l => Wanted.Length == 0 && l.StartsWith(site.Origin + "/", StringComparison.Ordinal) && !Leads(look, new Uri(l)))
            .Select(l => $"{page.Key}: {l[site.Origin.Length..]} leads nowhere"));

    private static bool Leads(SiteLook look, Uri link)
    {
        string path = Uri.UnescapeDataString(link.AbsolutePath.TrimStart('/'));
        string place = Uri.UnescapeDataString(link.Fragment.TrimStart('#'));
        return look.Seen.TryGetValue(path, out SitePage? page)
            ? place.Length == 0 || page.Places.Contains(place)
            : File.Exists(Path.Combine(SiteServer.Folder, path));
    }
}
