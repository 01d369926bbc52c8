using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Tests.Publications;
using DigitalEmblem.Issuer.Watching;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Tests.Watching;

/// <summary>A society that publishes, and looks after what it published.</summary>
internal sealed class WatchScene(PublishingScene publishing, AlertsOptions? alerts = null) : IAsyncDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(61);

    public PublishingScene Publishing { get; } = publishing;

    public SettableClock Clock => Publishing.Issuer.Clock;

    /// <summary>Rounds follow each other as fast as a minute, so that the clock stays within what name servers allow.</summary>
    public WatchingOptions Options { get; } = new() { Interval = TimeSpan.FromMinutes(1), Patience = TimeSpan.FromMinutes(1) };

    /// <summary>Makes the next round.</summary>
    public async Task RoundAsync()
    {
        Clock.Now += Step;
        Issuer.Storage.IssuerStore store = Publishing.Issuer.Store;
        var watch = new Watch(
            store,
            new OwnWatch(store, Options, Clock),
            new AlertBook(store),
            new NoticeWriter(store, alerts ?? new AlertsOptions()),
            Publishing.Adopt,
            Publishing.ToShow,
            Publishing.CheckControl,
            Publishing.Options,
            Options,
            Instance.New(),
            Clock);
        if (await watch.RoundAsync(default) is null)
        {
            throw new InvalidOperationException("No round was due.");
        }
    }

    /// <summary>The alerts that are open, as kind and subject.</summary>
    public async Task<string[]> OpenAsync() =>
        [.. (await AlertsAsync()).Where(a => a.ClearedAt is null).Select(a => $"{a.Kind} {a.Subject}").Order(StringComparer.Ordinal)];

    public Task<List<Alert>> AlertsAsync() => Publishing.Issuer.ReadAsync(d => d.Alerts.OrderBy(a => a.Id).ToListAsync());

    public ValueTask DisposeAsync() => Publishing.DisposeAsync();
}
