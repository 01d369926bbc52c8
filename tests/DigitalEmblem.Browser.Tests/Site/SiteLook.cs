using System.Text.Json;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using DigitalEmblem.TestSupport;
using Microsoft.Playwright;

namespace DigitalEmblem.Browser.Tests.Site;

/// <summary>Opens pages of the site in one colour scheme, light or dark, and lists what is wrong with them.</summary>
internal sealed class SiteLook(PersonsBrowser person, SiteServer site, ColorScheme scheme) : IAsyncDisposable
{
    /// <summary>The page's script has drawn its menus; a page that stands in no table of contents has only the one above.</summary>
    private const string IsDrawn =
        """
        () => {
          const rel = name => document.querySelector(`meta[name="docfx:${name}rel"]`).content;
          return document.querySelector('#navbar a') && (rel('nav') === rel('toc') || document.querySelector('#toc li'));
        }
        """;

    /// <summary>A large screen, and a telephone.</summary>
    public const int Wide = 1280, Narrow = 360;

    private static readonly AxeRunOptions Rules = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] },
    };

    private static readonly bool IsInCi = Environment.GetEnvironmentVariable("CI") == "true";

    private readonly List<string> _requests = [];

    /// <summary>Where pictures and faults are left.</summary>
    public static string Pictures { get; } =
        Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "docs-pictures")).FullName;

    /// <summary>What was wrong so far.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>What leads out of each page, and into it.</summary>
    public Dictionary<string, SitePage> Seen { get; } = new(StringComparer.Ordinal);

    public static async Task<SiteLook> OpenAsync(Chromium browser, SiteServer site, ColorScheme scheme)
    {
        PersonsBrowser person = await browser.OpenAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
        var look = new SiteLook(person, site, scheme);
        person.Page.Request += (_, request) => look._requests.Add(request.Url);
        return look;
    }

    /// <summary>Opens a page and looks at it at both widths; closely also for accessibility, and leaves a picture.</summary>
    /// <param name="page">The page.</param>
    /// <param name="closely">The widths at which it is looked at closely.</param>
    public async Task LookAsync(string page, params int[] closely)
    {
        int complaints = person.Complaints.Count;
        _requests.Clear();
        await person.Page.SetViewportSizeAsync(Wide, 900);
        await person.Page.GotoAsync($"{site.Origin}/{page}", new() { WaitUntil = WaitUntilState.Load });
        await person.Page.WaitForFunctionAsync(IsDrawn);
        await LookAsync(page, Wide, closely.Contains(Wide));
        await LookAsync(page, Narrow, closely.Contains(Narrow));

        Seen[page] = JsonSerializer.Deserialize<SitePage>(await person.Page.EvaluateAsync<string>(SitePage.Script))!;
        _requests.Where(r => !r.StartsWith(site.Origin + "/", StringComparison.Ordinal) && !r.StartsWith("data:", StringComparison.Ordinal))
            .ToList().ForEach(r => Fault(page, $"it asks {r}"));
        person.Complaints.Skip(complaints).ToList().ForEach(c => Fault(page, c));
    }

    public ValueTask DisposeAsync() => person.DisposeAsync();

    private async Task LookAsync(string page, int width, bool isClose)
    {
        await person.Page.SetViewportSizeAsync(width, 900);
        if (!await person.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"))
        {
            Fault(page, $"it is wider than {width}");
        }

        if (isClose)
        {
            AxeResult axe = await person.Page.RunAxe(Rules);
            foreach (AxeResultItem found in axe.Violations)
            {
                Fault(page, $"axe {found.Id} at {width}: {found.Help}: {string.Join(" | ", found.Nodes.Take(3).Select(n => n.Html))}");
            }

            if (IsInCi && page.Contains('/', StringComparison.Ordinal))
            {
                // Pictures of whole pages are half of the time. The first pages have some there too.
                return;
            }

            string picture = $"{page.Replace('/', '_')[..^5]}-{width}-{scheme}.png";
            await person.Page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, picture), FullPage = true });
        }
    }

    private void Fault(string page, string fault) => Faults.Add($"{page} ({scheme}): {fault}");
}
