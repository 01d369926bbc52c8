using System.Data.Common;
using System.Reflection;
using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Hosting;

/// <summary>
/// Writes each start and stop into the journal, with the version and the settings in force, so that the journal says under which rules a
/// line was written. A start without a stop before it tells that the process was killed.
/// </summary>
internal sealed partial class ServiceLines(IssuerStore store, IssuerOptions options, Instance instance, ILogger<ServiceLines> log)
    : IHostedService
{
    private Task _start = Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var settings = SettingsInForce.Of(options);
        var details = new JsonObject
        {
            ["version"] = typeof(ServiceLines).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion,
            ["settings"] = settings.Digest,
            ["changed"] = new JsonArray([.. settings.Changed.Select(n => (JsonNode)n)]),
            ["user"] = Environment.UserName,
        };

        // Not awaited: a service whose database is held still has to answer, and to say that it is not ready.
        _start = Task.Run(() => WriteAsync("service.started", details, CancellationToken.None), cancellationToken);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _start.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await WriteAsync("service.stopped", [], cancellationToken);
    }

    // The service goes on without the line: the public address only reads, and readiness says that the database takes no changes.
    private async Task WriteAsync(string action, JsonObject details, CancellationToken cancellationToken)
    {
        try
        {
            await store.ChangeAsync(
                Instance.Actor,
                change =>
                {
                    change.Journal(action, instance.Name, details.DeepClone().AsObject());
                    return Task.CompletedTask;
                },
                cancellationToken);
        }
        catch (Exception e) when (e is DbException or DbUpdateException or RefusedException or InvalidOperationException
            or OperationCanceledException)
        {
            NotWritten(log, e, action);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "'{Action}' could not be written to the journal. Is the database there?")]
    private static partial void NotWritten(ILogger logger, Exception exception, string action);
}
