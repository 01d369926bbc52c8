using System.Net;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Work.Publishing;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Publications;

/// <summary>
/// Issuer review, row 22: targets made a port scanner of the service, and unsigned updates went to any host. When these fail, they do
/// again.
/// </summary>
public sealed class AllowedServersTests
{
    private static readonly string[] Any = ["127.0.0.1:53", "[::1]:5353", "192.0.2.7:53", "[2001:db8::1]:53", "10.0.0.1:22"];

    [Fact]
    public void WithoutAList_OnlyThisMachineWithAKey()
    {
        var options = new PublishingOptions();

        Assert.Equal(["127.0.0.1:53", "[::1]:5353"], Allowed(options, "key"));
        Assert.Empty(Allowed(options, null));
    }

    [Fact]
    public void AList_IsAllThatIsAllowed_ByAddressPrefixAndPort()
    {
        var options = new PublishingOptions { Servers = ["192.0.2.0/24:53", "[2001:db8::]/32:*", "10.0.0.1:53"] };

        Assert.Equal(["192.0.2.7:53", "[2001:db8::1]:53"], Allowed(options, "key"));
        Assert.Empty(Allowed(options, null));
    }

    [Fact]
    public void UnsignedServers_AreAllowedByTheirListAlone()
    {
        var options = new PublishingOptions { Servers = ["192.0.2.7:53"], Unsigned = ["127.0.0.1:53"] };

        Assert.Equal(["127.0.0.1:53"], Allowed(options, null));
        Assert.Equal(["127.0.0.1:53", "192.0.2.7:53"], Allowed(options, "key"));
    }

    /// <summary>The sentences tell the setting, and nothing of what is at an address.</summary>
    [Fact]
    public void Refusals_AreTheSameForAllAddresses()
    {
        string[] told = [.. Any.Select(IPEndPoint.Parse).Select(server => Assert.Throws<RefusedException>(
            () => AllowedServers.Require(server, "key", new PublishingOptions { Servers = ["192.0.2.200:53"] })).Message
            .Replace(server.ToString(), "ADDRESS", StringComparison.Ordinal))];

        Assert.Contains("Publishing:Servers", Assert.Single(told.Distinct()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("192.0.2.1")]
    [InlineData("192.0.2.1:0")]
    [InlineData("192.0.2.1:dns")]
    [InlineData("192.0.2.0/33:53")]
    [InlineData("2001:db8::1:53")]
    [InlineData("ns.example:53")]
    [InlineData("")]
    public void Entry_ThatIsNoAddressWithAPort_IsTold(string entry)
    {
        Assert.Contains(
            "Publishing:Servers",
            Assert.Single(new PublishingOptions { Servers = [entry] }.Validate()),
            StringComparison.Ordinal);
        Assert.Contains(
            "Publishing:Unsigned",
            Assert.Single(new PublishingOptions { Unsigned = [entry] }.Validate()),
            StringComparison.Ordinal);
    }

    /// <summary>What the list no longer holds is not connected to, also by a target from before.</summary>
    [Fact]
    public void TargetFromBefore_IsHeldToTheList()
    {
        var target = PublicationTarget.Create(
            TargetKind.DnsUpdate, DomainName.Parse("society.example"), "192.0.2.7:53", null, 60, DateTimeOffset.UnixEpoch);

        Assert.Throws<RefusedException>(() => new ZoneServer(target, new PublishingOptions(), TimeProvider.System));
    }

    private static IEnumerable<string> Allowed(PublishingOptions options, string? key) => Any.Where(server =>
    {
        try
        {
            AllowedServers.Require(IPEndPoint.Parse(server), key, options);
            return true;
        }
        catch (RefusedException)
        {
            return false;
        }
    });
}
