using System.Net;
using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Tests.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Api;

/// <summary>
/// Calls that mean work. When these fail, what someone asked for waits for the next round, or the service works without a pause while
/// nobody asks.
/// </summary>
[Trait("Category", "Servers")]
public class WokenByCallsTests
{
    [Fact]
    public async Task WhatIsDoneWithAssets_IsWorkedOnAtOnce()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient officer = await service.ClientAsync(AccessRoles.Officer);
        Asset asset = await scene.ListedAsync("www.society.example");
        await using var rounds = await Rounds.StartAsync(scene);
        string ids = $"{{'ids':['{asset.Id}']}}";

        await rounds.FollowAsync(() => officer.PostAsync("assets/declare", ids).NodeAsync());
        await rounds.FollowAsync(() => officer.PostAsync("assets/mark", ids).NodeAsync());
        await rounds.FollowAsync(() => officer.PostAsync("assets/renew", ids).NodeAsync());
        await rounds.FollowAsync(() => officer.PostAsync("assets/withdraw", ids).NodeAsync());
        string tag = (await officer.GetAsync($"assets/{asset.Id}")).Headers.ETag!.Tag;
        await rounds.FollowAsync(
            () => officer.PutAsync($"assets/{asset.Id}", "{'purposes':['protective'],'lifetimeSeconds':7200}", tag).NodeAsync());
    }

    [Fact]
    public async Task WhatIsDoneWithKeys_IsWorkedOnAtOnce()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient administrator = await service.ClientAsync(AccessRoles.Administrator);
        SigningKey elsewhere = SigningKey.Generate(SignatureAlgorithm.ES384);
        var publicKey = new JsonObject { ["use"] = "Root", ["custody"] = "Offline", ["publicKey"] = elsewhere.PublicKey.ToPem() };
        string root = (await administrator.PostAsync("keys", publicKey.ToJsonString()).NodeAsync(HttpStatusCode.Created)).Id();
        string request =
            (await administrator.PostAsync($"keys/{root}/commitment/request", "{}").NodeAsync())["requestPem"]!.GetValue<string>();
        string key = (await administrator.PostAsync("keys", "{'use':'Emblem','algorithm':'Ed25519','custody':'File'}")
            .NodeAsync(HttpStatusCode.Created))
            .Id();
        await using var rounds = await Rounds.StartAsync(scene);

        await rounds.FollowAsync(() => administrator.PostAsync(
            $"keys/{root}/commitment", new JsonObject { ["chainPem"] = scene.Trust.Certify(request) }.ToJsonString())
            .NodeAsync());
        JsonNode asked = await rounds.FollowAsync(
            () => administrator.PostAsync($"keys/{key}/endorse", "{'purposes':['protective']}").NodeAsync(HttpStatusCode.Accepted));
        string signing = asked["signing"]!.Id();
        byte[] answer = SigningRequest.Read(await administrator.GetByteArrayAsync($"signings/{signing}/file")).Answer(elsewhere).ToBytes();
        await rounds.FollowAsync(() => administrator.PostFileAsync($"signings/{signing}/answer", answer).NodeAsync());
        await rounds.FollowAsync(
            () => administrator.PostAsync($"keys/{key}/compromise", "{'reason':'lost'}").NodeAsync(HttpStatusCode.Accepted));
    }

    [Fact]
    public async Task EndorsementByAnAuthority_IsWorkedOnAtOnce()
    {
        await using Pair pair = await Pair.StartAsync();
        await using ApiService society = await ApiService.StartAsync(pair.Society);
        HttpClient administrator = await society.ClientAsync(AccessRoles.Administrator);
        Application application = await pair.AskAsync(Purposes.Protective);
        await pair.Ministry.DecideApplication.ApproveAsync(
            "anna", application.Id, null, Purposes.Protective, TimeSpan.FromDays(30), default);
        await pair.Ministry.DecideApplication.ApproveAsync(
            "ben", application.Id, null, Purposes.Protective, TimeSpan.FromDays(30), default);
        (GivenEndorsement? given, _) = await pair.Ministry.EndorseApplicant.RunAsync("ben", application.Id, default);
        var body = new JsonObject
        {
            ["bundle"] = System.Buffers.Text.Base64Url.EncodeToString(await pair.BundleAsync(given!)),
            ["chainPem"] = await pair.ChainAsync(),
        };
        await using var rounds = await Rounds.StartAsync(pair.Society);

        await rounds.FollowAsync(() => administrator.PostAsync("endorsements", body.ToJsonString()).NodeAsync(HttpStatusCode.Created));
    }

    [Fact]
    public async Task WhatIsDoneAboutPublication_IsWorkedOnAtOnce()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient administrator = await service.ClientAsync(AccessRoles.Administrator),
            officer = await service.ClientAsync(AccessRoles.Officer);
        Asset asset = await scene.MarkedAsync("www.society.example");
        await scene.IssueEmblems.RunAsync(default);
        await using var rounds = await Rounds.StartAsync(scene);

        JsonNode target = await rounds.FollowAsync(
            () => administrator.PostAsync("targets", "{'kind':'ByHand','zone':'society.example','ttlSeconds':300}")
                .NodeAsync(HttpStatusCode.Created));
        string tag = (await administrator.GetAsync($"targets/{target.Id()}")).Headers.ETag!.Tag;
        await rounds.FollowAsync(() => administrator.PutAsync($"targets/{target.Id()}", "{'ttlSeconds':600}", tag).NodeAsync());
        await rounds.FollowAsync(() => officer.PostAsync($"assets/{asset.Id}/published", "{}").NodeAsync(HttpStatusCode.Accepted));
        await rounds.FollowAsync(() => officer.PostAsync($"targets/{target.Id()}/published", "{}").NodeAsync(HttpStatusCode.Accepted));
    }

    /// <summary>The service's own changes must not wake it: it would never rest.</summary>
    [Fact]
    public async Task ServiceThatIssuesAndThenIsIdle_DoesNotSpin()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        await scene.MarkedAsync("www.society.example");
        await using var rounds = await Rounds.StartAsync(scene, async () =>
        {
            while (await scene.IssueEmblems.RunAsync(default) > 0)
            {
            }
        });
        Assert.Equal(1, await scene.ReadAsync(d => d.Emblems.CountAsync()));
        int before = rounds.Count;

        await Task.Delay(TimeSpan.FromSeconds(1));

        // A round that was woken by the set-up, at most.
        Assert.InRange(rounds.Count - before, 0, 1);
    }

    /// <summary>A loop of rounds that come by themselves only after an hour.</summary>
    private sealed class Rounds : IAsyncDisposable
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30), Quiet = TimeSpan.FromMilliseconds(100);

        private readonly RoundLoop _loop;
        private int _count;

        private Rounds(IssuerScene scene, Func<Task>? work) => _loop = new RoundLoop(
            new Round
            {
                Name = "working",
                Run = async _ =>
                {
                    await (work?.Invoke() ?? Task.CompletedTask);
                    Interlocked.Increment(ref _count);
                    return true;
                },
                Pause = TimeSpan.FromHours(1),
                WokenBy = scene.Signal,
                Failure = "It failed.",
            },
            TimeProvider.System,
            NullLogger<RoundLoop>.Instance);

        public int Count => Volatile.Read(ref _count);

        public static async Task<Rounds> StartAsync(IssuerScene scene, Func<Task>? work = null)
        {
            var rounds = new Rounds(scene, work);
            await rounds._loop.StartAsync(default);
            await rounds.UntilAsync(1);
            return rounds;
        }

        /// <summary>Makes a call, and waits for the round that follows on it.</summary>
        public async Task<T> FollowAsync<T>(Func<Task<T>> call)
        {
            // What was woken before must be over: the round is to be that of this call.
            int before;
            do
            {
                before = Count;
                await Task.Delay(Quiet);
            }
            while (Count != before);

            T answer = await call();
            await UntilAsync(before + 1);
            return answer;
        }

        public async ValueTask DisposeAsync()
        {
            await _loop.StopAsync(default);
            _loop.Dispose();
        }

        private async Task UntilAsync(int count)
        {
            using var end = new CancellationTokenSource(Patience);
            while (Count < count)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), end.Token);
            }
        }
    }
}
