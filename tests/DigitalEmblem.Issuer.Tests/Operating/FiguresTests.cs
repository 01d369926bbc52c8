using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Tests.Publications;
using DigitalEmblem.Issuer.Tests.Watching;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Operating;

/// <summary>
/// What the service counts of its work. When these fail, a dashboard shows a service at work that does nothing, or names hosts to anyone
/// who runs the collector.
/// </summary>
[Trait("Category", "Servers")]
public sealed class FiguresTests(UpdatableServer bind) : IClassFixture<UpdatableServer>
{
    [Fact]
    public async Task Work_IsCounted_AndNamesNobody()
    {
        using var figures = new Figures();
        await using var scene = new WatchScene(await PublishingScene.StartAsync(bind));
        var due = new StoredFigures(scene.Publishing.Issuer.Store, scene.Clock);
        string silent = await File.ReadAllTextAsync(bind.KeyFile);
        await scene.Publishing.Issuer.MarkedAsync("one.figures.society.example");
        await due.RecordAsync(default);
        await scene.Publishing.PublishAsync("two.figures.society.example");
        Assert.Equal(1, figures.Last("issuer.names.due", "renewal"));
        Assert.Equal(2, figures.Sum("issuer.emblems.issued"));
        Assert.Equal(2, figures.Count("issuer.signing.duration"));
        Assert.Equal(2, figures.Sum("issuer.publications.seen", "published"));
        Assert.True(figures.Count("issuer.batch.duration") >= 2);

        // Someone else takes one away: it is told, once, and put back.
        await bind.Client().SendAsync(new DnsUpdate(DomainName.Parse(UpdatableServer.Zone))
            .Delete(DomainName.Parse("one.figures.society.example"), (ushort)DnsEmblemSource.DefaultIhleType));
        await scene.RoundAsync();
        Assert.Equal(1, figures.Sum("issuer.alerts.raised", "Missing"));
        await due.RecordAsync(default);
        Assert.Equal(1, figures.Last("issuer.alerts.open", "Missing"));
        await scene.Publishing.PublishDueAsync();
        Assert.Equal(3, figures.Sum("issuer.publications.seen", "published"));
        await scene.RoundAsync();
        Assert.Equal(1, figures.Sum("issuer.alerts.cleared", "Missing"));
        await due.RecordAsync(default);
        Assert.Equal(0, figures.Last("issuer.alerts.open", "Missing"));

        // A key that the name server does not know: an attempt that failed, and nothing seen.
        string wrong = bind.WriteKey("figures", silent.Replace("secret \"", "secret \"AAAA", StringComparison.Ordinal));
        scene.Publishing.Options.TsigKeys["key"] = wrong;
        await scene.Publishing.PublishAsync("three.figures.society.example");
        Assert.Equal(1, figures.Sum("issuer.publications.failed"));
        Assert.Equal(3, figures.Sum("issuer.publications.seen"));
        Assert.Equal(0, figures.Sum("issuer.emblems.not_issued"));

        Assert.NotEmpty(figures.Tags);
        Assert.All(figures.Tags, t => Assert.Matches("^(work|state|kind)=[A-Za-z]+$", t));
    }

    [Fact]
    public async Task Figures_EachStandsInTheReadme()
    {
        string readme = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "src", "DigitalEmblem.Issuer", "README.md"));
        using var figures = new Figures();
        Assert.Equal(13, figures.Names.Count);
        Assert.All(figures.Names, n => Assert.Contains($"`{n}`", readme, StringComparison.Ordinal));
    }

    /// <summary>What is measured in this test's own flow: other tests run beside it, on the same instruments.</summary>
    private sealed class Figures : IDisposable
    {
        private static readonly AsyncLocal<Figures?> Mine = new();

        private readonly MeterListener _listener = new();
        private readonly ConcurrentQueue<(string Name, double Value, string[] Tags)> _measured = new();

        public Figures()
        {
            Mine.Value = this;
            // The instruments exist once someone has looked at them.
            _ = Meters.Issued;
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == Meters.Name)
                {
                    Names.Add(instrument.Name);
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((i, v, t, _) => Note(i, v, t));
            _listener.SetMeasurementEventCallback<double>((i, v, t, _) => Note(i, v, t));
            _listener.Start();
        }

        public List<string> Names { get; } = [];

        public IReadOnlyList<string> Tags => [.. _measured.SelectMany(m => m.Tags).Distinct()];

        public double Sum(string name, string? tag = null) => Of(name, tag).Sum();

        public int Count(string name) => Of(name, null).Count();

        public double Last(string name, string tag) => Of(name, tag).Last();

        public void Dispose() => _listener.Dispose();

        private IEnumerable<double> Of(string name, string? tag) =>
            _measured.Where(m => m.Name == name && (tag is null || m.Tags.Any(t => t.EndsWith($"={tag}", StringComparison.Ordinal))))
                .Select(m => m.Value);

        private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (Mine.Value == this)
            {
                _measured.Enqueue((
                    instrument.Name,
                    value,
                    [.. tags.ToArray().Select(t => string.Create(CultureInfo.InvariantCulture, $"{t.Key}={t.Value}"))]));
            }
        }
    }
}
