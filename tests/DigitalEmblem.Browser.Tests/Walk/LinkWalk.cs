using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace DigitalEmblem.Browser.Tests.Walk;

/// <summary>Follows links from the overview; of pages that differ by an identity or a filter only, the first one.</summary>
/// <param name="record">Takes pages and faults.</param>
internal sealed partial class LinkWalk(WalkRecord record)
{
    private const int MostBytes = 60_000, MostRequests = 4;

    /// <summary>Walks as one person.</summary>
    /// <param name="browser">The person's browser.</param>
    /// <param name="person">The person.</param>
    public async Task RunAsync(PersonsBrowser browser, string person)
    {
        var seen = new HashSet<string>();
        string origin = new Uri(browser.Page.Url).GetLeftPart(UriPartial.Authority) + "/";
        var next = new Queue<string>([origin]);
        while (next.TryDequeue(out string? url))
        {
            string kind = Kind(url), name = $"{new Uri(url).Host.Split('.')[0]}{kind}";
            if (!seen.Add(kind) || await LoadAsync(browser.Page, url, name) is not { } answer)
            {
                continue;
            }

            if (answer.Status != 200)
            {
                record.Fault($"{name} as {person}: a link led to {answer.Status}");
                continue;
            }

            string[] links = await browser.Page.EvalOnSelectorAllAsync<string[]>("a[href]", "all => all.map(a => a.href)");
            foreach (string link in links.Where(l => l.StartsWith(origin, StringComparison.Ordinal)))
            {
                next.Enqueue(link.Split('#')[0]);
            }

            record.Take(PageState.At(name, person, url));
        }
    }

    // Null for a file, which is no page.
    private async Task<IResponse?> LoadAsync(IPage page, string url, string name)
    {
        var from = new List<IRequest>();
        void Note(object? _, IRequest request) => from.Add(request);
        page.Request += Note;
        try
        {
            IResponse answer = (await page.GotoAsync(url))!;
            string origin = new Uri(url).GetLeftPart(UriPartial.Authority) + "/";
            if (from.Any(r => !r.Url.StartsWith(origin, StringComparison.Ordinal)))
            {
                record.Fault($"{name}: loads from elsewhere: {string.Join(' ', from.Select(r => r.Url))}");
            }

            if (from.Count > MostRequests + 1)
            {
                record.Fault($"{name}: {from.Count} requests");
            }

            int length = (await answer.BodyAsync()).Length;
            if (length > MostBytes)
            {
                record.Fault($"{name}: {length} bytes");
            }

            return answer;
        }
        catch (PlaywrightException e) when (e.Message.Contains("Download is starting", StringComparison.Ordinal))
        {
            return null;
        }
        finally
        {
            page.Request -= Note;
        }
    }

    private static string Kind(string url)
    {
        var uri = new Uri(url);
        string path = Identity().Replace(uri.AbsolutePath, "ID");
        path = path.StartsWith("/person/", StringComparison.Ordinal) ? Person().Replace(path, "/person/HANDLE") : path;
        return path + (uri.Query.Contains("handler=", StringComparison.Ordinal) ? uri.Query : "");
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|adem-data:1:[a-z2-7]+|adem-data%3A1%3A[a-z2-7]+")]
    private static partial Regex Identity();

    [GeneratedRegex("/person/[^/?]+")]
    private static partial Regex Person();
}
