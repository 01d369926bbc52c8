using System.Globalization;
using DigitalEmblem.EndToEnd.Tests.Discovery.LogClients;

namespace DigitalEmblem.EndToEnd.Tests.Discovery.LogFollowing;

/// <summary>A log on loopback that is followed, and may be told to lie.</summary>
internal sealed class FollowScene : IAsyncDisposable
{
    public const string Domain = "society.example";

    /// <summary>No test waits.</summary>
    public static readonly FollowingLimits Limits = new()
    {
        ShortestWait = TimeSpan.FromMilliseconds(1),
        LongestWait = TimeSpan.FromMilliseconds(2),
        Attempts = 2,
    };

    private readonly BindingChain _other;
    private readonly LogHttp _http = LogHttp.ForFollowing();

    private Func<string, LogResponse?, LogResponse?> _lie = (_, honest) => honest;

    private FollowScene(LogKind kind)
    {
        Log = Serving = new TestLog(kind, Now.AddDays(-10));
        Log.Pass(TimeSpan.FromDays(10));
        Authority = new TestAuthority(Now);
        _other = Authority.Issue(["www.elsewhere.example"], []);
    }

    public static DateTimeOffset Now { get; } = new(2026, 6, 17, 0, 0, 0, TimeSpan.Zero);

    public TestAuthority Authority { get; }

    public TestLog Log { get; }

    /// <summary>The log whose answers are served: the honest one, or a fork of it.</summary>
    public TestLog Serving { get; set; }

    public SettableClock Clock { get; } = new(Now);

    public LogHost Host { get; private set; } = null!;

    public string State { get; set; } = "usable";

    public KnownCertificates Known { get; set; } = KnownCertificates.None;

    public OrganizationIdentifier Organization { get; } = OrganizationIdentifier.Parse($"https://{Domain}");

    /// <summary>The indexes of entries that were read in steps that did not fail.</summary>
    public List<ulong> Read { get; } = [];

    public List<LogSighting> Sightings { get; } = [];

    public LogList List => LogList.Read(ListBytes);

    public byte[] ListBytes => LogHost.Rewrite(
        System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(new
        {
            version = "1.0",
            log_list_timestamp = "2026-06-01T00:00:00Z",
            operators = new[]
            {
                new Dictionary<string, object>
                {
                    ["name"] = "Test operator",
                    [Log.Kind == LogKind.Static ? "tiled_logs" : "logs"] = new[] { Log.Describe(Host.Url, State) },
                },
            },
        }),
        _ => null);

    public TransparencyLog Listed => List.Find(Log.Id)!;

    public static async Task<FollowScene> StartAsync(LogKind kind, int entries = 3)
    {
        var scene = new FollowScene(kind);
        scene.Grow(entries);
        scene.Host = await LogHost.StartAsync(path => scene._lie(path, scene.Serving.Answer(path)));
        return scene;
    }

    /// <summary>From now on answers pass through here first.</summary>
    public void Lie(Func<string, LogResponse?, LogResponse?> lie) => _lie = lie;

    public void BeHonest() => _lie = (_, honest) => honest;

    /// <summary>Adds certificates that concern nobody here, and shows a head over them.</summary>
    public void Grow(int entries, TestLog? log = null)
    {
        log ??= Log;
        for (int i = 0; i < entries; i++)
        {
            log.AddCertificate(_other.Certificates);
        }

        log.Publish();
    }

    /// <summary>Adds the certificate for names, and shows a head over it.</summary>
    public BindingChain Issue(params string[] names)
    {
        BindingChain chain = Authority.Issue(names, [Log]);
        Log.Publish();
        return chain;
    }

    public LogProgress Begin(ulong? from = null) => LogProgress.Begin(Listed, Clock.Now, from);

    /// <summary>Makes one step.</summary>
    public async Task<LogStep> StepAsync(LogProgress progress, FollowingLimits? limits = null)
    {
        var look = new CertificateLook([new GuardedName(Organization)], Known, domains: false);
        var read = new List<ulong>();
        LogStep step = await new LogFollower(Listed, _http.Client, limits ?? Limits, Clock).StepAsync(
            progress,
            (leaf, index, certificate) =>
            {
                read.Add(index);
                return look.At(leaf, index, certificate);
            },
            default);
        if (step.Progress.Fault == LogFault.None)
        {
            Read.AddRange(read);
            Sightings.AddRange(step.Sightings);
        }

        return step;
    }

    /// <summary>Makes steps up to the log's head, or to the first one that fails; each from its stored form.</summary>
    public async Task<LogStep> FollowAsync(LogProgress progress, FollowingLimits? limits = null)
    {
        LogStep step;
        do
        {
            step = await StepAsync(LogProgressCodec.Read(LogProgressCodec.Write(progress), Listed), limits);
            progress = step.Progress;
        }
        while (step.HasMore);

        return step;
    }

    /// <summary>A round over the whole list.</summary>
    public async Task<IReadOnlyList<LogStep>> RoundAsync(LogProgress? progress, FollowingLimits? limits = null)
    {
        var steps = new List<LogStep>();
        var look = new CertificateLook([new GuardedName(Organization)], Known, domains: false);
        await new LogWatch(List, _http.Client, look, limits ?? Limits, Clock).RoundAsync(
            _ => progress,
            (step, _) =>
            {
                steps.Add(step);
                return Task.FromResult(true);
            },
            default);
        return steps;
    }

    /// <summary>How many entries a request to a log asks for from where.</summary>
    public static (int Start, int End) Range(string path)
    {
        System.Collections.Specialized.NameValueCollection query = System.Web.HttpUtility.ParseQueryString(path.Split('?')[1]);
        return (int.Parse(query["start"]!, CultureInfo.InvariantCulture), int.Parse(query["end"]!, CultureInfo.InvariantCulture));
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        _http.Dispose();
        Authority.Dispose();
        Log.Dispose();
    }
}
