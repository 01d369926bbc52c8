using System.Globalization;
using System.Reflection;
using System.Text;
using DigitalEmblem.Issuer.Tests.Api;
using DigitalEmblem.Issuer.Web;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Web;

/// <summary>
/// Which page does what a call of the API does. When these fail, something can be done only by people who write programs, and nobody
/// decided so.
/// </summary>
[Trait("Category", "Servers")]
public sealed class CallsAndPagesTests
{
    [Fact]
    public async Task EveryCall_HasAPage_OrTheReasonWhyNot()
    {
        await using WebService web = await WebService.StartAsync();
        Dictionary<string, bool> pages = PagesOf(web);
        string[] calls = [.. CallsOf(web)];
        Assert.Equal([], calls.Except(CallPages.All.Keys));
        Assert.Equal([], CallPages.All.Keys.Except(calls));

        var table = new StringBuilder();
        table.Append("# Which page does what a call does\n\nMade by CallsAndPagesTests from a list that is kept by hand: the test fails "
            + "when a call comes or goes, when a page of the list does not exist, or when one of a call that changes something has no "
            + "form. Where there is no page, the reason stands in its place.\n\n| call | page, or why there is none |\n|---|---|\n");
        foreach (string call in calls)
        {
            string answer = CallPages.All[call];
            if (answer.StartsWith('/'))
            {
                Assert.True(pages.TryGetValue(answer, out bool hasForm), $"{call}: there is no page {answer}");
                Assert.True(hasForm || call.StartsWith("GET ", StringComparison.Ordinal), $"{call}: {answer} has no form");
            }
            else
            {
                Assert.EndsWith(".", answer, StringComparison.Ordinal);
            }

            table.Append(CultureInfo.InvariantCulture, $"| {call} | {(answer.StartsWith('/') ? $"`{answer}`" : answer)} |\n");
        }

        await SpecFile.EqualAsync("issuer-calls-and-pages.md", table.ToString());
    }

    private static IEnumerable<string> CallsOf(WebService web) =>
        from endpoint in web.Service.Endpoints
        from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods
        let pattern = "/" + endpoint.RoutePattern.RawText!.Trim('/')
        orderby pattern, method
        select $"{method} {pattern.Replace("/api/v1", "", StringComparison.Ordinal)}";

    /// <summary>The pages by their paths, each with whether it takes a form.</summary>
    private static Dictionary<string, bool> PagesOf(WebService web) => web.Service.AllEndpoints
        .Where(e => e.Metadata.GetMetadata<PageActionDescriptor>() is not null)
        .GroupBy(e => "/" + e.RoutePattern.RawText!.Trim('/'))
        .ToDictionary(e => e.Key, e => HasForm(e.First()));

    private static bool HasForm(RouteEndpoint endpoint)
    {
        string page = endpoint.Metadata.GetMetadata<PageActionDescriptor>()!.ViewEnginePath.TrimStart('/').Replace('/', '.');
        return typeof(IssuerWeb).Assembly.GetType($"{typeof(IssuerWeb).Namespace}.Pages.{page}Model")!.GetTypeInfo().DeclaredMethods
            .Any(m => m.IsPublic && m.Name.StartsWith("OnPost", StringComparison.Ordinal));
    }
}
