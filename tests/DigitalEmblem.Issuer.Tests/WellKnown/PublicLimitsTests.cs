using System.Net;
using System.Net.Sockets;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Public;
using FsCheck.Xunit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.WellKnown;

/// <summary>
/// What strangers can take. When these fail, one of them takes all connections or the processor, or a validator is turned away for what
/// another one does.
/// </summary>
[Trait("Category", "Servers")]
public class PublicLimitsTests
{
    [Fact]
    public void NetworkThatAsksWithoutEnd_IsTurnedAway_AndOthersAreNot()
    {
        using var limits = new PublicLimits(10, 5);
        IPAddress one = IPAddress.Parse("2001:db8:1:2::1"), same = IPAddress.Parse("2001:db8:1:2:ffff::9");

        int answered = Enumerable.Range(0, 1000).Count(i => limits.MayAsk(i % 2 == 0 ? one : same));

        Assert.InRange(answered, 50, 200);
        // Two of many may share a number; all of them do not.
        Assert.InRange(Enumerable.Range(0, 100).Count(i => limits.MayAsk(IPAddress.Parse($"192.0.2.{i}"))), 90, 100);
        Assert.All(Enumerable.Range(0, 1000), _ => Assert.True(limits.MayAsk(IPAddress.Loopback)));
    }

    [Property]
    public void Connections_AreNeverMoreThanTheLimit(bool[] opens)
    {
        using var limits = new PublicLimits(10, 5);
        int open = 0;
        foreach (bool isOpened in opens)
        {
            if (isOpened)
            {
                Assert.Equal(open < 10, limits.TryOpen());
                open = Math.Min(10, open + 1);
            }
            else if (open > 0)
            {
                limits.Close();
                open--;
            }
        }
    }

    [Fact]
    public async Task ConnectionBeyondTheLimit_IsClosed_AndOneIsFreeWhenAnotherEnds()
    {
        using var limits = new PublicLimits(2, 5);
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "limits" });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, l => l.Limit(limits)));
        await using WebApplication app = builder.Build();
        app.Run(_ => Task.CompletedTask);
        await app.StartAsync();
        int port = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
        using TcpClient first = await AskAsync(port), second = await AskAsync(port);

        // It is closed while it connects, or after.
        Exception closed = await Assert.ThrowsAnyAsync<Exception>(() => AskAsync(port));
        Assert.True(closed is IOException or SocketException, closed.ToString());

        first.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!limits.TryOpen())
        {
            await Task.Delay(10, patience.Token);
        }

        limits.Close();
        using TcpClient third = await AskAsync(port);
    }

    private static async Task<TcpClient> AskAsync(int port)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync("GET / HTTP/1.1\r\nHost: a.example\r\n\r\n"u8.ToArray());
        byte[] answer = new byte[12];
        await stream.ReadExactlyAsync(answer);
        Assert.Equal("HTTP/1.1 200"u8.ToArray(), answer);
        return client;
    }
}
