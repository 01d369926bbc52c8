using System.Globalization;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Verifier;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.WellKnown;

/// <summary>
/// /.well-known/adem on the public address. When these fail, someone who looks finds no emblem, or one that was withdrawn, or is written
/// down for looking.
/// </summary>
[Trait("Category", "Servers")]
public class WellKnownTests
{
    [Fact]
    public async Task MarkedAsset_IsFoundByTheLibrary_AndVerified()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        await scene.MarkedAsync("localhost");
        await scene.IssueEmblems.RunAsync(default);
        await using PublicAddress address = await PublicAddress.StartAsync(scene.Store, scene.Clock);
        using var source = new WellKnownEmblemSource(
            new WellKnownOptions { Port = address.Port, AllowPrivateAddresses = true, Roots = [address.Certificate] });

        Verdict verdict = await new EmblemChecker(
            [source], new EmblemVerifier(new VerifierOptions()), TrustPolicy.Default, HeldEvidence.AssumeCommittedUnsafe, scene.Clock)
            .CheckAsync(DomainName.Parse("localhost"));

        Assert.Equal((VerdictOutcome.Marked, SecurityLevel.Organizational), (verdict.Outcome, verdict.Level));
        Assert.Empty(address.Logged);
    }

    [Theory]
    [InlineData("www.society.example")]
    [InlineData("WWW.Society.Example")]
    [InlineData("www.society.example.")]
    [InlineData("www.society.example:8443")]
    [InlineData("www.society.example.:443")]
    public async Task Host_InEveryForm_IsTheSameAsset(string host)
    {
        await using IssuerScene scene = await MarkedAsync();
        await using PublicAddress address = await PublicAddress.StartAsync(scene.Store, scene.Clock);

        (int status, string head, byte[] body) = await address.GetAsync(host);

        Assert.Equal(200, status);
        Assert.Contains("Content-Type: application/cbor", head, StringComparison.Ordinal);
        Assert.Equal(3, UnverifiedTokens.Read(body).Items.Count(i => i.Fault is null) - 1);
    }

    [Theory]
    [InlineData("other.society.example")]
    [InlineData("listed.society.example")]
    [InlineData("withdrawn.society.example")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    [InlineData("society.example")]
    [InlineData("xwww.society.example")]
    public async Task AnyOtherHost_IsNotFound_AndNothingIsTold(string host)
    {
        await using IssuerScene scene = await MarkedAsync();
        await scene.ListedAsync("listed.society.example");
        Asset gone = await scene.MarkedAsync("withdrawn.society.example");
        await scene.IssueEmblems.RunAsync(default);
        await scene.WithdrawAssets.RunAsync(IssuerScene.Officer, [gone.Id], default);
        await using PublicAddress address = await PublicAddress.StartAsync(scene.Store, scene.Clock);

        (int status, string head, byte[] body) = await address.GetAsync(host);
        (_, string nowhere, _) = await address.GetAsync("nowhere.example");

        Assert.Equal(404, status);
        Assert.Empty(body);
        // All that differs is the second in which it was answered.
        Assert.Equal(WithoutDate(nowhere), WithoutDate(head));
    }

    [Fact]
    public async Task RequestTricks_LeadNowhereElse()
    {
        await using IssuerScene scene = await MarkedAsync();
        await using PublicAddress address = await PublicAddress.StartAsync(scene.Store, scene.Clock);

        Assert.Equal(200, (await address.GetAsync("www.society.example", target: "https://www.society.example/.well-known/adem")).Status);
        Assert.Equal(400, (await address.GetAsync("other.society.example", target: "https://www.society.example/.well-known/adem")).Status);
        Assert.Equal(400, (await address.SendAsync(
            "GET /.well-known/adem HTTP/1.1\nHost: www.society.example\nHost: other.society.example\nConnection: close\n\n")).Status);
        Assert.Equal(400, (await address.SendAsync("GET /.well-known/adem HTTP/1.1\nConnection: close\n\n")).Status);
        Assert.Equal(404, (await address.SendAsync("GET /.well-known/adem HTTP/1.0\n\n")).Status);
        Assert.Equal(404, (await address.SendAsync("GET /.well-known/adem HTTP/1.1\nHost: other.society.example\nX-Forwarded-Host: "
            + "www.society.example\nConnection: close\n\n")).Status);
        Assert.Equal(400, (await address.GetAsync("*.society.example")).Status);
        foreach (string method in (string[])["POST", "PUT", "DELETE", "OPTIONS", "TRACE"])
        {
            Assert.NotEqual(200, (await address.GetAsync("www.society.example", method)).Status);
        }

        Assert.Equal(404, (await address.GetAsync("www.society.example", target: "/.well-known/adem/x")).Status);
        Assert.Equal(404, (await address.GetAsync("www.society.example", target: "/api/v1/assets")).Status);
        Assert.Empty(address.Logged);
    }

    [Fact]
    public async Task Head_HasTheLengthAndNoBody()
    {
        await using IssuerScene scene = await MarkedAsync();
        await using PublicAddress address = await PublicAddress.StartAsync(scene.Store, scene.Clock);

        (int status, string head, byte[] body) = await address.GetAsync("www.society.example", "HEAD");
        (_, _, byte[] whole) = await address.GetAsync("www.society.example");

        Assert.Equal(200, status);
        Assert.Empty(body);
        Assert.Contains($"Content-Length: {whole.Length}", head, StringComparison.Ordinal);
    }

    /// <summary>No cache keeps it longer than the zone's, nor beyond its own end.</summary>
    [Fact]
    public async Task Caches_KeepItNoLongerThanTheZonesTime_AndNotBeyondItsEnd()
    {
        await using IssuerScene scene = await MarkedAsync();
        await scene.Store.ChangeAsync("administrator", c =>
        {
            c.Database.Add(PublicationTarget.Create(TargetKind.ByHand, DomainName.Parse("society.example"), null, null, 3600, c.Now));
            return Task.CompletedTask;
        }, default);
        await using PublicAddress address = await PublicAddress.StartAsync(scene.Store, scene.Clock);
        Assert.Equal(3590, MaxAge((await address.GetAsync("www.society.example")).Head));

        // Its 24 hours began ten minutes before it was issued (decisions.md, 33).
        scene.Clock.Now += TimeSpan.FromHours(24) - TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(100);
        Assert.Equal(100, MaxAge((await address.GetAsync("www.society.example")).Head));
        scene.Clock.Now += TimeSpan.FromSeconds(100);
        Assert.Equal(404, (await address.GetAsync("www.society.example")).Status);
    }

    [Fact]
    public async Task Withdrawn_IsGoneWithinTenSeconds()
    {
        await using IssuerScene scene = await MarkedAsync();
        await using PublicAddress address = await PublicAddress.StartAsync(scene.Store, scene.Clock);
        Assert.Equal(200, (await address.GetAsync("www.society.example")).Status);

        await scene.WithdrawAssets.RunAsync(IssuerScene.Officer, [(await scene.AssetAsync("www.society.example")).Id], default);
        scene.Clock.Now += TimeSpan.FromSeconds(10);

        Assert.Equal(404, (await address.GetAsync("www.society.example")).Status);
    }

    private static async Task<IssuerScene> MarkedAsync()
    {
        IssuerScene scene = await IssuerScene.ReadyAsync();
        await scene.MarkedAsync("www.society.example");
        await scene.IssueEmblems.RunAsync(default);
        return scene;
    }

    private static int MaxAge(string head) => int.Parse(head.Split("max-age=")[1].Split('\r')[0], CultureInfo.InvariantCulture);

    private static string WithoutDate(string head) =>
        string.Join('\n', head.Split('\n').Where(l => !l.StartsWith("Date:", StringComparison.Ordinal)));
}
