using System.Globalization;
using DigitalEmblem.Issuer.CheckPage;

namespace DigitalEmblem.Issuer.Demo;

/// <summary>The demo's public page "is this host marked?". In earnest it is a process of its own (<c>issuer checkpage</c>).</summary>
internal sealed class DemoCheckPage : IAsyncDisposable
{
    private readonly WebApplication _application;

    private DemoCheckPage(WebApplication application, string url) => (_application, Url) = (application, url);

    /// <summary>Where it is.</summary>
    public string Url { get; }

    /// <summary>Starts it.</summary>
    /// <param name="port">Its port, if it is free.</param>
    /// <param name="resolver">The name server that it asks.</param>
    /// <param name="logList">The file of the log list.</param>
    /// <param name="roots">The file of the roots.</param>
    /// <param name="authority">The authority that it asks for.</param>
    public static Task<DemoCheckPage> StartAsync(int port, string resolver, string logList, string roots, string authority) =>
        DemoPort.StartAsync(async () =>
        {
            int free = DemoPort.Free(port);
            string url = string.Create(CultureInfo.InvariantCulture, $"http://check.localhost:{free}");
            var options = new CheckOptions
            {
                Listen = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{free}"),
                Origin = url,
                Resolvers = { resolver },
                LogList = logList,
                Roots = roots,
                Authorities = { authority },
            };
            WebApplication application = CheckHost.Build(options, isQuiet: true);
            try
            {
                await application.StartAsync();
                return new DemoCheckPage(application, url);
            }
            catch
            {
                await application.DisposeAsync();
                throw;
            }
        });

    public ValueTask DisposeAsync() => _application.DisposeAsync();
}
