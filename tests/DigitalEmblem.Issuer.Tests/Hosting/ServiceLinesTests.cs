using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Secrets;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Watching;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Hosting;

/// <summary>
/// What the journal says of starts and stops. When these fail, nobody can tell under which version and settings an emblem was issued.
/// </summary>
public class ServiceLinesTests
{
    [Fact]
    public async Task StartAndStop_AreInTheJournal_WithVersionAndSettings()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        var options = new IssuerOptions();
        options.Issuing.BatchSize = 7;
        var lines = new ServiceLines(scene.Store, options, new Instance("here-1"), NullLogger<ServiceLines>.Instance);

        await lines.StartAsync(default);
        await lines.StopAsync(default);

        List<JournalEntry> told = await scene.ReadAsync(d => d.Journal.OrderBy(e => e.Sequence).Skip(1).ToListAsync());
        Assert.Equal(["service.started here-1", "service.stopped here-1"], told.Select(e => $"{e.Action} {e.Subject}"));
        JsonNode started = JsonNode.Parse(told[0].Details)!;
        Assert.Equal(["Issuing:BatchSize"], started["changed"]!.AsArray().Select(n => n!.GetValue<string>()));
        Assert.Equal(SettingsInForce.Of(options).Digest, started["settings"]!.GetValue<string>());
        Assert.Equal(Environment.UserName, started["user"]!.GetValue<string>());
        Assert.NotEmpty(started["version"]!.GetValue<string>());
    }

    [Fact]
    public void Secrets_AreNamed_AndInNoDigest()
    {
        static IssuerOptions With(string secret) => new()
        {
            Database = { Connection = $"Host=db;Password={secret}" },
            Alerts =
            {
                Webhook = new WebhookOptions { Url = $"https://hook.example/{secret}", Secret = new SecretSource { File = secret } },
            },
        };

        SettingsInForce one = SettingsInForce.Of(With("one")), other = SettingsInForce.Of(With("other"));

        Assert.Equal(["Alerts:Webhook:Secret", "Alerts:Webhook:Url", "Database:Connection"], one.Changed);
        Assert.Equal(one.Digest, other.Digest);
        IssuerOptions changed = With("one");
        changed.Issuing.BatchSize++;
        Assert.NotEqual(one.Digest, SettingsInForce.Of(changed).Digest);
    }

    [Fact]
    public async Task DatabaseThatIsAway_DoesNotKeepTheServiceFromStarting()
    {
        var store = new IssuerStore(
            new IssuerContexts(new DatabaseOptions { Connection = "/nowhere/at/all/issuer.db" }), TimeProvider.System);

        var lines = new ServiceLines(store, new IssuerOptions(), Instance.New(), NullLogger<ServiceLines>.Instance);

        await lines.StartAsync(default);
        await lines.StopAsync(default);
    }
}
