using DigitalEmblem.Discovery;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Watching;
using DigitalEmblem.Issuer.Watching.Logs;
using DigitalEmblem.Issuer.Work.Keys;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace DigitalEmblem.Issuer.Tests.Watching.Logs;

/// <summary>A society with a root key in use, whose service follows the log that holds its certificate.</summary>
internal sealed class LogScene : IAsyncDisposable
{
    private static readonly FollowingLimits Limits = new()
    {
        ShortestWait = TimeSpan.FromMilliseconds(1),
        LongestWait = TimeSpan.FromMilliseconds(2),
        Attempts = 2,
    };

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private readonly LogServer _server;

    private LogScene(IssuerScene issuer)
    {
        Issuer = issuer;
        Serving = issuer.Trust.Log;
        _server = new LogServer(path => Lie(path, Serving.Answer(path)));
        File.WriteAllBytes(LogList, TestLog.ListOf((issuer.Trust.Log, _server.Url)));
        issuer.Trust.Log.Pass(TimeSpan.FromDays(10));
        issuer.Trust.Log.Publish();
    }

    public IssuerScene Issuer { get; }

    public TestLog Log => Issuer.Trust.Log;

    /// <summary>The file of the log list, with the log where it is served.</summary>
    public string LogList => Path.Combine(Issuer.Folder, "followed.json");

    /// <summary>The log whose answers are served: the honest one, or a fork of it.</summary>
    public TestLog Serving { get; set; }

    public Func<string, LogResponse?, LogResponse?> Lie { get; set; } = (_, honest) => honest;

    public int Requests => _server.Requests;

    /// <summary>A society whose service has followed the log to its head.</summary>
    public static async Task<LogScene> StartAsync(string? connection = null)
    {
        var scene = new LogScene(await IssuerScene.ReadyAsync(connection: connection));
        await scene.RoundAsync();
        return scene;
    }

    /// <summary>A service of the same database, whose rounds another instance makes.</summary>
    public FollowLogs Another() => new(
        Issuer.Store,
        new AlertBook(Issuer.Store),
        Issuer.Notices,
        new TransparencyFiles(new TransparencyOptions { LogList = LogList }),
        _http,
        Limits,
        Instance.New(),
        Issuer.Clock,
        NullLogger<FollowLogs>.Instance);

    /// <summary>Makes the next round.</summary>
    public async Task RoundAsync(TimeSpan? later = null)
    {
        Issuer.Clock.Now += later ?? FollowLogs.Interval;
        if (!await Another().RoundAsync(default))
        {
            throw new InvalidOperationException("No round was due.");
        }
    }

    /// <summary>Has a certificate issued and logged that nobody here asked for.</summary>
    public BindingChain Issue(params string[] names)
    {
        BindingChain chain = Issuer.Trust.Authority.Issue(names, [Log]);
        Log.Publish();
        return chain;
    }

    /// <summary>The alerts of this watch that are open.</summary>
    public async Task<Alert[]> OpenAsync() =>
        [.. await Issuer.ReadAsync(d => d.Alerts.Where(a => a.ClearedAt == null && a.Kind >= AlertKind.UnknownCertificate)
            .OrderBy(a => a.Id).ToListAsync())];

    public async ValueTask DisposeAsync()
    {
        _server.Dispose();
        _http.Dispose();
        await Issuer.DisposeAsync();
    }
}
