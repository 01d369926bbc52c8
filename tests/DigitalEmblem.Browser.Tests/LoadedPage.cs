using Microsoft.Playwright;

namespace DigitalEmblem.Browser.Tests;

/// <summary>Whether a page is there whole.</summary>
internal static class LoadedPage
{
    /// <summary>
    /// Waits until the document that stands there is complete. It asks the document: Playwright's own wait is for an event, and waits until
    /// it runs out where that event came between the answer to a form and the wait.
    /// </summary>
    /// <param name="page">The page.</param>
    /// <param name="answer">The answer that makes the page; until it is whole, the page before may stand there.</param>
    public static async Task LoadedAsync(this IPage page, IResponse answer)
    {
        await answer.FinishedAsync();
        await page.WaitForFunctionAsync("() => document.readyState === 'complete'");
    }
}
