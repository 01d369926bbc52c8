using System.Collections.Concurrent;
using System.Net;
using DigitalEmblem.Verifier;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Discovery.Dns;

/// <summary>A resolver over HTTP/2 that breaks its connections while they lie idle. If this fails, a name is lost for each of
/// them.</summary>
public sealed class Http2ResolverTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Check_IdleConnectionBroken_NoneIsLost(bool bulk)
    {
        var connections = new ConcurrentBag<IConnectionLifetimeFeature>();
        var protocols = new ConcurrentBag<string>();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, l =>
        {
            l.UseHttps(LoopbackServer.Certificate);
            l.Protocols = HttpProtocols.Http2;
        }));
        await using WebApplication app = builder.Build();
        app.Run(async context =>
        {
            connections.Add(context.Features.Get<IConnectionLifetimeFeature>()!);
            protocols.Add(context.Request.Protocol);
            using var query = new MemoryStream();
            await context.Request.Body.CopyToAsync(query);
            context.Response.ContentType = "application/dns-message";
            await context.Response.Body.WriteAsync(LookupScene.Good(query.ToArray()));
        });
        await app.StartAsync();
        string address = app.Urls.Single();
        await using var exchange = new DnsExchange(LookupScene.Options(
            bulk ? Way.ScanHttps : Way.Https, LookupScene.AnswerComes, DnsServer.ParseHttps($"{address}/dns-query")) with
        {
            Rounds = 1
        });
        for (int i = 0; i < 5; i++)
        {
            Verdict verdict = await LookupScene.CheckAsync(exchange);
            Assert.True(verdict.Outcome == VerdictOutcome.Marked, LookupScene.Said(verdict));
            foreach (IConnectionLifetimeFeature connection in connections)
            {
                connection.Abort();
            }

            connections.Clear();
        }

        Assert.All(protocols, p => Assert.Equal("HTTP/2", p));
        await app.StopAsync();
    }
}
