using System.Globalization;
using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Journal.Heads;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Watching;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Journal;

/// <summary>
/// Heads of the journal that are posted to a service. When these fail, heads stay on the machine whose operator they are to bind, and
/// nobody is told; or people are told each quarter of an hour, until they read it no more.
/// </summary>
public sealed class PostedHeadTests
{
    /// <summary>When this fails, the other side cannot verify what it keeps, or the same head is posted in each round.</summary>
    [Fact]
    public async Task GoodAnswer_TheHeadIsPostedOnce_WithTheKeyThatVerifiesIt()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        await using Witness witness = await Witness.StartAsync();
        using SendHeads send = Sender(scene, witness.Url);

        Assert.True(await send.RunAsync(default));
        Assert.True(await send.RunAsync(default));

        (string note, string key, string? type) = Assert.Single(witness.Posted);
        Assert.Equal("text/plain; charset=utf-8", type);
        Assert.True(HeadKey.TryParse(key, out HeadKey? by));
        Assert.True(SignedHead.TryRead(note, out SignedHead? head));
        Assert.True(head.IsSignedBy(by, note));
        Assert.Equal(
            (head.Sequence, witness.Url), await scene.ReadAsync(async d => (
                (await d.Heads.SingleAsync()).Sequence, (await d.SentHeads.SingleAsync()).Place)));
        Assert.Empty(await AlertsAsync(scene));
    }

    /// <summary>
    /// When this fails, one failed try wakes people at night, or a service that takes no heads for hours is told to nobody, or the alert
    /// stays when it takes them again.
    /// </summary>
    [Fact]
    public async Task Answer500_IsToldOnceLinesWaitForTooLong_AndIsOverWithTheNextHead()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        await using Witness witness = await Witness.StartAsync();
        using SendHeads send = Sender(scene, witness.Url);
        witness.Answer = Witness.Status(500);

        Assert.False(await send.RunAsync(default));
        Assert.Empty(await AlertsAsync(scene));
        Assert.Contains("It answered 500: see its log.", await ToldAsync(scene, send), StringComparison.Ordinal);

        witness.Answer = Witness.Status(200);
        Assert.True(await send.RunAsync(default));
        Assert.NotNull(Assert.Single(await AlertsAsync(scene)).ClearedAt);
    }

    /// <summary>
    /// When this fails, a service that is busy is asked again before it wants to be, and may shut this one out; or it keeps heads here for
    /// as long as it likes.
    /// </summary>
    [Theory]
    [InlineData(429, "600", 600)]
    [InlineData(503, "600", 600)]
    [InlineData(429, "999999999", 3600)]
    [InlineData(429, "date", 900)]
    public async Task RetryAfter_IsKept_ForAnHourAtMost(int status, string after, int seconds)
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        await using Witness witness = await Witness.StartAsync();
        using SendHeads send = Sender(scene, witness.Url);
        string value = after == "date" ? (scene.Clock.Now + TimeSpan.FromSeconds(900)).ToString("R", CultureInfo.InvariantCulture) : after;
        witness.Answer = Witness.Status(status, "Retry-After", value);
        DateTimeOffset asked = scene.Clock.Now;

        Assert.False(await send.RunAsync(default));
        witness.Answer = Witness.Status(200);
        scene.Clock.Now = asked + TimeSpan.FromSeconds(seconds - 2);
        Assert.False(await send.RunAsync(default));
        Assert.Single(witness.Posted);

        scene.Clock.Now = asked + TimeSpan.FromSeconds(seconds + 1);
        Assert.True(await send.RunAsync(default));
        Assert.Equal(2, witness.Posted.Count);
    }

    /// <summary>When this fails, an answer without a time, or with one that is none, stops the round for good.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData("soon")]
    [InlineData("-5")]
    [InlineData("0")]
    public async Task Answer429_WithoutATime_IsTriedInTheNextRound(string? after)
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        await using Witness witness = await Witness.StartAsync();
        using SendHeads send = Sender(scene, witness.Url);
        witness.Answer = after is null ? Witness.Status(429) : Witness.Status(429, "Retry-After", after);

        Assert.Contains("It answered 429", await ToldAsync(scene, send), StringComparison.Ordinal);
        witness.Answer = Witness.Status(200);

        Assert.True(await send.RunAsync(default));
    }

    /// <summary>When this fails, a service that is away ends the loop, or its text does not say what to look at.</summary>
    [Fact]
    public async Task RefusedConnection_IsToldWithWhatToLookAt()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        string url;
        await using (Witness gone = await Witness.StartAsync())
        {
            url = gone.Url;
        }

        using SendHeads send = Sender(scene, url);

        Assert.Contains("It could not be reached: does it run", await ToldAsync(scene, send), StringComparison.Ordinal);
    }

    /// <summary>When this fails, a service that takes connections and answers nothing holds up all later heads, and the stop.</summary>
    [Fact]
    public async Task AnswerThatNeverComes_EndsTheTry_AndTheStopEndsItToo()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        await using Witness witness = await Witness.StartAsync();
        witness.Answer = Witness.NeverAsync;
        using SendHeads send = Sender(scene, witness.Url, TimeSpan.FromMilliseconds(300));

        Assert.Contains("It gave no answer within 1 second", await ToldAsync(scene, send), StringComparison.Ordinal);

        using SendHeads patient = Sender(scene, witness.Url, TimeSpan.FromHours(1));
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => patient.RunAsync(stop.Token));
    }

    /// <summary>
    /// When this fails, an attacker who answers at the address redirects the heads to another host, and the operator believes that they
    /// arrive where the settings say.
    /// </summary>
    [Theory]
    [InlineData(301)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Redirect_IsNotFollowed_AndSaysWhatToSet(int status)
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        await using Witness witness = await Witness.StartAsync(), other = await Witness.StartAsync();
        witness.Answer = Witness.Status(status, "Location", other.Url);
        using SendHeads send = Sender(scene, witness.Url);

        string told = await ToldAsync(scene, send);

        Assert.Contains($"It answered {status}, and redirects are not followed", told, StringComparison.Ordinal);
        Assert.Empty(other.Posted);
        Assert.Equal(0, await scene.ReadAsync(d => d.SentHeads.CountAsync()));
    }

    /// <summary>
    /// Two instances share a database, and one of them reaches no place. When this fails, the alert comes and goes with their rounds, each
    /// time with two lines of the journal and two notices, though heads leave the machine.
    /// </summary>
    [Fact]
    public async Task TwoInstances_OneThatCannotSend_IsNoAlertWhileTheOtherSends_AndOneAlertWhenNeitherDoes()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        await using Witness witness = await Witness.StartAsync();
        using SendHeads able = Sender(scene, witness.Url), unable = Sender(scene, witness.Url);
        TimeSpan every = new HeadsOptions().Every;
        int lines = 0;
        async Task UnableAsync()
        {
            scene.Clock.Now += every / 2;
            await scene.ListedAsync($"w{lines++:000}.society.example");
            witness.Answer = Witness.Status(500);
            Assert.False(await unable.RunAsync(default));
        }

        async Task AbleAsync()
        {
            scene.Clock.Now += every / 2;
            witness.Answer = Witness.Status(200);
            Assert.True(await able.RunAsync(default));
        }

        for (int round = 0; round < 8; round++)
        {
            await UnableAsync();
            await AbleAsync();
        }

        Assert.Empty(await AlertsAsync(scene));

        for (int round = 0; round < 12; round++)
        {
            await UnableAsync();
        }

        Assert.Null(Assert.Single(await AlertsAsync(scene)).ClearedAt);

        for (int round = 0; round < 8; round++)
        {
            await AbleAsync();
            await UnableAsync();
        }

        Assert.NotNull(Assert.Single(await AlertsAsync(scene)).ClearedAt);
    }

    /// <summary>When this fails, an alert about an address that the settings name no more stays for ever.</summary>
    [Fact]
    public async Task PlaceThatWasGivenUp_HasNoAlertAfterAWhile()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        await using Witness gone = await Witness.StartAsync(), witness = await Witness.StartAsync();
        gone.Answer = Witness.Status(500);
        using (SendHeads before = Sender(scene, gone.Url))
        {
            await ToldAsync(scene, before);
        }

        using SendHeads after = Sender(scene, witness.Url);
        Assert.True(await after.RunAsync(default));
        // Another instance may still send there.
        Assert.Null(Assert.Single(await AlertsAsync(scene)).ClearedAt);

        scene.Clock.Now += new HeadsOptions().LateAfter + TimeSpan.FromSeconds(1);
        await scene.ListedAsync("www.society.example");
        Assert.True(await after.RunAsync(default));
        Assert.NotNull(Assert.Single(await AlertsAsync(scene)).ClearedAt);
    }

    private static Task<List<Alert>> AlertsAsync(IssuerScene scene) => scene.ReadAsync(
        d => d.Alerts.AsNoTracking().Where(a => a.Kind == AlertKind.HeadNotSent).ToListAsync());

    /// <summary>What people are told once lines wait for too long.</summary>
    private static async Task<string> ToldAsync(IssuerScene scene, SendHeads send)
    {
        scene.Clock.Now += new HeadsOptions().LateAfter;
        Assert.False(await send.RunAsync(default));
        Alert told = Assert.Single(await AlertsAsync(scene));
        Assert.Null(told.ClearedAt);
        return told.Text.ToString();
    }

    // Each with a store of its own, as instances have.
    private static SendHeads Sender(IssuerScene scene, string url, TimeSpan? patience = null)
    {
        var store = new IssuerStore(scene.Contexts, scene.Clock);
        return new SendHeads(
            store,
            new AlertBook(store),
            new HeadsOptions { Url = url },
            new CustodyOptions { Files = new() { Directory = Path.Combine(scene.Folder, "keys") } },
            scene.Ring,
            scene.Clock)
        {
            Patience = patience ?? TimeSpan.FromSeconds(30),
        };
    }
}
