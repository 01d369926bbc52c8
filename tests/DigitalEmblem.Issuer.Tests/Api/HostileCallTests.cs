using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Work;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Api;

/// <summary>Calls that nobody honest makes. When these fail, someone gets in by a side door, or keeps the service from its work.</summary>
[Trait("Category", "Servers")]
public sealed class HostileCallTests(SharedService shared) : IClassFixture<SharedService>
{
    private const string Asset = "{'name':'www.society.example','purposes':['protective']}";

    [Theory]
    [InlineData("{'name':'www.society.example','purposes':['protective'],'state':'Marked'}")]
    [InlineData("{'name':'www.society.example','purposes':['protective'],'id':'01890000-0000-7000-8000-000000000000'}")]
    [InlineData("{'name':'www.society.example','purposes':['protective'],'declaredBy':'anna'}")]
    [InlineData("{'name':'www.society.example','purposes':['protective'],'Name':'other.society.example'}")]
    [InlineData("{'name':'www.society.example','name':'other.society.example','purposes':['protective']}")]
    [InlineData("{'name':'www.society.example'}")]
    [InlineData("{'name':null,'purposes':['protective']}")]
    [InlineData("{'name':'www.society.example','purposes':1}")]
    [InlineData("{'name':'www.society.example','purposes':['protective','none']}")]
    [InlineData("{'name':'www.society.example','purposes':'protective'}")]
    [InlineData("{'name':'www.society.example','purposes':['protective'],'lifetimeSeconds':'3600'}")]
    [InlineData("{'name':'www.society.example','purposes':['protective'],'lifetimeSeconds':1e400}")]
    [InlineData("{'name':'www.society.example','purposes':['protective']} {}")]
    [InlineData("{'name':'www.society.example','purposes':[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]}")]
    [InlineData("{'name':'\\ud800.society.example','purposes':['protective']}")]
    [InlineData("{'name':'www\\u0000.society.example','purposes':['protective']}")]
    [InlineData("{'name':'www.society.example','purposes':['\\ud800']}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("name=www.society.example")]
    public async Task BodyWithMoreOrLessThanIsAskedFor_IsRefused_AndNothingIsChanged(string body)
    {

        string detail = await (await shared.ClientAsync(AccessRoles.Officer)).PostAsync("assets", body).ProblemAsync("malformed");

        Assert.DoesNotContain("DigitalEmblem.Issuer", detail, StringComparison.Ordinal);
        Assert.Equal(0, await shared.Scene.ReadAsync(d => d.Assets.CountAsync()));
    }

    [Theory]
    [InlineData("{'name':'eve','roles':[31]}")]
    [InlineData("{'name':'eve','roles':['31']}")]
    [InlineData("{'name':'eve','roles':['Administrator','Approver']}")]
    [InlineData("{'name':'eve','roles':['Applicant','Approver']}")]
    [InlineData("{'name':'eve','roles':[]}")]
    [InlineData("{'name':'service','roles':['Officer']}")]
    [InlineData("{'name':'OIDC:anna','roles':['Approver']}")]
    [InlineData("{'name':'anna ','roles':['Approver']}")]
    [InlineData("{'name':'an\\u200bna','roles':['Approver']}")]
    [InlineData("{'name':'an\\u0000na','roles':['Approver']}")]
    [InlineData("{'name':'an\\ud800na','roles':['Approver']}")]
    [InlineData("{'name':'eve','roles':['Officer'],'expiresAt':'2030-01-01T00:00:00'}")]
    [InlineData("{'name':'eve','roles':['Officer'],'expiresAt':'2020-01-01T00:00:00Z'}")]
    [InlineData("{'name':'eve','roles':['Officer'],'hash':'00'}")]
    public async Task AccessThatNobodyMayHave_IsNotGiven(string body)
    {
        HttpClient administrator = await shared.ClientAsync(AccessRoles.Administrator);
        int before = await shared.Scene.ReadAsync(d => d.ApiKeys.CountAsync());

        await administrator.PostAsync("access", body).ProblemAsync("malformed");

        Assert.Equal(before, await shared.Scene.ReadAsync(d => d.ApiKeys.CountAsync()));
    }

    [Fact]
    public async Task LargeBodies_AreRefused_BeforeAnythingIsDoneWithThem()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient officer = await service.ClientAsync(AccessRoles.Officer);

        await officer.PostFileAsync("assets", new byte[10 << 20]).ProblemAsync("too-large");
        await officer.PostFileAsync("applications", new byte[(1 << 20) + 1]).ProblemAsync("too-large");
        await officer.PostFileAsync("assets/import?dryRun=true", new byte[(8 << 20) + 1], "text/csv").ProblemAsync("too-large");
        await officer.PostAsync("assets", Asset).NodeAsync(HttpStatusCode.Created);
    }

    [Fact]
    public async Task EndlessBody_IsCutOff_AndSoIsOneOfSomeoneUnknown()
    {
        string key = await shared.KeyAsync(AccessRoles.Officer);

        Assert.Equal(413, await EndlessAsync(shared.Service, key));
        Assert.Equal(401, await EndlessAsync(shared.Service, "issuer_none"));
    }

    [Theory]
    [InlineData("gzip", "application/json", "assets")]
    [InlineData("identity", "application/json", "assets")]
    [InlineData(null, "text/plain", "assets")]
    [InlineData(null, "application/x-www-form-urlencoded", "assets")]
    [InlineData(null, "application/json", "assets/import?dryRun=false")]
    [InlineData(null, "text/html", "applications")]
    public async Task BodyOfAnotherKind_IsRefused(string? encoding, string mediaType, string path)
    {
        var content = new StringContent(Asset.Replace('\'', '"'), Encoding.UTF8, new MediaTypeHeaderValue(mediaType));
        if (encoding is not null)
        {
            content.Headers.ContentEncoding.Add(encoding);
        }

        await (await shared.ClientAsync(AccessRoles.Officer)).SendAsync(HttpMethod.Post, path, content, null, null)
            .ProblemAsync("unsupported-media");
    }

    /// <summary>Whatever a path is written like: without a key it is not answered.</summary>
    [Theory]
    [InlineData("/api/v1/access")]
    [InlineData("/API/V1/ACCESS")]
    [InlineData("/api/v1/access/")]
    [InlineData("//api/v1/access")]
    [InlineData("/api//v1/access")]
    [InlineData("/api/v1/../v1/access")]
    [InlineData("/health/../api/v1/access")]
    [InlineData("/health/%2e%2e/api/v1/access")]
    [InlineData("/health/..%2fapi/v1/access")]
    [InlineData("/api/v1/%61ccess")]
    [InlineData("/api/v1/access%00")]
    [InlineData("/api/v1/access.")]
    [InlineData("/api/v1/access;x=/health/live")]
    [InlineData("/api/v1/access?path=/health/live")]
    [InlineData("/api/v1/access%2f")]
    [InlineData("/api/v1/./access")]
    [InlineData("\\api\\v1\\access")]
    [InlineData("/.well-known/adem/../../api/v1/access")]
    [InlineData("/health/live")]
    [InlineData("/")]
    [InlineData("*")]
    [InlineData("http://127.0.0.1/api/v1/access")]
    public async Task PathTricks_ReachNothingWithoutAKey(string target)
    {

        (int status, string answer) = await shared.Service.SendRawAsync($"GET {target} HTTP/1.1\nHost: 127.0.0.1\nConnection: close\n\n");

        // The server itself has no other answer to an asterisk.
        Assert.True(status is 400 or 401 || (target == "*" && status == 405), answer);
        Assert.DoesNotContain("items", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("X-HTTP-Method-Override: GET")]
    [InlineData("X-HTTP-Method: GET")]
    [InlineData("X-Original-URL: /api/v1/status\nX-Rewrite-URL: /api/v1/status")]
    [InlineData("X-Forwarded-For: 127.0.0.1\nX-Forwarded-Host: evil.example\nX-Forwarded-Proto: https\nX-Forwarded-Prefix: /evil\n"
        + "Forwarded: for=127.0.0.1;host=evil.example")]
    [InlineData("X-Remote-User: Administrator\nRemote-User: Administrator\nX-Forwarded-User: Administrator")]
    public async Task HeaderTricks_AreIgnored(string headers)
    {
        string key = await shared.KeyAsync(AccessRoles.Auditor);

        (int unknown, _) = await shared.Service.SendRawAsync(
            $"GET /api/v1/access HTTP/1.1\nHost: 127.0.0.1\n{headers}\nConnection: close\n\n");
        (int asAuditor, string answer) = await shared.Service.SendRawAsync(
            $"POST /api/v1/access HTTP/1.1\nHost: evil.example\nAuthorization: Bearer TOKEN\n{headers}\nContent-Length: 0\n"
                + "Connection: close\n\n",
            key);

        Assert.Equal((401, 403), (unknown, asAuditor));
        Assert.DoesNotContain("evil", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Authorization: Bearer TOKEN\nAuthorization: Bearer TOKEN")]
    [InlineData("Authorization: Bearer TOKEN, Bearer TOKEN")]
    [InlineData("Authorization: Basic TOKEN")]
    [InlineData("Authorization: TOKEN")]
    [InlineData("Authorization: Bearer xTOKEN")]
    [InlineData("Authorization: Bearer TOKENx")]
    [InlineData("Cookie: Authorization=Bearer TOKEN")]
    [InlineData("X-Api-Key: TOKEN")]
    public async Task KeySentInAnyOtherWay_IsNoKey(string header)
    {
        string key = await shared.KeyAsync(AccessRoles.Auditor);

        Assert.Equal(401, (await shared.Service.SendRawAsync(
            $"GET /api/v1/status HTTP/1.1\nHost: 127.0.0.1\n{header}\nConnection: close\n\n", key)).Status);
        Assert.Equal(401, (await shared.Service.SendRawAsync(
            $"GET /api/v1/status?access_token=TOKEN HTTP/1.1\nHost: 127.0.0.1\nConnection: close\n\n", key)).Status);
        Assert.Equal(200, (await shared.Service.SendRawAsync(
            "GET /api/v1/status HTTP/1.1\nHost: 127.0.0.1\nAuthorization: Bearer TOKEN\nConnection: close\n\n", key)).Status);
    }

    [Theory]
    [InlineData("TRACE", "/api/v1/status", 405)]
    [InlineData("OPTIONS", "/api/v1/status", 405)]
    [InlineData("HEAD", "/api/v1/status", 405)]
    [InlineData("PATCH", "/api/v1/organization", 405)]
    [InlineData("POST", "/api/v1/status", 405)]
    [InlineData("GET", "/api/v1/nothing", 404)]
    [InlineData("GET", "/api/v1/keys/1", 404)]
    [InlineData("GET", "/api/v1/access%00", 400)]
    [InlineData("GET", "/api/v1/assets?limit=0", 400)]
    [InlineData("GET", "/api/v1/assets?limit=1001", 400)]
    [InlineData("GET", "/api/v1/assets?limit=x", 400)]
    [InlineData("GET", "/api/v1/assets?after=1", 400)]
    [InlineData("GET", "/api/v1/assets?name=%00", 400)]
    [InlineData("GET", "/api/v1/assets?name=%ff'--", 400)]
    [InlineData("GET", "/api/v1/assets?state=Nothing", 400)]
    public async Task CallThatThereIsNot_IsAProblem_WithAKey(string method, string target, int expected)
    {
        string key = await shared.KeyAsync(AccessRoles.Auditor);

        (int status, string answer) = await shared.Service.SendRawAsync(
            $"{method} {target} HTTP/1.1\nHost: 127.0.0.1\nAuthorization: Bearer TOKEN\nContent-Length: 0\nConnection: close\n\n", key);

        Assert.True(status == expected, answer);
        Assert.DoesNotContain(key, answer, StringComparison.Ordinal);
        Assert.DoesNotContain(" at DigitalEmblem", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_AreKeptByNobody_AndSayNothingOfTheServer()
    {
        foreach (HttpResponseMessage answer in new[]
        {
            await (await shared.ClientAsync(AccessRoles.Auditor)).GetAsync("status"),
            await shared.Service.Client(null).GetAsync("status"),
        })
        {
            Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
            Assert.False(answer.Headers.Contains("Server"));
        }

        HttpResponseMessage unknown = await shared.Service.Client(null).GetAsync("status");
        Assert.Equal("Bearer", unknown.Headers.WwwAuthenticate.ToString());
        await unknown.ProblemAsync("unauthenticated");
    }

    private static async Task<int> EndlessAsync(ApiService service, string key)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, service.Address.Port);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes("POST /api/v1/assets HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            + $"Authorization: Bearer {key}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"));
        byte[] chunk = [.. "10000\r\n"u8, .. Enumerable.Repeat((byte)' ', 0x10000), .. "\r\n"u8];
        try
        {
            // Without an end, unless the service makes one.
            for (long sent = 0; sent < 1L << 30; sent += chunk.Length)
            {
                await stream.WriteAsync(chunk);
            }

            Assert.Fail("A gigabyte was taken.");
        }
        catch (IOException)
        {
            // The connection was closed; what was said before may still be there to read.
        }

        using var own = new TcpClient();
        await own.ConnectAsync(IPAddress.Loopback, service.Address.Port);
        NetworkStream short1 = own.GetStream();
        await short1.WriteAsync(Encoding.ASCII.GetBytes("POST /api/v1/assets HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            + $"Authorization: Bearer {key}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"));
        for (int sent = 0; sent < 17; sent++)
        {
            await short1.WriteAsync(chunk);
        }

        byte[] head = new byte[64];
        int read = await short1.ReadAsync(head);
        return int.Parse(Encoding.ASCII.GetString(head, 0, read).Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }
}
