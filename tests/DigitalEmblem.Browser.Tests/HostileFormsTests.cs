using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace DigitalEmblem.Browser.Tests;

/// <summary>
/// Every form that one person can reach, filled in with texts that are to become markup, to reorder a line, or to break a page. When this
/// fails, a text of one person runs a program in the browser of another, hides what a page says, or makes a page of no use.
/// </summary>
[Trait("Category", "Pages")]
public sealed partial class HostileFormsTests : IAsyncLifetime
{
    private const string Markup = "\"'><img src=x onerror=\"document.title='broken'\"><script>document.title='broken'</script>";

    private static readonly string[] Texts = [Markup, "\u202Eelpmaxe\u2066\u200B", new('w', 10_000)];

    // Those would end the session of the test, or change its language.
    private static readonly string[] Left = ["/you", "/sign-out", "/language"];

    private readonly List<string> _faults = [];
    private readonly HashSet<string> _sent = [];
    private Chromium _browser = null!;
    private IssuerWithPages _issuer = null!;

    public async Task InitializeAsync() => (_browser, _issuer) = (await Chromium.StartAsync(), await IssuerWithPages.StartAsync());

    public async Task DisposeAsync()
    {
        await _issuer.DisposeAsync();
        await _browser.DisposeAsync();
    }

    [Fact]
    public async Task HostileTexts_InEveryField_StayTexts()
    {
        string link = await _issuer.InviteAsync("anna", "Administrator", "Officer");
        await using PersonsBrowser anna = await _browser.OpenAsync(new() { ViewportSize = new() { Width = 320, Height = 900 } });
        await anna.AddAuthenticatorAsync();
        await anna.Page.GotoAsync(link);
        await anna.Page.GetByRole(AriaRole.Button, new() { Name = "Make a passkey" }).ClickAsync();
        await Assertions.Expect(anna.Page.GetByText("Signed in as anna")).ToBeVisibleAsync();
        anna.Page.Dialog += (_, dialog) =>
        {
            _faults.Add($"a dialog: {dialog.Message}");
            _ = dialog.DismissAsync();
        };

        var next = new Queue<string>([_issuer.Origin + "/"]);
        var seen = new HashSet<string>();
        while (next.TryDequeue(out string? url))
        {
            if (!seen.Add(Kind(url)) || Left.Contains(new Uri(url).AbsolutePath) || await OpenAsync(anna.Page, url) is false)
            {
                continue;
            }

            string[] links = await anna.Page.EvalOnSelectorAllAsync<string[]>("a[href]", "all => all.map(a => a.href.split('#')[0])");
            Array.ForEach([.. links.Where(l => l.StartsWith(_issuer.Origin + "/", StringComparison.Ordinal))], next.Enqueue);
            int forms = await Forms(anna.Page).CountAsync();
            for (int form = 0; form < forms; form++)
            {
                foreach (string text in Texts)
                {
                    if (await OpenAsync(anna.Page, url) && form < await Forms(anna.Page).CountAsync())
                    {
                        await SendAsync(anna.Page, Forms(anna.Page).Nth(form), Kind(url), text);
                    }
                }
            }
        }

        _faults.AddRange(anna.Complaints.Where(c => !c.StartsWith("Failed to load resource", StringComparison.Ordinal)));
        Assert.True(_sent.Count >= 10, $"Only {_sent.Count} forms were sent: {string.Join(' ', _sent)}");
        Assert.True(_faults.Count == 0, $"{_faults.Count} faults in {_sent.Count} forms:\n{string.Join('\n', _faults)}");
    }

    private async Task SendAsync(IPage page, ILocator form, string kind, string text)
    {
        ILocator fields = form.Locator("input:not([type]), input[type=text], input[type=search], textarea");
        int count = await fields.CountAsync();
        if (count == 0 || !await form.IsVisibleAsync())
        {
            return;
        }

        await form.EvaluateAsync("form => form.noValidate = true");
        for (int i = 0; i < count; i++)
        {
            if (await fields.Nth(i).IsVisibleAsync())
            {
                await fields.Nth(i).FillAsync(text);
            }
        }

        ILocator files = form.Locator("input[type=file]");
        for (int i = 0; i < await files.CountAsync(); i++)
        {
            await files.Nth(i).SetInputFilesAsync(
                new FilePayload { Name = "list<img src=x>.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(text) });
        }

        string action = await form.GetAttributeAsync("action") ?? kind;
        IResponse answer = await page.RunAndWaitForResponseAsync(
            () => form.Locator("button:visible").First.ClickAsync(), r => r.Request.Method == "POST");
        await page.LoadedAsync(answer);
        _sent.Add(Kind(new Uri(new Uri(_issuer.Origin), action).AbsoluteUri));
        if (answer.Status >= 500)
        {
            _faults.Add($"{kind}, form {action}: {answer.Status}");
        }

        await JudgeAsync(page, $"{kind}, after form {action}");
    }

    private async Task<bool> OpenAsync(IPage page, string url)
    {
        try
        {
            IResponse? answer = await page.GotoAsync(url);
            // Some forms are folded up.
            await page.EvaluateAsync("() => document.querySelectorAll('details').forEach(d => d.open = true)");
            await JudgeAsync(page, Kind(url));
            return answer is { Status: 200 };
        }
        catch (PlaywrightException e) when (e.Message.Contains("Download is starting", StringComparison.Ordinal))
        {
            return false;
        }
    }

    private async Task JudgeAsync(IPage page, string where)
    {
        if (await page.TitleAsync() == "broken" || await page.Locator("img[src=x], script:not([src])").CountAsync() > 0)
        {
            _faults.Add($"{where}: a text became markup");
        }

        int over = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
        if (over > 0)
        {
            _faults.Add($"{where}: {over} pixels too wide");
        }
    }

    private static ILocator Forms(IPage page) => page.Locator("main form[method=post]");

    private static string Kind(string url) => Identity().Replace(new Uri(url).PathAndQuery, "ID");

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Identity();
}
