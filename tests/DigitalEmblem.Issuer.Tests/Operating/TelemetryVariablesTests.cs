using System.Net;
using DigitalEmblem.Issuer.Hosting;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Operating;

/// <summary>
/// The variables of OpenTelemetry. When these fail, an operator who sets all services of a machine alike gets no figures of this one, or
/// they go to a collector that the settings do not name.
/// </summary>
[Trait("Category", "Servers")]
public sealed class TelemetryVariablesTests
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT", Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL";

    [Theory]
    [InlineData(null, null, null)]
    [InlineData("http://one:4317", null, "http://one:4317/")]
    [InlineData(null, "http://two:4317", "http://two:4317")]
    [InlineData("http://one:4317", "http://two:4317", "http://one:4317/")]
    public void Collector_IsThatOfTheSettingsFirst(string? setting, string? variable, string? collector)
    {
        var variables = new TelemetryVariables(
            [new(Endpoint, variable), new("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://three:4317"), new("PATH", "/bin")],
            new TelemetryOptions { Otlp = setting is null ? null : new Uri(setting) });

        Assert.Equal(collector, variables.Collector);
        Assert.Equal(setting is null, variables.All.ContainsKey("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"));
        Assert.DoesNotContain("PATH", variables.All.Keys);
    }

    [Theory]
    [InlineData(Endpoint, "collector:4317", "is no address of a collector")]
    [InlineData(Endpoint, "ftp://collector", "is no address of a collector")]
    [InlineData(Protocol, "http/json", "is no protocol that this service has")]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "http://127.0.0.1:4317", "is not read by this service")]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "grpc", "is not read by this service")]
    public void VariableThatOpenTelemetryPassesOver_IsAFault(string name, string value, string why) =>
        Assert.Contains(
            why,
            Assert.Single(new TelemetryVariables([new(name, value)], new TelemetryOptions()).Validate()),
            StringComparison.Ordinal);

    [Fact]
    public async Task FaultyVariable_IsToldByTheCommandThatChecksSettings()
    {
        await using var service = new ServiceProcess(new Dictionary<string, string> { [Endpoint] = "collector" });

        (int code, _, string error) = await service.RunAsync("settings");

        Assert.Equal(64, code);
        Assert.Contains(Endpoint, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Variables_SayWhereFiguresGo_HowAndAsWhose()
    {
        await using Collector collector = await Collector.StartAsync();
        await using var service = new ServiceProcess(new Dictionary<string, string>
        {
            [Endpoint] = collector.Address,
            [Protocol] = "http/protobuf",
            ["OTEL_SERVICE_NAME"] = "emblems-of-the-society",
            ["OTEL_RESOURCE_ATTRIBUTES"] = "deployment.environment.name=rehearsal",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
        });
        service.Start();
        await service.ReadyAsync();
        using var http = new HttpClient();
        http.DefaultRequestHeaders.UserAgent.ParseAdd("browser-of-otto");
        using HttpResponseMessage ofPerson = await http.GetAsync(
            new Uri($"http://127.0.0.1:{service.Api}/api/v1/persons/olga?reason=appendix"));
        using HttpResponseMessage denied = await http.GetAsync(new Uri($"http://127.0.0.1:{service.Api}/api/v1/status"));

        string figures = await collector.SentAsync("/v1/metrics", "issuer.emblems.issued");
        Assert.Contains("emblems-of-the-society", figures, StringComparison.Ordinal);
        Assert.Contains("rehearsal", figures, StringComparison.Ordinal);
        string traces = await collector.SentAsync("/v1/traces", "/api/v1/status");
        Assert.Contains("emblems-of-the-society", traces, StringComparison.Ordinal);
        Assert.All(["olga", "otto", "appendix"], n => Assert.DoesNotContain(n, traces, StringComparison.Ordinal));

        // Prometheus reads the same beside it.
        string text = await http.GetStringAsync(new Uri($"http://127.0.0.1:{service.Metrics}/metrics"));
        Assert.Contains("issuer_emblems_issued_total", text, StringComparison.Ordinal);
        Assert.Contains("emblems-of-the-society", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SdkThatIsDisabled_MeasuresNothing()
    {
        await using Collector collector = await Collector.StartAsync();
        await using var service = new ServiceProcess(new Dictionary<string, string>
        {
            [Endpoint] = collector.Address,
            [Protocol] = "http/protobuf",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "100",
            ["OTEL_SDK_DISABLED"] = "TRUE",
        });
        service.Start();
        await service.ReadyAsync();

        using var http = new HttpClient();
        using HttpResponseMessage answer = await http.GetAsync(new Uri($"http://127.0.0.1:{service.Metrics}/metrics"));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(0, await service.TerminateAsync());
        Assert.True(collector.IsUnasked);
    }
}
