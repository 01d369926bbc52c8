using System.Net;
using System.Net.Sockets;
using System.Text;
using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Work;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Api;

/// <summary>
/// What fails, and bodies that do not come. When these fail, a caller learns of the inside of the service, or holds it up.
/// </summary>
[Trait("Category", "Servers")]
public class FailureTests
{
    [Fact]
    public async Task DatabaseThatFails_IsTold_AndNothingOfItsInside()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient officer = await service.ClientAsync(AccessRoles.Officer);
        await scene.Store.ChangeAsync("test", c => c.Database.Database.ExecuteSqlRawAsync("DROP TABLE assets"), default);

        foreach (HttpResponseMessage answer in new[]
        {
            await officer.GetAsync("assets"),
            await officer.PostAsync("assets", "{'name':'www.society.example','purposes':['protective']}", "one"),
        })
        {
            string text = await answer.Content.ReadAsStringAsync();
            await answer.ProblemAsync("unavailable");
            Assert.DoesNotContain("sql", text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("table", text, StringComparison.OrdinalIgnoreCase);
        }

        Assert.Contains(service.Logged, l => l.StartsWith("Error A call of GET /api/v1/assets", StringComparison.Ordinal));
        // How far it came is not known to anyone who asks again.
        await officer.PostAsync("assets", "{'name':'www.society.example','purposes':['protective']}", "one")
            .ProblemAsync("idempotency-unfinished");
    }

    /// <summary>A body that is promised and does not come does not hold the call longer than its time.</summary>
    [Fact]
    public async Task BodyThatDoesNotCome_EndsTheCall()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRouting();
        await using WebApplication app = builder.Build();
        app.UseRouting();
        app.UseMiddleware<ApiFaults>();
        app.UseMiddleware<RequestBodies>();
        app.MapPost("/", () => Results.Ok()).WithMetadata(new BodyLimit(1000, TimeSpan.FromMilliseconds(300)));
        await app.StartAsync();
        int port = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;

        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        await client.GetStream()
            .WriteAsync(Encoding.ASCII.GetBytes("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\nConnection: close\r\n\r\n{"));
        byte[] head = new byte[64];
        int read = await client.GetStream().ReadAsync(head);

        Assert.StartsWith("HTTP/1.1 408", Encoding.ASCII.GetString(head, 0, read), StringComparison.Ordinal);
    }
}
