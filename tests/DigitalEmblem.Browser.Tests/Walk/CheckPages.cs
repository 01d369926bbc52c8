using DigitalEmblem.TestSupport.Servers;
using Microsoft.Playwright;

namespace DigitalEmblem.Browser.Tests.Walk;

/// <summary>The public check page in all its states. It takes the language that the browser asks for.</summary>
/// <param name="origin">Where it is.</param>
internal sealed class CheckPages(string origin)
{
    /// <summary>The record of a check, which people print.</summary>
    public const string Record = "check, marked";

    /// <summary>All of them.</summary>
    public IEnumerable<PageState> All =>
    [
        PageState.At("check", PageState.Stranger, origin + "/"),
        Of("check, refused", "printer.local"),
        Of(Record, MarkedWorld.Endorsed),
        Of("check, none", MarkedWorld.Plain),
        Of("check, wrong", MarkedWorld.Expired),
        Of("check, alone", MarkedWorld.Alone),
        Of("check, unknown", MarkedWorld.Dead),
        Of("check, international", MarkedWorld.International),
        Of("check, deceiving", "rаura.society.example"),
        PageState.At("check, fault", PageState.Stranger, origin + "/nowhere"),
    ];

    private PageState Of(string name, string host) => new(name, PageState.Stranger, async page =>
    {
        await page.GotoAsync(origin + "/");
        await page.FillAsync("#name", host);
        IResponse answer = await page.RunAndWaitForResponseAsync(
            () => page.Locator("form.ask button").ClickAsync(), r => r.Request.IsNavigationRequest && r.Request.Method == "POST");
        await page.LoadedAsync(answer);
    });
}
