using DigitalEmblem.Discovery;
using DigitalEmblem.Verifier;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace DigitalEmblem.Extensions;

/// <summary>
/// The entry point for applications with a container of services. The library can be used without it, because it builds only what the
/// constructors can build too.
/// </summary>
public static class EmblemVerificationServices
{
    /// <summary>
    /// Adds one <see cref="EmblemChecker"/>, also as <see cref="IEmblemChecker"/>, whose options are checked when the host starts. Its time
    /// is the container's <see cref="TimeProvider"/>, if there is one. A cache or a question to a log comes only with the option that asks
    /// for it; a cache that is shared uses the distributed cache that the application has registered.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Says what to build.</param>
    public static IServiceCollection AddEmblemVerification(this IServiceCollection services, Action<EmblemVerificationOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<EmblemVerificationOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EmblemVerificationOptions>, Validation>());
        services.TryAddSingleton(provider => new Parts(
            provider.GetRequiredService<IOptions<EmblemVerificationOptions>>().Value,
            provider.GetService<TimeProvider>() ?? TimeProvider.System,
            provider));
        services.TryAddSingleton(provider => provider.GetRequiredService<Parts>().Checker);
        services.TryAddSingleton<IEmblemChecker>(provider => provider.GetRequiredService<EmblemChecker>());
        return services;
    }

    /// <summary>
    /// The same from a configuration, such as a section of appsettings.json, by the names of the members of
    /// <see cref="EmblemVerificationOptions"/>. An unknown name, or a value that is not accepted, stops the start: .NET's own binder skips
    /// both silently, and so could leave out a trusted authority.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The section.</param>
    /// <param name="configure">Says what cannot stand in a configuration; null for nothing more.</param>
    public static IServiceCollection AddEmblemVerification(
        this IServiceCollection services, IConfiguration configuration, Action<EmblemVerificationOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return services.AddEmblemVerification(options =>
        {
            EmblemVerificationSettings.Read(configuration, options);
            configure?.Invoke(options);
        });
    }

    /// <summary>Says at the start what is wrong, in the words of the exception that building would throw.</summary>
    private sealed class Validation(IServiceProviderIsService? registered = null) : IValidateOptions<EmblemVerificationOptions>
    {
        public ValidateOptionsResult Validate(string? name, EmblemVerificationOptions options)
        {
            try
            {
                options.Check();
                return options.Cache is { Shared: true } && registered?.IsService(typeof(IDistributedCache)) == false
                    ? ValidateOptionsResult.Fail(
                        "Emblem verification: Cache:Shared needs a distributed cache, and none is registered: "
                            + "register one, such as Redis (AddStackExchangeRedisCache).")
                    : ValidateOptionsResult.Success;
            }
            catch (Exception e) when (e is ArgumentException or FormatException)
            {
                return ValidateOptionsResult.Fail($"Emblem verification: {e.Message}");
            }
        }
    }

    /// <summary>The checker, and the objects that must be closed when the container is closed.</summary>
    private sealed class Parts : IAsyncDisposable, IDisposable
    {
        private readonly EmblemCache? _cache;
        private readonly DnsExchange? _dns;

        public Parts(EmblemVerificationOptions options, TimeProvider clock, IServiceProvider services)
        {
            _cache = options.Cache is { } kept
                ? new EmblemCache(kept, clock, kept.Shared ? services.GetService<IDistributedCache>() : null)
                : null;
            _dns = options.Dns() is { } servers ? new DnsExchange(servers) : null;
            IEnumerable<IEmblemSource> dns = _dns is null ? [] : [new DnsEmblemSource(
                _cache is null ? _dns : new CachedLookup(_dns, _dns.Identity, _cache),
                limits: options.Verifier.Limits,
                cache: options.Verifier.Cache)];
            IEmblemSource[] sources = [.. dns, .. options.Sources];
            var verifier = new EmblemVerifier(options.Verifier);
            IEvidenceGatherer evidence = options.Trust is { } trust ? Gatherer(options, trust) : options.Evidence;
            Checker = new EmblemChecker(sources, verifier, options.Policy, evidence, clock);
        }

        public EmblemChecker Checker { get; }

        public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

        public async ValueTask DisposeAsync()
        {
            if (_dns is not null)
            {
                await _dns.DisposeAsync().ConfigureAwait(false);
            }

            _cache?.Dispose();
        }

        private CommitmentGatherer Gatherer(EmblemVerificationOptions options, TransparencyTrust trust) => new()
        {
            Trust = trust,
            Held = options.Held,
            Logs = options.Logs,
            Store = _cache is null ? null : new SharedCommitments(_cache),
            Remember = _cache is not null,
        };
    }
}
