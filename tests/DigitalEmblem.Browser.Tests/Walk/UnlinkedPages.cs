using System.Diagnostics;
using Microsoft.Playwright;

namespace DigitalEmblem.Browser.Tests.Walk;

/// <summary>
/// Pages of the issuer that no link leads to: those of a person who has not signed in, those that ask to sign in again, faults, and forms
/// with faults at their fields.
/// </summary>
/// <param name="demo">The demo, after its walkthrough.</param>
/// <param name="society">Where the society's pages are, without a slash at the end.</param>
internal sealed class UnlinkedPages(DemoWithPages demo, string society)
{
    private const string Session = "__Host-session";

    /// <summary>All of them.</summary>
    public IEnumerable<PageState> All =>
    [
        PageState.At("sign-in", PageState.Stranger, society + "/sign-in"),
        new("sign-in, after a failure", PageState.Stranger, SignInWronglyAsync),
        PageState.At("invitation that opens nothing", PageState.Stranger, society + "/invitation/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
        PageState.At("invitation", PageState.Stranger, demo.Links["ben"]),
        PageState.At("proposals to mark", "olga", society + "/mark-proposals"),
        PageState.At("fault 404", "ida", society + "/nowhere"),
        PageState.At("fault 404, signed out", PageState.Stranger, society + "/fault"),
        PageState.At("fault 403", "olga", society + "/people"),
        new("fault 400", "ida", SendWithoutTokenAsync),
        new("faults of an invitation", "ida", page => FillAsync(page, "/people/invite", "handle", "no handle!")),
        new("faults of an asset", "olga", page => FillAsync(page, "/assets/add", "name", "https://no name")),
        new("faults of a zone", "ida", page => FillAsync(page, "/zones/add", "zone", "no zone")),
        new("faults of a certificate", "ida", page => FillAsync(page, "/certificates", "chain", "no chain")),
        new("faults of a filter", "vera", page => page.GotoAsync(society + "/journal?from=yesterday&until=soon")),
        new("fresh sign-in", "ida", AskForStepUpAsync),
        new("session over", "ida", EndSessionAsync),
        new("send it now", "ida", ConfirmAsync),
    ];

    // Each try has a handle of its own, because tries of one handle are slowed down.
    private async Task SignInWronglyAsync(IPage page)
    {
        await page.GotoAsync(society + "/sign-in");
        await page.FillAsync("#handle", $"nobody-{Guid.NewGuid():N}");
        await page.FillAsync("#password", "a password of no person");
        await page.FillAsync("#code", "000000");
        await SendAsync(page, "form:has(#handle)");
    }

    private async Task SendWithoutTokenAsync(IPage page)
    {
        await page.GotoAsync(society + "/people/invite");
        await page.EvaluateAsync("() => document.querySelectorAll('main [name=__RequestVerificationToken]').forEach(t => t.remove())");
        await SendAsync(page, "main form.fields");
    }

    private async Task FillAsync(IPage page, string path, string field, string text)
    {
        await page.GotoAsync(society + path);
        await page.FillAsync($"main form.fields [name={field}]", text);
        await SendAsync(page, "main form.fields");
    }

    // As if ten minutes had passed since the person signed in.
    private async Task AskForStepUpAsync(IPage page)
    {
        await page.GotoAsync(society + "/people/invite");
        string database = Path.Combine(Path.GetDirectoryName(demo.Variables)!, "society", "issuer.db");
        const string Script =
            "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], 30); c.execute('UPDATE sessions SET StepUpAt = 0'); c.commit()";
        using Process python = Process.Start("python3", ["-c", Script, database]);
        await python.WaitForExitAsync();
        await page.FillAsync("[name=handle]", "zoe");
        await SendAsync(page, "main form.fields");
    }

    // The cookie of the session is taken away while the person types.
    private async Task EndSessionAsync(IPage page)
    {
        await page.GotoAsync(society + "/people/invite");
        BrowserContextCookiesResult cookie = (await page.Context.CookiesAsync([society])).Single(c => c.Name == Session);
        await page.Context.ClearCookiesAsync(new() { Name = Session });
        await page.FillAsync("[name=handle]", "zoe");
        await SendAsync(page, "main form.fields");
        // A cookie of this prefix is taken for an address of https only; the browser sends it to localhost without, too.
        string url = society.Replace("http://", "https://", StringComparison.Ordinal) + "/";
        await page.Context.AddCookiesAsync(
            [new() { Name = Session, Value = cookie.Value, Url = url, HttpOnly = true, Secure = true, SameSite = SameSiteAttribute.Lax }]);
    }

    private async Task ConfirmAsync(IPage page)
    {
        await AskForStepUpAsync(page);
        await page.Locator("[data-passkey] button").ClickAsync();
        await Assertions.Expect(page.Locator("a.button.second[href='/people/invite']")).ToBeVisibleAsync();
    }

    // The browser would hold back what is plainly wrong; a person with an old one sends it.
    private static async Task SendAsync(IPage page, string form)
    {
        ILocator one = page.Locator(form).First;
        await one.EvaluateAsync("f => f.noValidate = true");
        IResponse answer = await page.RunAndWaitForResponseAsync(
            () => one.Locator("button:visible").Last.ClickAsync(), r => r.Request.IsNavigationRequest && r.Request.Method == "POST");
        await page.LoadedAsync(answer);
    }
}
