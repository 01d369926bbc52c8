using System.Net;
using System.Net.Sockets;
using DigitalEmblem.Issuer.Demo;
using Microsoft.AspNetCore.Builder;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Demo;

/// <summary>Where the demo listens. When these fail, two people on one machine cannot try the demo at once.</summary>
public sealed class DemoPortTests
{
    [Fact]
    public async Task PortThatAnotherProgramTakesAfterTheLook_IsNotInsistedOn()
    {
        TcpListener? other = null;
        int looks = 0, port = DemoPort.Free(0);
        await using WebApplication started = await DemoPort.StartAsync(async () =>
        {
            int free = DemoPort.Free(port);
            if (looks++ == 0)
            {
                other = new TcpListener(IPAddress.Loopback, free);
                other.Start();
            }

            WebApplication application = WebApplication.Create();
            application.Urls.Add($"http://127.0.0.1:{free}");
            await application.StartAsync();
            return application;
        });

        other!.Dispose();
        Assert.Equal(2, looks);
        Assert.NotEqual(port, new Uri(started.Urls.Single()).Port);
    }

    [Fact]
    public async Task WhatFailsForAnotherReason_IsNotTriedAgain()
    {
        int looks = 0;
        await Assert.ThrowsAsync<IOException>(() => DemoPort.StartAsync<int>(() =>
        {
            looks++;
            throw new IOException("The disk is full.");
        }));

        Assert.Equal(1, looks);
    }
}
