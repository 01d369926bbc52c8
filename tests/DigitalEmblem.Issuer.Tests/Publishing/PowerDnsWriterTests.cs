using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Work.Publishing;
using DigitalEmblem.Issuer.Work.Publishing.Writing;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Publications;

/// <summary>
/// What is read and written by PowerDNS's API, record by record. When these fail, mail to a hospital bounces because its SPF record is gone
/// or altered, or half of a change is made.
/// </summary>
[Trait("Category", "Servers")]
public sealed class PowerDnsWriterTests(PowerDnsServer server) : IClassFixture<PowerDnsServer>
{
    private const ushort Txt = 16, Ihle = 65297;

    private static readonly ReadOnlyMemory<byte> Token = CharacterStrings.Data("adem-token=eyJhIjoxfQ.e30.AA"), Cwt = (byte[])[0xd2, 0x84];

    [Fact]
    public async Task OthersTexts_StayByteForByte_WithTheirTime()
    {
        const string Name = "mail.society.example";
        byte[] all = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];
        ReadOnlyMemory<byte> odd = (byte[])[.. CharacterStrings.Split(all).SelectMany(s => (byte[])[(byte)s.Length, .. s]), 0];
        string[] others = ["\"v=spf1 -all\"", "\"a\" \"B\" \"\"", RecordText.Write(Txt, odd)];
        await server.PutAsync(Name, "TXT", 7200, others);
        string[] before = await server.ContentAsync(Name);
        await using ZoneServer zone = await OpenAsync();

        ZoneOutcome outcome = await zone.BringAboutAsync(Wanted(Name, [Cwt], [Token]), default);
        Assert.True(outcome.Seen, outcome.Fault?.ToString());
        string[] after = await server.ContentAsync(Name);
        Assert.Equal(before, after.Intersect(before));
        Assert.Equal(["60 TYPE65297 \\# 2 d284", $"7200 TXT {RecordText.Write(Txt, Token)}"], after.Except(before));

        Assert.True((await zone.BringAboutAsync(Wanted(Name, [], [], Cwt, Token), default)).Seen);
        Assert.Equal(before, await server.ContentAsync(Name));
        Assert.Equal(3, before.Length);
    }

    /// <summary>One of several that is not taken leaves nothing changed; told one by one, the others get in.</summary>
    [Fact]
    public async Task OneThatIsNotTaken_LeavesNothingChanged_AndHoldsUpNoOther()
    {
        NameChange good = Add("good.society.example", Cwt), bad = Add("bad.other.example", Cwt),
            other = Add("other.society.example", Cwt);
        await using PowerDnsWriter writer = Writer();

        WriteResult result = await writer.WriteAsync([good, bad, other], default);

        Assert.Equal((WriteOutcome.Refused, false), (result.Outcome, result.IsForAll));
        Assert.Contains("Name is out of zone", result.Detail.ToString(), StringComparison.Ordinal);
        Assert.Empty(await server.ContentAsync("good.society.example"));

        await using var grouped = new GroupedWrites(Writer());
        WriteResult[] results = await Task.WhenAll(new[] { good, bad, other }.Select(c => grouped.WriteAsync(c, default)));
        Assert.Equal([WriteOutcome.Done, WriteOutcome.Refused, WriteOutcome.Done], results.Select(r => r.Outcome));
        Assert.Equal(["60 TYPE65297 \\# 2 d284"], await server.ContentAsync("good.society.example"));
    }

    /// <summary>What PowerDNS would take and never show.</summary>
    [Theory]
    [InlineData("late.society.example", "late.society.example", "CNAME", "ns.society.example.")]
    [InlineData("www.late-cut.society.example", "late-cut.society.example", "NS", "elsewhere.example.net.")]
    [InlineData("late-taken.society.example", "late-taken.society.example", "TYPE65297", "\\# 1 03")]
    public async Task WhatCameSinceTheLook_IsFoundBeforeTheWrite(string name, string at, string type, string content)
    {
        await server.PutAsync(at, type, 60, content);
        await using PowerDnsWriter writer = Writer();
        DomainName[] above = [DomainName.Parse(name), DomainName.Parse(at)];

        WriteResult result = await writer.WriteAsync([Add(name, Cwt) with { Above = above }], default);

        Assert.Equal(WriteOutcome.Changed, result.Outcome);
        Assert.Equal(name == at ? [$"60 {type} {content}"] : [], await server.ContentAsync(name));
    }

    [Fact]
    public void NamesTogether_AreBounded()
    {
        using var api = new PowerDnsApi("dns", Options(), DomainName.Parse(PowerDnsServer.Zone), TimeSpan.FromSeconds(2));
        var writer = new PowerDnsWriter(api, TimeProvider.System);
        NameChange[] small = [.. Enumerable.Range(0, 200).Select(i => Add($"host{i}.society.example", Cwt))];
        NameChange[] large = [.. Enumerable.Range(0, 200).Select(i => Add($"host{i}.society.example", new byte[30_000]))];

        Assert.Equal(100, writer.TakesTogether(small));
        Assert.Equal(1, writer.TakesTogether([.. small.Take(1)]));
        Assert.InRange(writer.TakesTogether(large), 10, 20);
        Assert.Equal(1, writer.TakesTogether([Add("huge.society.example", new byte[1 << 20])]));
    }

    [Fact]
    public void RootsThatCannotBeRead_AreTold()
    {
        var options = new PublishingOptions();
        options.PowerDns["dns"] = Options();
        options.PowerDns["dns"].Roots = Path.Combine(server.Folder, "no-such.pem");
        var target = PublicationTarget.Create(
            TargetKind.PowerDns, DomainName.Parse(PowerDnsServer.Zone), "127.0.0.1:53", "dns", 60, TimeProvider.System.GetUtcNow());

        Assert.Contains(
            "no-such.pem",
            Assert.Throws<RefusedException>(() => ZoneWriters.Of(target, options, TimeProvider.System)).Message,
            StringComparison.Ordinal);
    }

    private static NameChange Add(string name, ReadOnlyMemory<byte> data) =>
        new(DomainName.Parse(name), [new RecordChange(Ihle, [], [data], 60)], [DomainName.Parse(name)]);

    private static WantedName Wanted(
        string name, ReadOnlyMemory<byte>[] ihle, ReadOnlyMemory<byte>[] txt, params ReadOnlyMemory<byte>[] own) =>
        new(DomainName.Parse(name), [new WantedRecords(Ihle, ihle), new WantedRecords(Txt, txt)], OwnRecords.Known(own));

    private PowerDnsOptions Options() => new() { Url = server.Url, Key = { File = server.KeyFile } };

    private PowerDnsWriter Writer() =>
        new(new PowerDnsApi("dns", Options(), DomainName.Parse(PowerDnsServer.Zone), TimeSpan.FromSeconds(30)), TimeProvider.System);

    private async Task<ZoneServer> OpenAsync()
    {
        await using PublishingScene scene = await PublishingScene.StartAsync(server);
        PublicationTarget target = await scene.Issuer.ReadAsync(d => Task.FromResult(d.Targets.Single()));
        return new ZoneServer(target, scene.Options, TimeProvider.System);
    }
}
