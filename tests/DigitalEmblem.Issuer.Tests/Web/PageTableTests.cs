using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text;
using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Api;
using DigitalEmblem.Issuer.Web;
using DigitalEmblem.Issuer.Web.Acting;
using DigitalEmblem.Issuer.Work.People;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Web;

/// <summary>
/// Who may use which page and which of its handlers. When these fail, a person does by a page what nobody decided that they may, or a form
/// of another site does.
/// </summary>
[Trait("Category", "Servers")]
public sealed class PageTableTests
{
    [Fact]
    public async Task EveryHandler_ByEveryRoleAndByStrangers_AnswersAsTheTableSays()
    {
        await using WebService web = await WebService.StartAsync();
        // The last one ends the session.
        Row[] rows = [.. RowsOf(web).OrderBy(r => r is { Method: "POST", Pattern: "sign-out" })];
        Assert.True(rows.Length > 10);
        Visitor[] visitors = await VisitorsAsync(web);
        List<List<string>> cells = [];
        foreach (Row row in rows)
        {
            cells.Add([]);
            foreach (Visitor visitor in visitors)
            {
                string cell = await visitor.AskAsync(row);
                cells[^1].Add(cell);
                if (visitor.Role is { } role)
                {
                    bool may = row.May == AccessRoles.None || (row.May & role) != 0;
                    Assert.True(may == (cell is "yes"), $"{row} by {visitor.Name}: {cell}");
                }
            }
        }

        await AskLaterAsync(web, rows, cells);
        await SpecFile.EqualAsync("issuer-pages.md", Table(rows, visitors, cells));
    }

    [Fact]
    public async Task WhatNeedsAStepUp_IsAccessCompromiseApprovingAndSigning_AndNeverWithdrawal()
    {
        await using WebService web = await WebService.StartAsync();

        Assert.All(
            RowsOf(web).Where(r => r.Pattern.Contains("withdraw", StringComparison.OrdinalIgnoreCase)),
            r => Assert.False(r.NeedsStepUp, $"{r} must not wait for a sign-in"));
        // An auditor changes nothing, beside what is the auditor's own.
        Assert.All(
            RowsOf(web).Where(r => r.Method == "POST" && r.May != AccessRoles.None
                && !r.Pattern.StartsWith("you", StringComparison.Ordinal)),
            r => Assert.False(r.May.HasFlag(AccessRoles.Auditor), $"{r} changes something, and an auditor may"));
    }

    // What needs a step-up asks for a sign-in after ten minutes, of each role that may do it, and nothing else does.
    private static async Task AskLaterAsync(WebService web, Row[] rows, List<List<string>> cells)
    {
        List<Visitor> later = [];
        foreach (AccessRoles role in Callers.Each.Where(r => r != AccessRoles.Applicant))
        {
            later.Add(new(web, role.ToString(), role, await web.JoinAsync($"c-{role}", role)));
        }

        web.Scene.Clock.Now += StepUpAttribute.Fresh;
        for (int i = 0; i < rows.Length; i++)
        {
            Row row = rows[i];
            Visitor one = later.First(v => row.May == AccessRoles.None || row.May.HasFlag(v.Role!.Value));
            cells[i].Add(await one.AskAsync(row));
            Assert.True(row.NeedsStepUp == (cells[i][^1] == "again"), $"{row} after ten minutes: {cells[i][^1]}");
        }
    }

    private static string Table(Row[] rows, Visitor[] visitors, List<List<string>> cells)
    {
        var table = new StringBuilder();
        table.Append("# Who may use which page\n\nMade by PageTableTests: each cell is an answer that was really given over HTTP (yes: it "
            + "was let in, whatever came of it; in: sent to the sign-in; again: asked to sign in again; else the status). \"Ended\" is a "
            + "session that was ended; \"another host\", \"no token\" and \"foreign origin\" are requests of an administrator and "
            + "officer; \"later\" is a person who may, ten minutes after the sign-in. The test fails when a page or a handler comes, goes, "
            + "or answers otherwise.\n\n");
        string[] columns = [.. visitors.Select(v => v.Name), "later"];
        table.Append(CultureInfo.InvariantCulture, $"| page | {string.Join(" | ", columns)} |\n");
        table.Append(CultureInfo.InvariantCulture, $"|---|{string.Concat(Enumerable.Repeat("---|", columns.Length))}\n");
        for (int i = 0; i < rows.Length; i++)
        {
            table.Append(CultureInfo.InvariantCulture, $"| {rows[i]} | {string.Join(" | ", cells[i])} |\n");
        }

        return table.ToString();
    }

    private static IEnumerable<Row> RowsOf(WebService web)
    {
        foreach (RouteEndpoint endpoint in web.Service.AllEndpoints.Where(e => e.Metadata.GetMetadata<PageActionDescriptor>() is not null)
            .DistinctBy(e => e.RoutePattern.RawText).OrderBy(e => e.RoutePattern.RawText, StringComparer.Ordinal))
        {
            PageActionDescriptor page = endpoint.Metadata.GetMetadata<PageActionDescriptor>()!;
            string name = $"{typeof(IssuerWeb).Namespace}.Pages.{page.ViewEnginePath.TrimStart('/').Replace('/', '.')}Model";
            TypeInfo model = typeof(IssuerWeb).Assembly.GetType(name)?.GetTypeInfo()
                ?? throw new InvalidOperationException($"The page {page.ViewEnginePath} has no model {name}.");
            foreach (MethodInfo handler in model.DeclaredMethods
                .Where(m => m.IsPublic && m.Name.StartsWith("On", StringComparison.Ordinal)))
            {
                string rest = handler.Name[2..];
                string method = rest.StartsWith("Post", StringComparison.Ordinal) ? "POST" : "GET";
                rest = rest[(method.Length)..];
                yield return new Row(
                    endpoint.RoutePattern.RawText!,
                    method,
                    rest.EndsWith("Async", StringComparison.Ordinal) ? rest[..^5] : rest,
                    HandlerRoles.Of(model, handler, method)!.Value,
                    handler.GetCustomAttribute<StepUpAttribute>() is not null);
            }
        }
    }

    private static async Task<Visitor[]> VisitorsAsync(WebService web)
    {
        List<Visitor> visitors = [new(web, "none", null, null)];
        foreach (AccessRoles role in Callers.Each.Where(r => r != AccessRoles.Applicant))
        {
            visitors.Add(new(web, role.ToString(), role, await web.JoinAsync($"a-{role}", role)));
        }

        const AccessRoles all = AccessRoles.Administrator | AccessRoles.Officer;
        OpenedSession ended = await web.JoinAsync("ended", all);
        await new EndSessions(web.Scene.Store).OwnAsync(ended.Session.Actor, ended.Session.Id, default);
        visitors.Add(new(web, "ended", null, ended));
        visitors.Add(new(web, "another host", null, await web.JoinAsync("b-host", all), r => r.Headers.Host = "issuer.example"));
        visitors.Add(new(web, "no token", null, await web.JoinAsync("b-token", all)) { WithToken = false });
        visitors.Add(new(web, "foreign origin", null, await web.JoinAsync("b-origin", all), r =>
        {
            if (r.Method != HttpMethod.Get)
            {
                r.Headers.Remove("Origin");
                r.Headers.Remove("Sec-Fetch-Site");
                r.Headers.Add("Origin", "https://other.example");
            }
        }));
        return [.. visitors];
    }

    private sealed record Row(string Pattern, string Method, string Handler, AccessRoles May, bool NeedsStepUp)
    {
        public string Path => "/" + Pattern.TrimStart('/')
            .Replace("{handle}", "nobody", StringComparison.Ordinal)
            .Replace("{secret}", "none", StringComparison.Ordinal)
            .Replace("{id:guid}", "019a0000-0000-7000-8000-000000000000", StringComparison.Ordinal)
            + (Handler.Length > 0 ? $"?handler={Handler}" : "");

        public override string ToString() => $"{Method} /{Pattern.TrimStart('/')}{(Handler.Length > 0 ? $" {Handler}" : "")}";
    }

    private sealed class Visitor(
        WebService web, string name, AccessRoles? role, OpenedSession? session, Action<HttpRequestMessage>? change = null)
    {
        private readonly Dictionary<string, string> _cookies = session is null ? [] : new() { [WebService.SessionCookie] = session.Token };
        private string? _token;

        public string Name => name;

        public AccessRoles? Role => role;

        public bool WithToken { get; init; } = true;

        public async Task<string> AskAsync(Row row)
        {
            web.Cookies.Clear();
            foreach ((string cookie, string value) in _cookies)
            {
                web.Cookies[cookie] = value;
            }

            Dictionary<string, string> fields = [];
            if (row.Method == "POST" && WithToken)
            {
                _token ??= await TokenAsync();
                fields["__RequestVerificationToken"] = _token;
            }

            using HttpContent? body = row.Method == "POST" ? new FormUrlEncodedContent(fields) : null;
            using HttpResponseMessage answer = await web.SendAsync(new HttpMethod(row.Method), row.Path, body, change);
            string page = await answer.Content.ReadAsStringAsync();
            return answer.StatusCode switch
            {
                HttpStatusCode.Redirect when answer.Headers.Location!.OriginalString.StartsWith("/sign-in", StringComparison.Ordinal)
                    && row.May != AccessRoles.None => "in",
                HttpStatusCode.Unauthorized when page.Contains("sign-in-again?handler=Password", StringComparison.Ordinal)
                    && row.May != AccessRoles.None => "again",
                HttpStatusCode.Forbidden or HttpStatusCode.MisdirectedRequest => $"{(int)answer.StatusCode}",
                HttpStatusCode.BadRequest when page.Contains("This did not come from these pages", StringComparison.Ordinal) => "400",
                _ => "yes",
            };
        }

        // Any page with a form has it.
        private async Task<string> TokenAsync()
        {
            string token = await web.TokenAsync("/language");
            _cookies[WebService.FormCookie] = web.Cookies[WebService.FormCookie];
            return token;
        }
    }
}
