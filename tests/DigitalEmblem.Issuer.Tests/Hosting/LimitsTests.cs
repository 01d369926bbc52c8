using System.Net;
using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Public;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Hosting;

/// <summary>
/// The bounds of calls end with the service. When these fail, each service that a process starts leaves timers that run until the process
/// ends.
/// </summary>
public sealed class LimitsTests
{
    [Fact]
    public async Task EndedService_LeavesNoLimiterBehind()
    {
        WebApplication app = IssuerHost.Build(new IssuerOptions(), new ConfigurationBuilder().Build());
        var limits = app.Services.GetRequiredService<PublicLimits>();
        var calls = app.Services.GetRequiredService<CallLimiter>();
        Assert.True(limits.MayAsk(IPAddress.Parse("192.0.2.1")));
        Assert.True(calls.Acquire(new DefaultHttpContext()).IsAcquired);

        await app.DisposeAsync();

        Assert.Throws<ObjectDisposedException>(() => limits.MayAsk(IPAddress.Parse("192.0.2.1")));
        Assert.Throws<ObjectDisposedException>(() => calls.Acquire(new DefaultHttpContext()));
    }
}
