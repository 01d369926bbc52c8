using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DigitalEmblem.Extensions;

/// <summary>The health check of a checker, for applications that register health checks.</summary>
public static class EmblemHealthChecks
{
    /// <summary>
    /// Adds the health check of the checker without a name. It asks no party: it tells what the application's own checks met.
    /// Unhealthy if no DNS server answered the last three look-ups; Degraded if the log list is older than
    /// <see cref="CommitmentRules.MaximumLogListAge"/>, or in its last tenth; else Healthy. The data say why, and name no host.
    /// A host whose own name servers are silent can make a resolver silent too, so restart nothing by it.
    /// </summary>
    /// <param name="builder">The health checks.</param>
    public static IHealthChecksBuilder AddEmblemVerification(this IHealthChecksBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new HealthCheckRegistration(
            "emblem-verification",
            provider => provider.GetRequiredService<VerificationParts>().Health(),
            failureStatus: null,
            tags: null));
    }

    /// <summary>The same for a named checker.</summary>
    /// <param name="builder">The health checks.</param>
    /// <param name="name">The name of the checker, not empty; the check is called <c>emblem-verification:NAME</c>.</param>
    public static IHealthChecksBuilder AddEmblemVerification(this IHealthChecksBuilder builder, string name)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return builder.Add(new HealthCheckRegistration(
            $"emblem-verification:{name}",
            provider => provider.GetRequiredKeyedService<VerificationParts>(name).Health(),
            failureStatus: null,
            tags: null));
    }
}
