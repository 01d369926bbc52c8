using System.Net;
using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Work.Assets;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Api;

/// <summary>
/// Calls that wait for something new. When these fail, programs ask each second instead, or a service that stops leaves them hanging.
/// </summary>
[Trait("Category", "Servers")]
public class WaitingCallTests
{
    private const string Path = "assets/by-name/www.society.example";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CallThatWaits_IsAnsweredByTheChange_AlsoOfAnotherProcess(bool isOfAnother)
    {
        await using IssuerScene scene = await StartAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient officer = await service.ClientAsync(AccessRoles.Officer);
        Asset asset = await scene.ListedAsync("www.society.example");
        string seen = (await officer.GetAsync(Path)).Headers.ETag!.ToString();

        Task<HttpResponseMessage> waiting = WaitAsync(officer, seen, 60);
        // Another process has no signal that this one hears.
        IssuerStore store = isOfAnother ? new IssuerStore(scene.Contexts, scene.Clock) : service.Act<IssuerStore>();
        await new LabelAsset(store).RunAsync("anna", asset.Id, null, AssetLabels.Parse("a=b"), default);
        HttpResponseMessage answer = await waiting;

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("wait=60", Assert.Single(answer.Headers.GetValues("Preference-Applied")));
        Assert.NotEqual(seen, answer.Headers.ETag!.ToString());
        // The tag is that of a call that does not wait.
        Assert.Equal((await officer.GetAsync(Path)).Headers.ETag, answer.Headers.ETag);
    }

    [Fact]
    public async Task CallThatWaits_Gets304_WhenItsTimeIsOver_OrTheServiceStops()
    {
        await using IssuerScene scene = await StartAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient officer = await service.ClientAsync(AccessRoles.Officer);
        await scene.ListedAsync("www.society.example");
        string seen = (await officer.GetAsync(Path)).Headers.ETag!.ToString();

        Assert.Equal(HttpStatusCode.NotModified, (await WaitAsync(officer, seen, 1)).StatusCode);
        Task<HttpResponseMessage> waiting = WaitAsync(officer, seen, 60);
        service.Act<IHostApplicationLifetime>().StopApplication();
        Assert.Equal(HttpStatusCode.NotModified, (await waiting).StatusCode);
    }

    /// <summary>No place is left to whoever opens many, and none of the others loses by it.</summary>
    [Fact]
    public void Places_AreBounded_ByKeyAndInAll()
    {
        using var stopped = new NeverStops();
        var calls = new WaitingCalls(null!, stopped);

        IDisposable?[] own = [.. Enumerable.Range(0, WaitingCalls.MostOfOne + 1).Select(_ => calls.Enter("one"))];
        Assert.Equal([.. Enumerable.Repeat(true, WaitingCalls.MostOfOne), false], own.Select(p => p is not null));
        using IDisposable? other = calls.Enter("another");
        Assert.NotNull(other);
        own[0]!.Dispose();
        own[0]!.Dispose();
        Assert.NotNull(calls.Enter("one"));
        Assert.Null(calls.Enter("one"));
        Assert.Equal(
            WaitingCalls.MostOfAll - WaitingCalls.MostOfOne - 1,
            Enumerable.Range(0, 2 * WaitingCalls.MostOfAll).Count(i => calls.Enter($"key {i}") is not null));
    }

    [Theory]
    [InlineData("wait=30", 30)]
    [InlineData("respond-async, wait=10", 10)]
    [InlineData("Wait = \"5\"; x=y", 5)]
    [InlineData("wait=100000", WaitPreference.Longest)]
    [InlineData("wait=0", null)]
    [InlineData("wait=-1", null)]
    [InlineData("wait", null)]
    [InlineData("wait=99999999999", null)]
    public void Preference_IsRead_AsTheStandardWritesIt(string header, int? seconds) => Assert.Equal(seconds, WaitPreference.Of(header));

    private protected virtual Task<IssuerScene> StartAsync() => IssuerScene.StartAsync();

    private static async Task<HttpResponseMessage> WaitAsync(HttpClient client, string seen, int seconds)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Path);
        request.Headers.TryAddWithoutValidation("If-None-Match", seen);
        request.Headers.TryAddWithoutValidation("Prefer", $"wait={seconds}");
        return await client.SendAsync(request);
    }

    private sealed class NeverStops : IHostApplicationLifetime, IDisposable
    {
        public CancellationToken ApplicationStarted => default;

        public CancellationToken ApplicationStopping => default;

        public CancellationToken ApplicationStopped => default;

        public void StopApplication()
        {
        }

        public void Dispose()
        {
        }
    }
}
