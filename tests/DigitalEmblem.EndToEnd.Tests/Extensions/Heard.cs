using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace DigitalEmblem.EndToEnd.Tests.Extensions;

/// <summary>All that one container and one trace tell: instruments, measurements, spans and log lines.</summary>
internal sealed class Heard : ILoggerProvider, ILogger
{
    private readonly MeterListener _meters = new();
    private readonly ActivityListener _spans;
    private readonly Activity _trace = new("test");

    /// <param name="factory">Gives the factory to whose meters it listens; null for those of no factory.</param>
    public Heard(Func<object?> factory)
    {
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == EmblemTelemetry.Name && ReferenceEquals(instrument.Meter.Scope, factory()))
            {
                Instruments.TryAdd(instrument.Name, instrument);
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _meters.SetMeasurementEventCallback<long>((i, value, tags, _) => Measured(i, value, tags));
        _meters.SetMeasurementEventCallback<double>((i, value, tags, _) => Measured(i, value, tags));
        _meters.Start();
        _trace.SetIdFormat(ActivityIdFormat.W3C).Start();
        _spans = new ActivityListener
        {
            ShouldListenTo = source => source.Name is EmblemTelemetry.Name or "System.Net.Http",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if (span.TraceId == _trace.TraceId)
                {
                    Spans.Enqueue(span);
                }
            },
        };
        ActivitySource.AddActivityListener(_spans);
    }

    public ConcurrentDictionary<string, Instrument> Instruments { get; } = new();

    public ConcurrentQueue<(string Instrument, double Value, string Tags)> Measurements { get; } = new();

    public ConcurrentQueue<Activity> Spans { get; } = new();

    public ConcurrentQueue<(EventId Event, LogLevel Level, string Text)> Lines { get; } = new();

    /// <summary>Everything in words, in which a name can be looked for.</summary>
    public string All => string.Join('\n',
    [
        .. Measurements.Select(m => $"{m.Instrument} {m.Value} {m.Tags}"),
        .. Spans.Select(s => $"{s.OperationName} {s.DisplayName} {s.StatusDescription} {string.Join(' ', s.TagObjects)}"),
        .. Lines.Select(l => $"{l.Level} {l.Event} {l.Text}"),
    ]);

    /// <summary>The measurements of one instrument, added up by their tags.</summary>
    public SortedDictionary<string, double> Sums(string instrument) => new(
        Measurements.Where(m => m.Instrument == instrument).GroupBy(m => m.Tags).ToDictionary(g => g.Key, g => g.Sum(m => m.Value)),
        StringComparer.Ordinal);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue((
            eventId,
            logLevel,
            $"{formatter(state, exception)} {(state is IEnumerable<KeyValuePair<string, object?>> all ? string.Join(' ', all) : "")}"));

    public void Dispose()
    {
        _trace.Dispose();
        _spans.Dispose();
        _meters.Dispose();
    }

    private void Measured<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        where T : struct, IConvertible => Measurements.Enqueue((
            instrument.Name,
            value.ToDouble(System.Globalization.CultureInfo.InvariantCulture),
            string.Join(' ', tags.ToArray().Select(t => $"{t.Key}={t.Value}"))));
}
