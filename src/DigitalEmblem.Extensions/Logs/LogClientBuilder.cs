using Microsoft.Extensions.DependencyInjection;

namespace DigitalEmblem.Extensions;

/// <summary>
/// Configures the client for questions to logs, in case the application has a factory of HTTP clients. It adds no factory: without one,
/// and without the option that asks logs, nothing of this is built.
/// </summary>
internal sealed class LogClientBuilder : IHttpClientBuilder
{
    private LogClientBuilder(IServiceCollection services) => Services = services;

    public string Name => LogHttp.ClientName;

    public IServiceCollection Services { get; }

    public static void AddOnce(IServiceCollection services)
    {
        if (services.All(s => s.ServiceType != typeof(LogClientBuilder)))
        {
            var builder = new LogClientBuilder(services);
            services.AddSingleton(builder);
            LogHttp.Configure(builder, new LogHttpOptions());
        }
    }
}
