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
        return Add(services, (options, _) => configure(options));
    }

    /// <summary>
    /// The same from a configuration, such as a section of appsettings.json, by the names of the members of
    /// <see cref="EmblemVerificationOptions"/>. An unknown name, a value that is not accepted, or a file that cannot be read stops the
    /// start: .NET's own binder skips names and values silently, and so could leave out a trusted authority. Files are read once, when the
    /// host starts; their relative paths start at the host's content root, as that of appsettings.json does.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The section.</param>
    /// <param name="configure">Says what cannot stand in a configuration; null for nothing more.</param>
    public static IServiceCollection AddEmblemVerification(
        this IServiceCollection services, IConfiguration configuration, Action<EmblemVerificationOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        return Add(services, (options, provider) =>
        {
            EmblemVerificationSettings.Read(
                configuration, options, contentRoot: provider.GetService<IHostEnvironment>()?.ContentRootPath);
            configure?.Invoke(options);
        });
    }

    private static IServiceCollection Add(IServiceCollection services, Action<EmblemVerificationOptions, IServiceProvider> configure)
    {
        services.AddOptions<EmblemVerificationOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EmblemVerificationOptions>, OptionsValidation>());
        services.TryAddSingleton(provider => new VerificationParts(
            // The monitor's options are those that the host checked at its start, so that files are read only once.
            provider.GetRequiredService<IOptionsMonitor<EmblemVerificationOptions>>().CurrentValue,
            provider.GetService<TimeProvider>() ?? TimeProvider.System,
            provider));
        services.TryAddSingleton(provider => provider.GetRequiredService<VerificationParts>().Checker);
        services.TryAddSingleton<IEmblemChecker>(provider => provider.GetRequiredService<EmblemChecker>());
        return services;
    }
}
