using DigitalEmblem.Discovery;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Polly;

namespace DigitalEmblem.Extensions;

/// <summary>
/// The HTTP client for questions to logs: the standard resilience handler (timeouts, bounded retries with backoff and jitter, a circuit
/// breaker for each log's host), no redirects, no cookies, no proxy, nothing logged.
/// </summary>
public sealed class LogHttp : IDisposable
{
    /// <summary>
    /// The name of the client for questions to logs in an application's own <see cref="IHttpClientFactory"/>. A checker uses that factory
    /// if there is one; the application can change the client as any other (<c>services.AddHttpClient(LogHttp.ClientName)</c>), and is then
    /// answerable for what its handlers follow, log and send.
    /// </summary>
    public const string ClientName = "DigitalEmblem.Logs";

    private readonly ServiceProvider _services;

    /// <summary>A client.</summary>
    /// <param name="options">How logs are asked; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public LogHttp(LogHttpOptions? options = null)
        : this(options ?? new LogHttpOptions(), isPatient: true)
    {
    }

    private LogHttp(LogHttpOptions options, bool isPatient)
    {
        if (options.AttemptTimeout <= TimeSpan.Zero || options.TotalTimeout <= options.AttemptTimeout || options.Retries is < 0 or > 10
            || options.RetryDelay < TimeSpan.Zero)
        {
            throw new ArgumentException("Timeouts are above zero, that of all attempts above that of one; there are 0 to 10 retries.");
        }

        var services = new ServiceCollection();
        IHttpClientBuilder builder = services.AddHttpClient(ClientName);
        if (isPatient)
        {
            Configure(builder, options);
        }
        else
        {
            ConfigurePlain(builder, options);
        }

        _services = services.BuildServiceProvider();
        Client = _services.GetRequiredService<IHttpClientFactory>().CreateClient(ClientName);
    }

    /// <summary>The client.</summary>
    public HttpClient Client { get; }

    /// <summary>
    /// The client for following logs: each request is made once. A follower waits between requests as the log asks, over hours, and must
    /// hear what the log says and not that a circuit is open.
    /// </summary>
    /// <param name="roots">Roots for the TLS certificates of logs, in place of the system's; null for the system's.</param>
    internal static LogHttp ForFollowing(System.Security.Cryptography.X509Certificates.X509Certificate2Collection? roots = null) =>
        new(new LogHttpOptions { TotalTimeout = TimeSpan.FromMinutes(2), Roots = roots }, isPatient: false);

    /// <summary>Closes the connections.</summary>
    public void Dispose()
    {
        Client.Dispose();
        _services.Dispose();
    }

    /// <summary>Makes a client one for questions to logs.</summary>
    internal static void Configure(IHttpClientBuilder builder, LogHttpOptions options)
    {
        ConfigurePlain(builder, options);
        builder.AddHttpMessageHandler(() => new FaultTranslator());
        builder.AddStandardResilienceHandler(resilience => Configure(resilience, options)).SelectPipelineByAuthority();
        // The resilience handler's timeouts end with the headers, and it removes the client's timeout. Set that timeout again here, because
        // LogRequests applies it to the body too.
        builder.ConfigureHttpClient(client => client.Timeout = options.TotalTimeout);
    }

    private static void ConfigurePlain(IHttpClientBuilder builder, LogHttpOptions options)
    {
        builder.ConfigurePrimaryHttpMessageHandler(() => Handler(options)).RemoveAllLoggers();
        builder.ConfigureHttpClient(client => client.Timeout = options.TotalTimeout);
        // The client is kept for as long as the checker lives, so its handler must not be exchanged; connections are instead.
        builder.SetHandlerLifetime(Timeout.InfiniteTimeSpan);
    }

    private static SocketsHttpHandler Handler(LogHttpOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            // A header would tell the party asked of the trace in which the question stands, and a span would hold its address.
            ActivityHeadersPropagator = null,
            UseProxy = false,
            ConnectTimeout = options.AttemptTimeout,
            MaxResponseDrainSize = 0,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        handler.SslOptions.CertificateChainPolicy = CertificateRules.ForServers(options.Roots);
        return handler;
    }

    private static void Configure(HttpStandardResilienceOptions resilience, LogHttpOptions options)
    {
        resilience.AttemptTimeout.Timeout = options.AttemptTimeout;
        resilience.TotalRequestTimeout.Timeout = options.TotalTimeout;
        // The circuit breaker must see at least two attempts.
        resilience.CircuitBreaker.SamplingDuration = options.AttemptTimeout * 2 > TimeSpan.FromSeconds(30)
            ? options.AttemptTimeout * 2
            : TimeSpan.FromSeconds(30);
        resilience.CircuitBreaker.MinimumThroughput = 10;
        resilience.Retry.Delay = options.RetryDelay;
        resilience.Retry.BackoffType = DelayBackoffType.Exponential;
        resilience.Retry.UseJitter = true;
        // A Retry-After may be longer than a timer can hold. A wait beyond the time for all attempts makes no difference, so bound it by
        // that time.
        if (resilience.Retry.DelayGenerator is { } follow)
        {
            resilience.Retry.DelayGenerator = attempt => AtMostAsync(options.TotalTimeout, follow(attempt));
        }

        if (options.Retries == 0)
        {
            resilience.Retry.ShouldHandle = _ => ValueTask.FromResult(false);
        }
        else
        {
            resilience.Retry.MaxRetryAttempts = options.Retries;
        }
    }

    private static async ValueTask<TimeSpan?> AtMostAsync(TimeSpan longest, ValueTask<TimeSpan?> delay)
    {
        TimeSpan? asked = await delay.ConfigureAwait(false);
        return asked > longest ? longest : asked;
    }
}
