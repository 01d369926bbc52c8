using DigitalEmblem.Issuer.Web.Acting;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DigitalEmblem.Issuer.Web.Stages;

/// <summary>Answers every fault with a page, in place of an empty answer or a stack trace.</summary>
/// <param name="next">The next stage.</param>
/// <param name="endpoints">Has the page of faults.</param>
/// <param name="words">What it says.</param>
internal sealed class WebFaults(RequestDelegate next, EndpointDataSource endpoints, IFaultWords words)
{
    /// <summary>The page that shows a fault.</summary>
    public const string Page = "/Fault";

    /// <summary>The page that asks a person to sign in again, and keeps the form that was sent.</summary>
    public const string AgainPage = "/SignInAgain";

    private static readonly object Shown = new();

    // Looked up when they are needed first: endpoints are mapped after the stages.
    private readonly Lazy<Endpoint> _page = new(() => Find(endpoints, Page)), _again = new(() => Find(endpoints, AgainPage));

    /// <summary>The fault that the page is to show; null if there is none.</summary>
    public static ShownFault? Of(HttpContext context) => context.Items[Shown] as ShownFault;

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null })
            {
                await ShowAsync(context, words.Of(context.Response.StatusCode));
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The browser has closed the connection.
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            ShownFault fault = words.Of(e);
            if (fault.Status >= StatusCodes.Status500InternalServerError)
            {
                words.Note(e, context.GetEndpoint()?.DisplayName ?? "no page");
            }

            await ShowAsync(context, fault);
        }
    }

    private async Task ShowAsync(HttpContext context, ShownFault fault)
    {
        string? retry = context.Response.Headers.RetryAfter;
        context.Response.Clear();
        context.Response.Headers.RetryAfter = retry;
        context.Response.StatusCode = fault.Status;
        context.Items[Shown] = fault;
        // As if the page had been asked for: what lies beside it is found by these, and OPTIONS would have an answer of its own.
        context.Request.Method = HttpMethods.Get;
        bool isAgain = fault.Status == StatusCodes.Status401Unauthorized && KeptForm.Of(context) is not null;
        Endpoint page = isAgain ? _again.Value : _page.Value;
        context.Request.RouteValues = new RouteValueDictionary { ["page"] = isAgain ? AgainPage : Page };
        context.SetEndpoint(page);
        await page.RequestDelegate!(context);
    }

    private static Endpoint Find(EndpointDataSource endpoints, string page) =>
        endpoints.Endpoints.First(e => e.Metadata.GetMetadata<PageActionDescriptor>()?.ViewEnginePath == page);
}
