using System.Text;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Work.Publishing;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Publications;

/// <summary>
/// TXT records of emblems at names that have other TXT records too. When these fail, mail to a hospital bounces because its SPF record is
/// gone, or an emblem is taken for published that a reader of one type does not see.
/// </summary>
[Trait("Category", "Servers")]
public sealed class TextRecordsTests(UpdatableServer bind) : IClassFixture<UpdatableServer>
{
    private const ushort Txt = 16, Ihle = 65297;

    private static readonly ReadOnlyMemory<byte> First = Text("adem-token=eyJhIjoxfQ.e30.AA"),
        Second = Text("adem-token=eyJhIjoyfQ.e30.AA"),
        Cwt = (byte[])[0xd2, 0x84];

    [Fact]
    public async Task OursAreReplacedAndRemoved_AndOthersStayWithTheirTime()
    {
        const string Name = "mail.society.example";
        await using ZoneServer zone = await OpenAsync();
        bind.Nsupdate(
            $"zone society.example\nupdate add {Name} 7200 TXT \"v=spf1 -all\"\nupdate add {Name} 7200 TXT \"a\" \"b\"\nsend\n",
            "-k",
            bind.KeyFile);

        Assert.True((await zone.BringAboutAsync(Wanted(Name, [Cwt], [First]), default)).Seen);
        Assert.Equal(
            [$"{Name}. 60 IN TYPE65297 \\# 2 D284", .. Texts(Name, "\"a\" \"b\"", "\"adem-token=eyJhIjoxfQ.e30.AA\"", "\"v=spf1 -all\"")],
            Content(Name).Order(StringComparer.Ordinal).OrderBy(l => l.Contains(" TXT ", StringComparison.Ordinal)));

        ZoneOutcome second = await zone.BringAboutAsync(Wanted(Name, [Cwt], [Second], Cwt, First), default);
        Assert.Equal((true, 7200), (second.Seen, second.Ttl));
        Assert.Contains(Texts(Name, "\"adem-token=eyJhIjoyfQ.e30.AA\"")[0], Content(Name));
        Assert.DoesNotContain(Content(Name), l => l.Contains("eyJhIjoxfQ", StringComparison.Ordinal));

        Assert.True((await zone.BringAboutAsync(Wanted(Name, [], [], Cwt, Second), default)).Seen);
        Assert.Equal(Texts(Name, "\"a\" \"b\"", "\"v=spf1 -all\""), Content(Name));
    }

    /// <summary>Providers' forms divide a long text as they like; validators join it.</summary>
    [Fact]
    public async Task TextInOtherStrings_IsTheSame_AndIsRemoved()
    {
        const string Name = "divided.society.example";
        await using ZoneServer zone = await OpenAsync();
        bind.Nsupdate(
            $"zone society.example\nupdate add {Name} 60 TXT \"adem-tok\" \"en=eyJhIjoxfQ.e30.AA\"\nsend\n", "-k", bind.KeyFile);

        Assert.True((await zone.LookAsync(Wanted(Name, [], [First], First), default)).Seen);
        Assert.True((await zone.BringAboutAsync(Wanted(Name, [], [First, Second], First), default)).Seen);
        Assert.True((await zone.BringAboutAsync(Wanted(Name, [], [], First, Second), default)).Seen);
        Assert.Empty(Content(Name));
    }

    /// <summary>
    /// Both types change in one message: who reads either sees the old set or the new one, never the new one of one type only.
    /// </summary>
    [Fact]
    public async Task BothTypes_ChangeInOneUpdate()
    {
        const string Name = "one-step.society.example";
        using var relay = new RecordingRelay(bind.EndPoint);
        await using ZoneServer zone = await OpenAsync(relay);

        Assert.True((await zone.BringAboutAsync(Wanted(Name, [Cwt], [First]), default)).Seen);
        Assert.True((await zone.BringAboutAsync(Wanted(Name, [Text("x")], [Second], Cwt, First), default)).Seen);
        Assert.True((await zone.BringAboutAsync(Wanted(Name, [], [], Text("x"), Second), default)).Seen);

        Assert.Equal(3, relay.Updates.Count);
        Assert.Empty(Content(Name));
    }

    [Fact]
    public async Task OtherTextAlone_IsNeverADifference()
    {
        const string Name = "spf.society.example";
        using var relay = new RecordingRelay(bind.EndPoint);
        await using ZoneServer zone = await OpenAsync(relay);
        bind.Nsupdate($"zone society.example\nupdate add {Name} 7200 TXT \"v=spf1 -all\"\nsend\n", "-k", bind.KeyFile);

        Assert.True((await zone.BringAboutAsync(Wanted(Name, [], []), default)).Seen);
        Assert.True((await zone.LookAsync(Wanted(Name, [], []), default)).Seen);

        Assert.Empty(relay.Updates);
    }

    private static ReadOnlyMemory<byte> Text(string text) => (byte[])[(byte)text.Length, .. Encoding.ASCII.GetBytes(text)];

    private static string[] Texts(string name, params string[] texts) => [.. texts.Select(t => $"{name}. 7200 IN TXT {t}")];

    private static WantedName Wanted(
        string name, ReadOnlyMemory<byte>[] ihle, ReadOnlyMemory<byte>[] txt, params ReadOnlyMemory<byte>[] own) =>
        new(DomainName.Parse(name), [new WantedRecords(Ihle, ihle), new WantedRecords(Txt, txt)], OwnRecords.Known(own));

    private async Task<ZoneServer> OpenAsync(RecordingRelay? relay = null)
    {
        await using PublishingScene scene = await PublishingScene.StartAsync(bind.EndPoint, bind.KeyFile);
        PublicationTarget target = await scene.TargetAsync(UpdatableServer.Zone, relay?.EndPoint ?? bind.EndPoint, "key");
        return new ZoneServer(target, scene.Options, TimeProvider.System);
    }

    private string[] Content(string name) => bind.Content(UpdatableServer.Zone, DomainName.Parse(name));
}
