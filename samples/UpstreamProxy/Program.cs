// upstream-proxy: passes GET requests on to Upstream:Address, and adds the header Emblem-Verdict to each answer.
using System.Globalization;
using System.Text;
using DigitalEmblem;
using DigitalEmblem.Discovery;
using DigitalEmblem.Extensions;
using DigitalEmblem.Verifier;

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
Uri upstream = new(builder.Configuration["Upstream:Address"] ?? throw new InvalidOperationException("Upstream:Address is missing."));
DomainName host = DomainName.Parse(builder.Configuration["Upstream:Name"] ?? upstream.Host);
builder.Services.AddEmblemVerification(builder.Configuration.GetSection("Emblem"));
builder.Services.AddHealthChecks().AddEmblemVerification();
WebApplication app = builder.Build();
IEmblemChecker checker = app.Services.GetRequiredService<IEmblemChecker>();
using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

app.UseHealthChecks("/healthz");
app.Run(async context =>
{
    if (!HttpMethods.IsGet(context.Request.Method))
    {
        context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        return;
    }

    // Upstream would take a path that goes up, however it is written, for another one than a filter before this proxy saw.
    string path = context.Request.Path.ToUriComponent();
    if (path.Contains('%', StringComparison.Ordinal) || path.Contains("/..", StringComparison.Ordinal))
    {
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return;
    }

    // Host and answer are asked side by side. A header of this name from upstream is never passed on: it would speak for itself.
    Task<string> verdict = VerdictAsync(context.RequestAborted);
    // Never resolve the path against the address: "//other.example/" would lead elsewhere.
    var target = new UriBuilder(upstream) { Path = path, Query = context.Request.QueryString.Value };
    using HttpResponseMessage? answer = await AskAsync(target.Uri, context.RequestAborted);
    // First, so that nothing that upstream answers can keep it away.
    context.Response.Headers["Emblem-Verdict"] = await verdict;
    context.Response.StatusCode = (int?)answer?.StatusCode ?? StatusCodes.Status502BadGateway;
    context.Response.ContentType = answer?.Content.Headers.ContentType?.ToString() is { } type && Ascii.IsValid(type) ? type : null;
    await (answer?.Content.CopyToAsync(context.Response.Body, context.RequestAborted) ?? Task.CompletedTask);
});
await app.RunAsync();

async Task<HttpResponseMessage?> AskAsync(Uri target, CancellationToken aborted)
{
    try
    {
        return await client.GetAsync(target, HttpCompletionOption.ResponseHeadersRead, aborted);
    }
    catch (Exception e) when (e is HttpRequestException or OperationCanceledException && !aborted.IsCancellationRequested)
    {
        return null;
    }
}

async Task<string> VerdictAsync(CancellationToken aborted)
{
    using var patience = CancellationTokenSource.CreateLinkedTokenSource(aborted);
    patience.CancelAfter(TimeSpan.FromSeconds(5));
    try
    {
        Verdict verdict = await checker.CheckAsync(host, patience.Token);
        return verdict.Outcome switch
        {
            VerdictOutcome.Marked => string.Create(
                CultureInfo.InvariantCulture, $"marked; level={verdict.Level}; until={verdict.ValidUntil:yyyy-MM-ddTHH:mm:ssZ}"),
            VerdictOutcome.NotMarked => "not-marked",
            VerdictOutcome.Invalid => "invalid",
            VerdictOutcome.NotAccepted => "not-accepted",
            _ => "indeterminate",
        };
    }
    catch (OperationCanceledException) when (!aborted.IsCancellationRequested)
    {
        // Late is not absent. A reader who took "indeterminate" for "not-marked" would treat a marked host as an unmarked one whenever a
        // resolver fails, so the header says which it is, and never stays away.
        return "indeterminate";
    }
}
