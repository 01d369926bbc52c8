using System.Text.Json;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Secrets;
using DigitalEmblem.Issuer.Tests.Custody;
using DigitalEmblem.Issuer.Tests.Publications;
using DigitalEmblem.Issuer.Watching;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Watching;

/// <summary>The watch as the service runs it. When this fails, it is built and does not run.</summary>
[Trait("Category", "Servers")]
public sealed class WatchingRoundsTests(UpdatableServer bind) : IClassFixture<UpdatableServer>
{
    [Fact]
    public async Task EmblemTakenOutByHand_IsPostedToTheWebhook()
    {
        await using PublishingScene scene = await PublishingScene.StartAsync(bind);
        await scene.PublishAsync("loop.society.example");
        bind.Nsupdate("zone society.example\nupdate delete loop.society.example TYPE65297\nsend\n", "-k", bind.KeyFile);
        await using WebhookReceiver receiver = await WebhookReceiver.StartAsync();
        using var folder = new TemporaryFolder();
        var options = new IssuerOptions();
        options.Database.Connection = scene.Issuer.Connection;
        options.Publishing.Resolver = scene.Options.Resolver;
        options.Alerts.Webhook = new WebhookOptions
        {
            Url = receiver.Url,
            Secret = new SecretSource { File = folder.Write("secret", "0123456789abcdef\n") },
        };
        await using ServiceProvider services = new ServiceCollection().AddLogging().AddIssuer(options).AddIssuerRounds()
            .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        ILogger<RoundLoop> log = services.GetRequiredService<ILogger<RoundLoop>>();
        using var watching = new RoundLoop(IssuerRounds.Watching(services), TimeProvider.System, log);
        using var telling = new RoundLoop(IssuerRounds.Telling(services), TimeProvider.System, log);

        await Task.WhenAll(watching.StartAsync(default), telling.StartAsync(default));
        await receiver.FirstAsync();
        await Task.WhenAll(watching.StopAsync(default), telling.StopAsync(default));

        using JsonDocument json = JsonDocument.Parse(receiver.Received[0].Body);
        JsonElement alert = json.RootElement.GetProperty("raised").EnumerateArray().Single();
        Assert.Equal(
            (nameof(AlertKind.Missing), "loop.society.example"),
            (alert.GetProperty("kind").GetString(), alert.GetProperty("subject").GetString()));
        Assert.Equal(PublicationState.Due, (await scene.PublicationAsync("loop.society.example")).State);
    }
}
