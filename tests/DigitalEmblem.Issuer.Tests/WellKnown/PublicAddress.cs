using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Public;
using DigitalEmblem.Issuer.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DigitalEmblem.Issuer.Tests.WellKnown;

/// <summary>The public address of a service, with a certificate for localhost, on a free port; and every line that it logs.</summary>
internal sealed class PublicAddress : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Lines _lines = new();

    private PublicAddress(IssuerStore store, TimeProvider clock)
    {
        Certificate = Make();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Information).AddProvider(_lines)
            .AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, l =>
        {
            l.Note(Listener.Public);
            l.UseHttps(Certificate);
        }));
        builder.Services.AddSingleton(clock);
        builder.Services.AddSingleton(store);
        builder.Services.AddSingleton<WellKnownSets>();
        _app = builder.Build();
        _app.UseRouting();
        _app.UseListeners();
        _app.MapWellKnown();
    }

    public X509Certificate2 Certificate { get; }

    public int Port => new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;

    public IReadOnlyList<string> Logged => _lines.All;

    public static async Task<PublicAddress> StartAsync(IssuerStore store, TimeProvider clock)
    {
        var address = new PublicAddress(store, clock);
        await address._app.StartAsync();
        return address;
    }

    /// <summary>Sends a request as it is, and reads the answer to its end.</summary>
    public async Task<(int Status, string Head, byte[] Body)> SendAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Port);
        await using var stream = new SslStream(
            client.GetStream(), false, (_, shown, _, _) => shown?.GetCertHashString() == Certificate.GetCertHashString());
        await stream.AuthenticateAsClientAsync("localhost");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request.ReplaceLineEndings("\r\n")));
        using var all = new MemoryStream();
        await stream.CopyToAsync(all);
        byte[] bytes = all.ToArray();
        int end = bytes.AsSpan().IndexOf("\r\n\r\n"u8);
        string head = Encoding.ASCII.GetString(bytes, 0, end);
        return (int.Parse(head.Split(' ')[1]), head, bytes[(end + 4)..]);
    }

    public Task<(int Status, string Head, byte[] Body)> GetAsync(string host, string method = "GET", string target = "/.well-known/adem") =>
        SendAsync($"{method} {target} HTTP/1.1\nHost: {host}\nConnection: close\n\n");

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Certificate.Dispose();
    }

    private static X509Certificate2 Make()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        private readonly List<string> _all = [];

        public IReadOnlyList<string> All
        {
            get
            {
                lock (_all)
                {
                    return [.. _all];
                }
            }
        }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_all)
            {
                _all.Add($"{formatter(state, exception)} {exception}");
            }
        }

        public void Dispose()
        {
        }
    }
}
