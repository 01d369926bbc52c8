using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DigitalEmblem.Extensions;

/// <summary>What the checks of an application met, as a health check. It asks no party.</summary>
/// <param name="servers">Which servers answered lately.</param>
/// <param name="askAll">Whether all servers must answer (<see cref="EmblemVerificationOptions.AskAll"/>).</param>
/// <param name="logs">The log list in use; null if there is none.</param>
/// <param name="oldest">The oldest log list that the rules allow; null for any.</param>
/// <param name="clock">The clock.</param>
internal sealed class VerificationHealth(ServerAnswers servers, bool askAll, LogList? logs, TimeSpan? oldest, TimeProvider clock)
    : IHealthCheck
{
    // One host whose own name servers are silent makes a resolver silent for two look-ups, of IHLE and of TXT.
    private const int SilentLookups = 3;

    // The last tenth of the time that a log list may be used.
    private const int Parts = 10;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        int silent = servers.Silent(SilentLookups);
        var data = new Dictionary<string, object> { ["servers"] = servers.Count, ["serversSilent"] = silent };
        TimeSpan? age = logs?.AgeAt(clock.GetUtcNow());
        if (age is { } old)
        {
            data["logListAge"] = old;
            data["logListMade"] = logs!.Timestamp;
        }

        if (oldest is { } allowed)
        {
            data["logListAgeAllowed"] = allowed;
        }

        return Task.FromResult(
            servers.Count > 0 && silent == servers.Count
                ? new HealthCheckResult(
                    context.Registration.FailureStatus,
                    $"No DNS server answered the last {SilentLookups} look-ups: nothing can be found out. "
                        + "Check the servers that are configured, and the way to them.",
                    data: data)
            : askAll && silent > 0
                ? new HealthCheckResult(
                    context.Registration.FailureStatus,
                    $"A DNS server did not answer the last {SilentLookups} look-ups, and all must agree: nothing can be found out. "
                        + "Check the servers that are configured, and the way to them.",
                    data: data)
            : servers.Left >= SilentLookups
                ? HealthCheckResult.Degraded(
                    $"The last {SilentLookups} look-ups were given up by their callers before a DNS server answered. Give them more time, "
                        + "or ask fewer servers, with shorter timeouts or fewer rounds.",
                    data: data)
            : age > oldest
                ? HealthCheckResult.Degraded(
                    "The log list is older than the rules allow, so no commitment is proven. Install a new one, and start again.",
                    data: data)
            : age > oldest - (oldest / Parts)
                ? HealthCheckResult.Degraded(
                    "The log list will soon be older than the rules allow. Install a new one, and start again.", data: data)
            : silent > 0
                ? HealthCheckResult.Healthy("Some DNS servers do not answer, and others do.", data)
                : HealthCheckResult.Healthy(data: data));
    }
}
