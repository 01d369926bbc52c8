using DigitalEmblem.Issuer.CheckPage.Stages;
using Microsoft.Extensions.Logging;

namespace DigitalEmblem.Issuer.Tests.CheckPage;

/// <summary>A log of which a test reads every line, with all that belongs to it.</summary>
internal sealed class CollectingLogger : ILogger<CheckFaults>
{
    public List<string> Lines { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Add($"{formatter(state, exception)}{exception}");
}
