using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using DigitalEmblem.Issuer.Hosting;

namespace DigitalEmblem.Issuer.Tests.Operating;

/// <summary>What is measured in this test's own flow: other tests run beside it, on the same instruments.</summary>
internal sealed class Figures : IDisposable
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

    public int Count(string name, string? tag = null) => Of(name, tag).Count();

    public double Last(string name, string? tag = null) => Of(name, tag).Last();

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
