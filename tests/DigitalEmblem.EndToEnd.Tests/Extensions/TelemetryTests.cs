using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using DigitalEmblem.TestSupport;
using DigitalEmblem.Verifier;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Extensions;

/// <summary>
/// What an operator sees of a checker. If it fails, a dashboard or an alert is silent, or logs tell whom the application looks at.
/// </summary>
public sealed partial class TelemetryTests : IAsyncLifetime
{
    private const string Secret = "society.example";

    private readonly AuthoritativeServer _server = AuthoritativeServer.Start(new IPEndPoint(IPAddress.Loopback, 0));

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _server.DisposeAsync().AsTask();

    [Fact]
    public async Task Checks_OfEachOutcome_AreCountedTimedLoggedAndTraced()
    {
        using var heard = await RunAsync(o => o.Cache = new EmblemCacheOptions());
        Assert.Equal(
            new Dictionary<string, double>
            {
                ["digitalemblem.outcome=Indeterminate"] = 1,
                ["digitalemblem.outcome=Marked"] = 2,
                ["digitalemblem.outcome=NotMarked"] = 1,
                ["digitalemblem.outcome=Stopped"] = 1,
            },
            heard.Sums("digitalemblem.checks"));
        Assert.Equal(5, heard.Measurements.Count(m => m.Instrument == "digitalemblem.check.duration"));
        Assert.Equal(
            new Dictionary<string, double>
            {
                ["digitalemblem.cache.kind=dns digitalemblem.cache.result=hit"] = 2,
                ["digitalemblem.cache.kind=dns digitalemblem.cache.result=miss"] = 6,
            },
            heard.Sums("digitalemblem.cache.requests").Where(c => c.Key.Contains("=dns", StringComparison.Ordinal)));
        SortedDictionary<string, double> lookups = heard.Sums("digitalemblem.dns.lookups");
        Assert.Equal(6, lookups.Values.Sum());
        Assert.All(lookups.Keys, k => Assert.EndsWith("digitalemblem.dns.transport=udp", k, StringComparison.Ordinal));
        Assert.Equal(
            [1, 1, 1, 2, 4], heard.Lines.Select(l => l.Event.Id).Where(id => id <= EmblemEvents.CheckStopped).Order());
        Assert.Equal(5, heard.Spans.Count(s => s.OperationName == "emblem.check"));
        Assert.Equal(6, heard.Spans.Count(s => s.OperationName == "emblem.dns.lookup" && s.Kind == ActivityKind.Client));
    }

    [Fact]
    public async Task Hosts_ByDefault_AreNamedNowhere()
    {
        using var heard = await RunAsync(o => o.Cache = new EmblemCacheOptions());
        Assert.NotEmpty(heard.Lines);
        Assert.NotEmpty(heard.Spans);
        Assert.DoesNotContain(Secret, heard.All, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("127.0.0.1", heard.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hosts_WhereTheOptionAsks_AreNamedInLinesAndSpansAndNotInMetrics()
    {
        using var heard = await RunAsync(o => o.Telemetry = new EmblemTelemetryOptions { NameHosts = true });
        Assert.Contains(heard.Lines, l => l.Text.Contains("Checked www.society.example: Marked", StringComparison.Ordinal));
        Assert.Contains(heard.Spans, s => s.GetTagItem("digitalemblem.host") is "www.society.example");
        Assert.DoesNotContain(heard.Measurements, m => m.Tags.Contains(Secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Evidence_ThatIsUnavailable_IsCounted()
    {
        using var heard = await RunAsync(o => o.Evidence = HeldEvidence.None);
        // Two checks, and in each the commitments of the society and of the ministry.
        Assert.Equal(4, heard.Sums("digitalemblem.evidence.unavailable").Values.Sum());
        Assert.Contains(heard.Lines, l => l.Event.Id == EmblemEvents.EvidenceUnavailable);
        Assert.Contains(heard.Spans, s => s.GetTagItem("digitalemblem.evidence.unavailable") is 2);
    }

    [Fact]
    public async Task NamedChecker_InEachMeasurementAndCheck_IsNamed()
    {
        using var heard = await RunAsync(_ => { }, name: "strict");
        Assert.All(heard.Measurements, m => Assert.Contains("digitalemblem.checker=strict", m.Tags, StringComparison.Ordinal));
        Assert.All(heard.Spans, s => Assert.Equal("strict", s.GetTagItem("digitalemblem.checker")));
    }

    /// <summary>A container without metrics and logging is an ordinary one.</summary>
    [Fact]
    public async Task Checks_WithoutAMeterFactoryOrLogging_AreMeasuredToo()
    {
        _server.Publish(Published.Records(SignatureAlgorithm.Ed25519));
        using var heard = new Heard(() => null);
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(new SettableClock(TestTokens.Now));
        services.AddEmblemVerification("alone", Options);
        await using ServiceProvider provider = services.BuildServiceProvider();
        await provider.GetRequiredKeyedService<IEmblemChecker>("alone").CheckAsync(Published.Host);
        Assert.Contains(heard.Measurements, m => m.Tags == "digitalemblem.checker=alone digitalemblem.outcome=Marked");
    }

    [Fact]
    public async Task Document_OfInstruments_IsWhatTheCodeHas()
    {
        using var heard = await RunAsync(_ => { });
        Assert.Equal(
            Table("Metrics").Select(r => $"{r[0]} {r[1]} {r[2]}").Order(StringComparer.Ordinal),
            heard.Instruments.Values.Select(i => $"{i.Name} {(i is Histogram<double> ? "histogram" : "counter")} {i.Unit}")
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Document_OfSpansAndTags_IsWhatTheCodeHas()
    {
        Assert.Equal(
            Table("Spans").Select(r => r[0]).Order(StringComparer.Ordinal),
            new[] { EmblemTelemetry.CheckSpan, EmblemTelemetry.LookupSpan, EmblemTelemetry.EvidenceSpan }.Order(StringComparer.Ordinal));
        string[] tags = [.. typeof(Tags).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!)
            .Where(v => v != Tags.Stopped).Order(StringComparer.Ordinal)];
        Assert.Equal(tags, Table("Tags").Select(r => r[0]).Order(StringComparer.Ordinal));
        Assert.Equal(
            tags,
            Table("Metrics").Concat(Table("Spans")).SelectMany(r => r[^1].Split(", ")).Distinct().Order(StringComparer.Ordinal));
        foreach ((string tag, Type values) in ((string, Type)[])[
            (Tags.Outcome, typeof(VerdictOutcome)), (Tags.LookupOutcome, typeof(LookupOutcome))])
        {
            string said = Table("Tags").Single(r => r[0] == tag)[1];
            Assert.All(Enum.GetNames(values), value => Assert.Contains(value, said, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Document_OfLogLines_IsWhatTheCodeHas()
    {
        string[] code = [.. typeof(VerificationLog).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Select(m => (m.Name, Said: m.GetCustomAttribute<LoggerMessageAttribute>()!))
            .Select(m => $"{m.Said.EventId} {m.Name} {m.Said.Level}").Order(StringComparer.Ordinal)];
        Assert.Equal(code, Table("Log lines").Select(r => $"{r[0]} {r[1]} {r[2]}").Order(StringComparer.Ordinal));
        Assert.Equal(
            code.Select(c => string.Join(' ', c.Split(' ')[..2])),
            typeof(EmblemEvents).GetFields().Select(f => $"{f.GetRawConstantValue()} {f.Name}").Order(StringComparer.Ordinal));
    }

    /// <summary>Two checks of a marked host, one of another, one at a server that is gone, and one that is stopped.</summary>
    private async Task<Heard> RunAsync(Action<EmblemVerificationOptions> more, string? name = null)
    {
        _server.Publish(Published.Records(SignatureAlgorithm.Ed25519));
        // Until the factory is there, meters of tests that run beside this one must not be taken for its own.
        object factory = new();
        var heard = new Heard(() => factory);
        var services = new ServiceCollection();
        services.AddMetrics();
        services.AddLogging(l => l.SetMinimumLevel(LogLevel.Trace).AddProvider(new Borrowed(heard)));
        services.AddSingleton<TimeProvider>(new SettableClock(TestTokens.Now));
        void All(EmblemVerificationOptions options)
        {
            Options(options);
            more(options);
        }

        if (name is null)
        {
            services.AddEmblemVerification(All);
        }
        else
        {
            services.AddEmblemVerification(name, All);
        }

        await using ServiceProvider provider = services.BuildServiceProvider();
        factory = provider.GetRequiredService<IMeterFactory>();
        IEmblemChecker checker = provider.GetRequiredKeyedService<IEmblemChecker>(name);
        await checker.CheckAsync(Published.Host);
        await checker.CheckAsync(Published.Host);
        await checker.CheckAsync(DomainName.Parse("none.society.example"));
        await _server.DisposeAsync();
        await checker.CheckAsync(DomainName.Parse("late.society.example"));
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => checker.CheckAsync(DomainName.Parse("a.society.example"), stop.Token));
        return heard;
    }

    private void Options(EmblemVerificationOptions options)
    {
        options.Servers.Add(_server.EndPoint.ToString());
        // A server that is gone is noticed at once on loopback; the time is for one that answers late on a busy machine.
        options.Timeout = TimeSpan.FromSeconds(20);
        options.Rounds = 1;
        options.Evidence = HeldEvidence.AssumeCommittedUnsafe;
    }

    /// <summary>The rows of the table below a heading.</summary>
    private static IEnumerable<string[]> Table(string heading) =>
        File.ReadLines(Path.Combine(Repository.Root, "spec", "telemetry.md"))
            .SkipWhile(l => l != $"## {heading}").Skip(1).TakeWhile(l => !l.StartsWith("## ", StringComparison.Ordinal))
            .Where(l => l.StartsWith('|')).Skip(2)
            .Select(l => l.Trim('|', ' ').Split('|').Select(c => Code().Replace(c.Trim(), "$1")).ToArray());

    [GeneratedRegex("`([^`]*)`")]
    private static partial Regex Code();

    /// <summary>The container closes its providers, and the test reads this one afterwards.</summary>
    private sealed class Borrowed(Heard heard) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => heard;

        public void Dispose()
        {
        }
    }
}
