using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Publications;
using DigitalEmblem.Issuer.Work.Certificates;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Certificates;

/// <summary>
/// Challenges of certificate authorities in our zones. When these fail, the certificate that binds the root key is not renewed, or anyone
/// who can start the command has certificates for all names of the zone.
/// </summary>
[Trait("Category", "Servers")]
public sealed class ChallengeTests(UpdatableServer bind) : IClassFixture<UpdatableServer>
{
    private const string Binding = "adem-configuration.society.example", At = "_acme-challenge." + Binding;
    private const string First = "MsijOYZxqyjGnFGwhjrhfg-Xgk5r47WQIWzS0h-xnKM", Second = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    [Fact]
    public async Task Challenge_StandsBesideOthers_AndIsTakenOutAlone()
    {
        await using PublishingScene scene = await PublishingScene.StartAsync(bind);
        ShowChallenge show = Show(scene);

        // A certificate for a name and its wildcard has two challenges at one name.
        await show.PresentAsync("lego", AcmeChallenge.Parse(At, First), default);
        await show.PresentAsync("lego", AcmeChallenge.Parse(At + ".", Second), default);
        await show.PresentAsync("lego", AcmeChallenge.Parse(Binding, Second), default);
        Assert.Equal([Second, First], Shown());

        await show.CleanUpAsync("lego", AcmeChallenge.Parse(At, First), default);
        Assert.Equal([Second], Shown());
        await show.CleanUpAsync("lego", AcmeChallenge.Parse(At, Second), default);
        await show.CleanUpAsync("lego", AcmeChallenge.Parse(At, Second), default);
        Assert.Empty(Shown());
        Assert.Equal(3, await scene.JournaledAsync("certificate.challenged"));
        Assert.Equal(3, await scene.JournaledAsync("certificate.challengeTaken"));
    }

    /// <summary>Some have their challenges at another zone: what stands there is not ours to change.</summary>
    [Fact]
    public async Task Alias_IsToldAsThat()
    {
        await using PublishingScene scene = await PublishingScene.StartAsync(bind);
        const string Alias = "_acme-challenge.society.example";
        bind.Nsupdate(
            $"zone {UpdatableServer.Zone}\nupdate add {Alias} 60 CNAME challenges.society.example.\nsend\n", "-k", bind.KeyFile);

        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(
            () => Show(scene).PresentAsync("lego", AcmeChallenge.Parse(Alias, First), default));

        Assert.Contains("alias (CNAME) of challenges.society.example", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Put the record there by hand", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("_acme-challenge.www.society.example")]
    [InlineData("_acme-challenge.ministry.example")]
    [InlineData("_acme-challenge.adem-configuration.www.society.example")]
    public async Task OtherName_IsRefused_AndNothingIsChanged(string name)
    {
        await using PublishingScene scene = await PublishingScene.StartAsync(bind);
        string[] before = bind.Content(UpdatableServer.Zone);

        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(
            () => Show(scene).PresentAsync("lego", AcmeChallenge.Parse(name, First), default));

        Assert.Contains("is no name of a certificate that binds a root key", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, bind.Content(UpdatableServer.Zone));
        Assert.Equal(0, await scene.JournaledAsync("certificate.challenged"));
    }

    [Fact]
    public async Task ZoneByHand_IsTold_WithWhatToPutWhere()
    {
        await using PublishingScene scene = await PublishingScene.StartAsync(bind.EndPoint, bind.KeyFile);
        await scene.TargetAsync(UpdatableServer.Zone, null, null);

        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(
            () => Show(scene).PresentAsync("lego", AcmeChallenge.Parse(At, First), default));

        Assert.Contains($"put TXT \"{First}\" at {At} by hand", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>One value in 64 begins as an option does.</summary>
    [Theory]
    [InlineData("-hijOYZxqyjGnFGwhjrhfg-Xgk5r47WQIWzS0h-xnKM")]
    [InlineData("--ijOYZxqyjGnFGwhjrhfg-Xgk5r47WQIWzS0h-xnKM")]
    public void ValueThatBeginsAsAnOption_IsAValue(string value)
    {
        System.CommandLine.ParseResult parsed = IssuerCommand.Create().Parse(["acme", "present", "--", At, value]);

        Assert.Empty(parsed.Errors);
        Assert.Equal(value, parsed.GetValue<string>("VALUE"));
    }

    [Theory]
    [InlineData(At, "short")]
    [InlineData(At, "MsijOYZxqyjGnFGwhjrhfg-Xgk5r47WQIWzS0h-xnKM=\"")]
    [InlineData(At, "")]
    [InlineData("", First)]
    [InlineData("two words", First)]
    public void WhatIsNoChallenge_IsRefused(string name, string value) =>
        Assert.Throws<RefusedException>(() => AcmeChallenge.Parse(name, value));

    private static ShowChallenge Show(PublishingScene scene) => new(scene.Issuer.Store, scene.Options, scene.Resolver, scene.Issuer.Clock);

    private string[] Shown() =>
        [.. bind.Content(UpdatableServer.Zone, DomainName.Parse(At)).Select(l => l.Split(' ')[^1].Trim('"')).Order(StringComparer.Ordinal)];
}
