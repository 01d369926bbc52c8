using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Work.People;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Api;

/// <summary>Who may call what. When these fail, someone may do what nobody decided that they may, or the other way round.</summary>
[Trait("Category", "Servers")]
public class RoleTableTests
{
    private static readonly string[] OfTheCaller = ["/api/v1/access/rotate", "/api/v1/whoami"];

    [Fact]
    public async Task EveryEndpoint_WithEveryRoleAndNone_AnswersAsTheTableSays()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        List<(string Caller, HttpClient Client)> callers = [("none", service.Client(null))];
        foreach (AccessRoles role in Callers.Each)
        {
            callers.Add((role.ToString(), await service.ClientAsync(role)));
        }

        callers.Add(("expired key", await ExpiredAsync(service)));
        callers.Add(("revoked key", await RevokedAsync(service)));
        callers.Add(("garbage", service.Client(ApiKeySecret.Prefix + new string('A', 43))));
        scene.Clock.Now += TimeSpan.FromHours(1);

        var table = new StringBuilder();
        table.Append("# Who may call what\n\nMade by RoleTableTests: each cell is an answer that was really given over HTTP (yes: it was "
            + "let in, whatever came of it; else the status). The test fails when an endpoint comes, goes, or answers otherwise.\n\n");
        table.Append(
            CultureInfo.InvariantCulture,
            $"| endpoint | {string.Join(" | ", callers.Select(c => c.Caller))} |\n"
                + $"|---|{string.Concat(Enumerable.Repeat("---|", callers.Count))}\n");
        foreach ((string method, string pattern, AccessRoles let, string mediaType) in Rows(service))
        {
            var cells = new List<string>();
            foreach ((string caller, HttpClient client) in callers)
            {
                HttpStatusCode status = await CallAsync(client, method, pattern, mediaType);
                cells.Add(status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
                    ? ((int)status).ToString(CultureInfo.InvariantCulture)
                    : "yes");
                bool may = Enum.TryParse(caller, out AccessRoles role) && let.HasFlag(role);
                Assert.True(may == (cells[^1] == "yes"), $"{method} {pattern} by {caller}: {(int)status}");
            }

            table.Append(CultureInfo.InvariantCulture, $"| {method} {pattern} | {string.Join(" | ", cells)} |\n");
        }

        await SpecFile.EqualAsync("issuer-roles.md", table.ToString());
    }

    [Fact]
    public async Task EveryEndpoint_HasADecision()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using ApiService service = await ApiService.StartAsync(scene);

        Assert.True(service.Endpoints.Count > 50);
        Assert.All(service.Endpoints, e => Assert.NotEqual(AccessRoles.None, Callers.RolesOf(e.Metadata)));
        // An auditor changes nothing, and an applicant does nothing but apply; but each asks who it is, and replaces its own key.
        Assert.All(
            Rows(service).Where(r => r.Let == Callers.Everyone && !r.Pattern.Contains("/applications", StringComparison.Ordinal)),
            r => Assert.Contains(r.Pattern, OfTheCaller));
        Assert.All(
            Rows(service).Where(r => r.Method != "GET" && !OfTheCaller.Contains(r.Pattern)),
            r => Assert.False(r.Let.HasFlag(AccessRoles.Auditor), r.Pattern));
        Assert.All(
            Rows(service).Where(r => r.Let.HasFlag(AccessRoles.Applicant) && !OfTheCaller.Contains(r.Pattern)),
            r => Assert.StartsWith("/api/v1/applications", r.Pattern, StringComparison.Ordinal));
        Assert.All(Rows(service).Where(r => r.Method == "GET" && !r.Let.HasFlag(AccessRoles.Auditor)), r => Assert.Fail(r.Pattern));
    }

    [Fact]
    public async Task PublicPort_AnswersNoCallOfTheApi()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        string key = (await service.GiveAccess.RunAsync("operator", "anna", AccessRoles.Administrator, null, default)).Secret;
        HttpClient client = service.Client(key, publicPort: true);

        foreach ((string method, string pattern, _, string mediaType) in Rows(service))
        {
            Assert.Equal(HttpStatusCode.NotFound, await CallAsync(client, method, pattern, mediaType));
        }

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri(service.PublicAddress, "/health/live"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await service.Client(key).GetAsync("access")).StatusCode);
    }

    private static IEnumerable<(string Method, string Pattern, AccessRoles Let, string MediaType)> Rows(ApiService service) =>
        from endpoint in service.Endpoints
        from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods
        let pattern = "/" + endpoint.RoutePattern.RawText!.Trim('/')
        orderby pattern, method
        select (
            method,
            pattern,
            Callers.RolesOf(endpoint.Metadata),
            endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes[0] ?? "application/json");

    private static async Task<HttpStatusCode> CallAsync(HttpClient client, string method, string pattern, string mediaType)
    {
        using var request = new HttpRequestMessage(
            new HttpMethod(method), pattern.Replace("{id:guid}", "01890000-0000-7000-8000-000000000000", StringComparison.Ordinal));
        // Nothing that any call takes: it is let in or not, and changes nothing.
        request.Content = method is "GET" or "DELETE" ? null : new StringContent("{}", new MediaTypeHeaderValue(mediaType));
        return (await client.SendAsync(request)).StatusCode;
    }

    private static async Task<HttpClient> ExpiredAsync(ApiService service) =>
        service.Client((await service.GiveAccess.RunAsync(
            "operator", "expired", AccessRoles.Administrator, service.Scene.Clock.Now + TimeSpan.FromMinutes(1), default)).Secret);

    private static async Task<HttpClient> RevokedAsync(ApiService service)
    {
        (ApiKey key, string secret) = await service.GiveAccess.RunAsync("operator", "revoked", AccessRoles.Administrator, null, default);
        await service.RevokeAccess.RunAsync("operator", key.Id, null, default);
        return service.Client(secret);
    }
}
