using System.Diagnostics.Metrics;
using DigitalEmblem.Discovery;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace DigitalEmblem.Extensions;

/// <summary>
/// The entry point for applications with a container of services. The library can be used without it, because it builds only what the
/// constructors can build too.
/// </summary>
public static class EmblemVerificationServices
{
    /// <summary>
    /// Adds one <see cref="IEmblemChecker"/>, whose options are checked when the host starts, and whose checks are counted, logged and
    /// traced (spec/telemetry.md); also as <see cref="EmblemChecker"/>, of which only the questions are. Its time is the container's
    /// <see cref="TimeProvider"/>, if there is one. A cache or a question to a log comes only with the option that asks
    /// for it; a cache that is shared uses the <c>HybridCache</c> that the application has registered, else its
    /// <c>IDistributedCache</c>, and all that goes there is sealed. Logs are asked by the client <see cref="LogHttp.ClientName"/> of the
    /// application's <see cref="IHttpClientFactory"/>, if there is one.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Says what to build.</param>
    /// <exception cref="InvalidOperationException">It was called already, without a name or with the same one.</exception>
    public static IServiceCollection AddEmblemVerification(this IServiceCollection services, Action<EmblemVerificationOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        return Add(services, null, (options, _) => configure(options));
    }

    /// <summary>
    /// The same from a configuration, such as a section of appsettings.json, by the names of the members of
    /// <see cref="EmblemVerificationOptions"/>. An unknown name, a value that is not accepted, or a file that cannot be read stops the
    /// start: .NET's own binder skips names and values silently, and so could leave out a trusted authority. Files are read once, when the
    /// host starts; their relative paths start at the host's content root, as that of appsettings.json does.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The section.</param>
    public static IServiceCollection AddEmblemVerification(this IServiceCollection services, IConfiguration configuration) =>
        services.AddEmblemVerification(configuration, configure: null);

    /// <summary>The same, with what cannot stand in a configuration.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The section.</param>
    /// <param name="configure">Changes the options after the configuration was read; null for nothing more.</param>
    public static IServiceCollection AddEmblemVerification(
        this IServiceCollection services, IConfiguration configuration, Action<EmblemVerificationOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        return Add(services, null, Reading(null, configuration, configure));
    }

    /// <summary>
    /// Adds a checker with a name and options of its own, beside others: services take it as
    /// <c>[FromKeyedServices("name")] IEmblemChecker</c>. Nothing else is different from the checker without a name.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="name">The name, not empty: the key of the service.</param>
    /// <param name="configure">Says what to build.</param>
    /// <exception cref="InvalidOperationException">It was called already, without a name or with the same one.</exception>
    public static IServiceCollection AddEmblemVerification(
        this IServiceCollection services, string name, Action<EmblemVerificationOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(configure);
        return Add(services, name, (options, _) => configure(options));
    }

    /// <summary>The same from a configuration.</summary>
    /// <param name="services">The services.</param>
    /// <param name="name">The name, not empty: the key of the service.</param>
    /// <param name="configuration">The section.</param>
    public static IServiceCollection AddEmblemVerification(
        this IServiceCollection services, string name, IConfiguration configuration) =>
        services.AddEmblemVerification(name, configuration, configure: null);

    /// <summary>The same, with what cannot stand in a configuration.</summary>
    /// <param name="services">The services.</param>
    /// <param name="name">The name, not empty: the key of the service.</param>
    /// <param name="configuration">The section.</param>
    /// <param name="configure">Changes the options after the configuration was read; null for nothing more.</param>
    public static IServiceCollection AddEmblemVerification(
        this IServiceCollection services, string name, IConfiguration configuration, Action<EmblemVerificationOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(configuration);
        return Add(services, name, Reading(name, configuration, configure));
    }

    /// <summary>What a checker is called in messages.</summary>
    /// <param name="name">Its name; null or empty for the one without.</param>
    internal static string Subject(string? name) =>
        string.IsNullOrEmpty(name) ? "Emblem verification" : $"Emblem verification \"{Printable.Text(name)}\"";

    private static Action<EmblemVerificationOptions, IServiceProvider> Reading(
        string? name, IConfiguration configuration, Action<EmblemVerificationOptions>? configure) => (options, provider) =>
        {
            EmblemVerificationSettings.Read(
                configuration, options, name, provider.GetService<IHostEnvironment>()?.ContentRootPath);
            configure?.Invoke(options);
        };

    private static IServiceCollection Add(
        IServiceCollection services, string? name, Action<EmblemVerificationOptions, IServiceProvider> configure)
    {
        // A second call would add its authorities to those of the first, and its level would take the place of that.
        if (services.Any(s => s.ServiceType == typeof(VerificationParts) && (string?)s.ServiceKey == name))
        {
            throw new InvalidOperationException(name is null
                ? "AddEmblemVerification was called already: give the second checker a name, or change the options of the first with "
                    + "services.Configure<EmblemVerificationOptions>."
                : $"AddEmblemVerification was called already for the checker \"{Printable.Text(name)}\": "
                    + "give the second one another name.");
        }

        services.AddOptions<EmblemVerificationOptions>(name).Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EmblemVerificationOptions>, OptionsValidation>());
        LogClientBuilder.AddOnce(services);
        services.TryAddSingleton(provider => new VerificationMeter(provider.GetService<IMeterFactory>()));
        if (name is null)
        {
            services.AddSingleton(provider => Parts(provider, null));
            services.TryAddSingleton(provider => provider.GetRequiredService<VerificationParts>().Checker);
            services.TryAddSingleton(provider => provider.GetRequiredService<VerificationParts>().Observed);
        }
        else
        {
            services.AddKeyedSingleton(name, (provider, _) => Parts(provider, name));
            services.TryAddKeyedSingleton(name, (provider, key) => provider.GetRequiredKeyedService<VerificationParts>(key).Checker);
            services.TryAddKeyedSingleton(name, (provider, key) => provider.GetRequiredKeyedService<VerificationParts>(key).Observed);
        }

        return services;
    }

    private static VerificationParts Parts(IServiceProvider provider, string? name) => new(
        // The monitor's options are those that the host checked at its start, so that files are read only once.
        provider.GetRequiredService<IOptionsMonitor<EmblemVerificationOptions>>().Get(name),
        name,
        provider.GetService<TimeProvider>() ?? TimeProvider.System,
        provider);
}
