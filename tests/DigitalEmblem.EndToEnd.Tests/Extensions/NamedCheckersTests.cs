using System.Net;
using DigitalEmblem.Verifier;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Extensions;

/// <summary>
/// Several checkers in one host. If it fails, an application that asks by two policies gets the verdict of the wrong one.
/// </summary>
public sealed class NamedCheckersTests : IAsyncLifetime
{
    private readonly AuthoritativeServer _server = AuthoritativeServer.Start(new IPEndPoint(IPAddress.Loopback, 0));

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _server.DisposeAsync().AsTask();

    [Fact]
    public async Task Checkers_OfSeveralNames_HaveEachTheirOwnOptions()
    {
        _server.Publish(Published.Records(SignatureAlgorithm.Ed25519));
        HostApplicationBuilder builder = Builder(
            ("Strict:Policy:Authorities:0", "https://other.example"), ("Strict:Servers:0", _server.EndPoint.ToString()));
        builder.Services.AddEmblemVerification(Mild);
        builder.Services.AddEmblemVerification("mild", Mild);
        builder.Services.AddEmblemVerification(
            "strict", builder.Configuration.GetSection("Strict"), o => o.Evidence = HeldEvidence.AssumeCommittedUnsafe);
        builder.Services.AddSingleton<Consumer>();
        using IHost host = builder.Build();
        await host.StartAsync();
        Consumer consumer = host.Services.GetRequiredService<Consumer>();
        Assert.Equal(
            [VerdictOutcome.Marked, VerdictOutcome.Marked, VerdictOutcome.NotAccepted],
            [
                (await consumer.Unnamed.CheckAsync(Published.Host)).Outcome,
                (await consumer.Mild.CheckAsync(Published.Host)).Outcome,
                (await consumer.Strict.CheckAsync(Published.Host)).Outcome,
            ]);
        Assert.NotSame(consumer.Unnamed, consumer.Mild);
        Assert.NotNull(host.Services.GetRequiredKeyedService<EmblemChecker>("strict"));
        await host.StopAsync();
    }

    [Fact]
    public async Task Host_WithAMistakeOfANamedChecker_DoesNotStartAndSaysOfWhich()
    {
        HostApplicationBuilder builder = Builder(("Strict:Severs:0", "127.0.0.1"));
        builder.Services.AddEmblemVerification(Mild);
        builder.Services.AddEmblemVerification("strict", builder.Configuration.GetSection("Strict"));
        builder.Services.AddEmblemVerification("none", _ => { });
        using IHost host = builder.Build();
        AggregateException refused = await Assert.ThrowsAsync<AggregateException>(() => host.StartAsync());
        string all = string.Join('\n', refused.InnerExceptions.Cast<OptionsValidationException>().Select(e => e.Message));
        Assert.Contains(
            "Emblem verification \"strict\": There is no setting Strict:Severs: did you mean Strict:Servers?",
            all,
            StringComparison.Ordinal);
        Assert.Contains("Emblem verification \"none\": There is nowhere to look", all, StringComparison.Ordinal);
    }

    [Fact]
    public void Checker_OfANameAlone_IsNotTheUnnamedOne()
    {
        var services = new ServiceCollection();
        services.AddEmblemVerification("mild", Mild);
        using ServiceProvider provider = services.BuildServiceProvider();
        Assert.Null(provider.GetService<IEmblemChecker>());
        Assert.NotNull(provider.GetRequiredKeyedService<IEmblemChecker>("mild"));
    }

    private void Mild(EmblemVerificationOptions options)
    {
        options.Servers.Add(_server.EndPoint.ToString());
        options.Evidence = HeldEvidence.AssumeCommittedUnsafe;
    }

    private static HostApplicationBuilder Builder(params (string Name, string Value)[] settings)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Name, (string?)s.Value)));
        builder.Services.AddSingleton<TimeProvider>(new SettableClock(TestTokens.Now));
        return builder;
    }

    public sealed class Consumer(
        IEmblemChecker unnamed,
        [FromKeyedServices("mild")] IEmblemChecker mild,
        [FromKeyedServices("strict")] IEmblemChecker strict)
    {
        public IEmblemChecker Unnamed => unnamed;

        public IEmblemChecker Mild => mild;

        public IEmblemChecker Strict => strict;
    }
}
