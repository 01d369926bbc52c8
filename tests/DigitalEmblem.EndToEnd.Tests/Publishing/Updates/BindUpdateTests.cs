using System.Net.Sockets;
using DigitalEmblem.EndToEnd.Tests.Servers;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Publishing.Updates;

/// <summary>
/// Updates of zones that BIND 9 serves. If these fail, an organization cannot publish or withdraw its emblems, or is
/// told that it has when it has not.
/// </summary>
public sealed class BindUpdateTests(UpdatableServer bind) : IClassFixture<UpdatableServer>
{
    private const ushort Ihle = 65297, Txt = 16, A = 1;

    private static readonly DomainName Zone = DomainName.Parse(UpdatableServer.Zone);

    [Theory]
    [InlineData(TsigAlgorithm.HmacSha256)]
    [InlineData(TsigAlgorithm.HmacSha384)]
    [InlineData(TsigAlgorithm.HmacSha512)]
    public async Task Replace_ThenDelete_IsWhatTheServerThenHolds(TsigAlgorithm algorithm)
    {
        DnsUpdateClient client = bind.Client(bind.KeyOf(algorithm));
        DomainName owner = Name($"replaced-{(int)algorithm}");
        await DoneAsync(client, new DnsUpdate(Zone).Replace(owner, Ihle, 60, Data([1, 2], [3]))
            .Replace(owner, Txt, 90, [CharacterStrings.Data("adem-token=x")]));
        Assert.Equal(
            [
                Line(owner, 60, "TYPE65297", "\\# 1 03"),
                Line(owner, 60, "TYPE65297", "\\# 2 0102"),
                Line(owner, 90, "TXT", "\"adem-token=x\"")],
            bind.Content(UpdatableServer.Zone, owner));

        // The set in place of the set, the other type untouched.
        await DoneAsync(client, new DnsUpdate(Zone).Replace(owner, Ihle, 30, Data([9])));
        Assert.Equal(
            [Line(owner, 30, "TYPE65297", "\\# 1 09"), Line(owner, 90, "TXT", "\"adem-token=x\"")],
            bind.Content(UpdatableServer.Zone, owner));

        await DoneAsync(client, new DnsUpdate(Zone).Delete(owner, Ihle));
        await DoneAsync(client, new DnsUpdate(Zone).Delete(owner, Ihle)); // again: there is none, and that is what was wanted
        await DoneAsync(client, new DnsUpdate(Zone).Delete(owner, Txt));
        Assert.Empty(bind.Content(UpdatableServer.Zone, owner));
    }

    [Fact]
    public async Task Replace_AtTheApexAndAtManyNames_InOneMessage()
    {
        DnsUpdate update = new DnsUpdate(Zone).Replace(Zone, Ihle, 60, Data([7]));
        DomainName[] names = [.. Enumerable.Range(0, 500).Select(i => Name($"many-{i}"))];
        await DoneAsync(bind.Client(), names.Aggregate(update, (u, n) => u.Replace(n, Ihle, 60, Data([1], [2]))));
        string[] content = bind.Content(UpdatableServer.Zone);
        Assert.Equal(1000, content.Count(l => l.StartsWith("many-", StringComparison.Ordinal)));
        Assert.Contains(Line(Zone, 60, "TYPE65297", "\\# 1 07"), content);

        await DoneAsync(bind.Client(), names.Aggregate(new DnsUpdate(Zone).Delete(Zone, Ihle), (u, n) => u.Delete(n, Ihle)));
        Assert.DoesNotContain(
            bind.Content(UpdatableServer.Zone),
            l => l.StartsWith("many-", StringComparison.Ordinal) || l.StartsWith($"{Zone}. 60 IN TYPE65297", StringComparison.Ordinal));
    }

    /// <summary>Tokens of a real emblem, and then as much as a message holds.</summary>
    [Fact]
    public async Task Replace_SetsThatNeedTcp_AreReadBackWhole()
    {
        PublishedRecords records = Published.Records(SignatureAlgorithm.ES512);
        Assert.Equal(AnswerFit.Tcp, records.Fit);
        await DoneAsync(bind.Client(), new DnsUpdate(Zone).Replace(records));
        await ReadBackAsync(records.Name, records.Type, [.. records.Data]);

        DomainName owner = Name("large");
        ReadOnlyMemory<byte>[] large =
            [.. Enumerable.Range(0, 60).Select(i => (ReadOnlyMemory<byte>)Enumerable.Repeat((byte)i, 1000).ToArray())];
        DnsUpdate update = new DnsUpdate(Zone).Replace(owner, Ihle, 60, large);
        Assert.InRange(update.EncodedLength(bind.Key), 60_000, DnsUpdate.MaxLength);
        await DoneAsync(bind.Client(), update);
        await ReadBackAsync(owner, Ihle, large);
    }

    [Fact]
    public async Task Prerequisites_ThatHoldOrNot_DecideOverTheWholeUpdate()
    {
        DomainName owner = Name("required");
        DnsUpdate change = new DnsUpdate(Zone).Replace(owner, Ihle, 60, Data([1], [2]));
        async Task<DnsUpdateOutcome> Send(Func<DnsUpdate, DnsUpdate> require, byte value)
        {
            DnsUpdateResult result = await bind.Client()
                .SendAsync(require(new DnsUpdate(Zone)).Replace(owner, Txt, 60, [CharacterStrings.Data($"{value}")]));
            Assert.Equal(
                result.Outcome == DnsUpdateOutcome.Done,
                bind.Content(UpdatableServer.Zone, owner).Contains(Line(owner, 60, "TXT", $"\"{value}\"")));
            Assert.True(result.IsAuthenticated);
            return result.Outcome;
        }

        Assert.Equal(DnsUpdateOutcome.PrerequisiteFailed, await Send(u => u.RequireExists(owner, Ihle), 1));
        Assert.Equal(DnsUpdateOutcome.Done, await Send(u => u.RequireAbsent(owner, Ihle), 2));
        await DoneAsync(bind.Client(), change.RequireAbsent(owner, Ihle));
        Assert.Equal(DnsUpdateOutcome.PrerequisiteFailed, (await bind.Client().SendAsync(change.RequireAbsent(owner, Ihle))).Outcome);
        Assert.Equal(DnsUpdateOutcome.Done, await Send(u => u.RequireExists(owner, Ihle), 3));
        Assert.Equal(DnsUpdateOutcome.Done, await Send(u => u.RequireExactly(owner, Ihle, Data([2], [1])), 4));
        Assert.Equal(DnsUpdateOutcome.PrerequisiteFailed, await Send(u => u.RequireExactly(owner, Ihle, Data([1])), 5));
        Assert.Equal(DnsUpdateOutcome.PrerequisiteFailed, await Send(u => u.RequireExactly(owner, Ihle, Data([1], [2], [3])), 6));
        Assert.Equal(DnsUpdateOutcome.PrerequisiteFailed, await Send(u => u.RequireExactly(owner, Ihle, Data([1], [3])), 7));

        // A check alone changes nothing.
        string[] before = bind.Content(UpdatableServer.Zone);
        await DoneAsync(bind.Client(), new DnsUpdate(Zone).RequireExactly(owner, Ihle, Data([1], [2])));
        Assert.Equal(before, bind.Content(UpdatableServer.Zone));
    }

    [Fact]
    public async Task Key_SecretOrNameOrAlgorithmThatTheServerDoesNotKnow_IsRejectedAndSaysWhich()
    {
        (TsigKey Key, TsigError Error)[] cases =
        [
            (new TsigKey("key-sha256", new byte[32]), TsigError.BadSignature),
            (new TsigKey("another-key", new byte[32]), TsigError.BadKey),
            (new TsigKey("key-sha512", new byte[64]), TsigError.BadKey), // known, but as hmac-sha512
        ];
        DomainName owner = Name("rejected");
        foreach ((TsigKey key, TsigError error) in cases)
        {
            DnsUpdateResult result = await bind.Client(key).SendAsync(new DnsUpdate(Zone).Replace(owner, Ihle, 60, Data([1])));
            Assert.Equal((DnsUpdateOutcome.KeyRejected, error, false), (result.Outcome, result.KeyError, result.IsAuthenticated));
        }

        Assert.Empty(bind.Content(UpdatableServer.Zone, owner));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task Clock_AnHourOff_IsRejectedWithTheServersTime(int hours)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        DomainName owner = Name($"late{hours}");
        DnsUpdateResult result = await bind.Client(clock: new SettableClock(now.AddHours(hours)))
            .SendAsync(new DnsUpdate(Zone).Replace(owner, Ihle, 60, Data([1])));
        Assert.Equal(
            (DnsUpdateOutcome.KeyRejected, TsigError.BadTime, true, false),
            (result.Outcome, result.KeyError, result.IsAuthenticated, result.MayHaveTakenEffect));
        Assert.InRange(result.ServerTime!.Value, now.AddMinutes(-1), now.AddMinutes(10));
        Assert.Empty(bind.Content(UpdatableServer.Zone, owner));
    }

    [Fact]
    public async Task Zone_ThatTakesNoUpdatesOrIsNoZone_RefusesForSure()
    {
        foreach ((string zone, string words) in ((string, string)[])[
            (UpdatableServer.Closed, "REFUSED"), ("elsewhere.example", "NOTAUTH"), ($"www.{UpdatableServer.Zone}", "NOTAUTH")])
        {
            DomainName apex = DomainName.Parse(zone);
            DnsUpdateResult result = await bind.Client().SendAsync(new DnsUpdate(apex).Replace(apex, Ihle, 60, Data([1])));
            Assert.Equal(
                (DnsUpdateOutcome.Refused, words == "REFUSED" ? 5 : 9, true, false),
                (result.Outcome, result.ResponseCode, result.IsAuthenticated, result.MayHaveTakenEffect));
        }
    }

    /// <summary>What spec/publication.md recommends: a key that can do nothing but publish.</summary>
    [Fact]
    public async Task Key_RestrictedToEmblems_PublishesThemAndNothingElse()
    {
        DomainName zone = DomainName.Parse(UpdatableServer.Restricted), owner = DomainName.Parse($"www.{zone}");
        await DoneAsync(
            bind.Client(), new DnsUpdate(zone).Replace(owner, Ihle, 60, Data([1])).Replace(owner, Txt, 60, [CharacterStrings.Data("x")]));
        string[] published = bind.Content(UpdatableServer.Restricted);
        Assert.Equal(
            DnsUpdateOutcome.Refused,
            (await bind.Client().SendAsync(new DnsUpdate(zone).Replace(owner, A, 60, Data([192, 0, 2, 1])))).Outcome);
        // All or nothing: what is allowed is not done beside what is not.
        Assert.Equal(
            DnsUpdateOutcome.Refused, (await bind.Client().SendAsync(new DnsUpdate(zone).Delete(owner, Ihle).Delete(owner, A))).Outcome);
        Assert.Equal(published, bind.Content(UpdatableServer.Restricted));
    }

    [Fact]
    public async Task Update_WithoutKey_IsTakenWhereTheServerSaysSoAndOnlySaid()
    {
        var client = new DnsUpdateClient(bind.EndPoint);
        DomainName open = DomainName.Parse(UpdatableServer.Open);
        DnsUpdateResult done = await client.SendAsync(new DnsUpdate(open).Replace(open, Ihle, 60, Data([1])));
        Assert.Equal((DnsUpdateOutcome.Done, false), (done.Outcome, done.IsAuthenticated));
        DnsUpdateResult refused = await client.SendAsync(new DnsUpdate(Zone).Replace(Name("keyless"), Ihle, 60, Data([1])));
        Assert.Equal((DnsUpdateOutcome.Refused, false, true), (refused.Outcome, refused.IsAuthenticated, refused.MayHaveTakenEffect));
    }

    /// <summary>Why "done" is not "published": the server passes over records beside a CNAME and says yes (RFC 2136, 3.4.2.2).</summary>
    [Fact]
    public async Task Replace_AtAnAlias_IsSaidToBeDoneAndIsNot()
    {
        DomainName alias = Name("alias");
        await DoneAsync(bind.Client(), new DnsUpdate(Zone).Replace(alias, Ihle, 60, Data([1])));
        Assert.DoesNotContain(bind.Content(UpdatableServer.Zone, alias), l => l.Contains("TYPE65297", StringComparison.Ordinal));
    }

    /// <summary>
    /// A zone that the server signs by itself shows the change a moment after the answer: anyone who reads back has to try again.
    /// </summary>
    [Fact]
    public async Task Replace_InAZoneThatIsSignedInline_ShowsSoonAndSigned()
    {
        DomainName zone = DomainName.Parse(UpdatableServer.Signed), owner = DomainName.Parse($"www.{zone}");
        await using DnsExchange exchange = Authoritative();
        for (byte round = 1; round <= 3; round++)
        {
            DnsUpdate update = new DnsUpdate(zone).Replace(owner, Ihle, 60, Data([round], [round, round]));
            await DoneAsync(bind.Client(), update);
            await EventuallyAsync(async () => Same(await exchange.LookUpAsync(owner, Ihle), Data([round], [round, round])));
        }

        string signed = ServerProcess.Run(
            "dig", bind.Folder, "", "@127.0.0.1", "-p", $"{bind.Port}", "TYPE65297", $"{owner}", "+dnssec", "+noall", "+answer");
        Assert.Contains("RRSIG\tTYPE65297", signed, StringComparison.Ordinal);
        await DoneAsync(bind.Client(), new DnsUpdate(zone).Delete(owner, Ihle));
        await EventuallyAsync(
            async () => (await exchange.LookUpAsync(owner, Ihle)).Outcome is LookupOutcome.NameNotFound or LookupOutcome.NoData);
    }

    /// <summary>Two at once on one name: each is all or nothing, and the last one stands.</summary>
    [Fact]
    public async Task Updates_SideBySide_NeverMix()
    {
        DomainName owner = Name("contended");
        await using DnsExchange exchange = Authoritative();
        using var stop = new CancellationTokenSource();
        Task writing = Task.WhenAll(Enumerable.Range(1, 4).Select(async writer =>
        {
            for (int i = 0; i < 25; i++)
            {
                await DoneAsync(
                    bind.Client(),
                    new DnsUpdate(Zone).Replace(owner, Ihle, 60, Data([(byte)writer], [(byte)writer, 0], [(byte)writer, 1])));
            }
        }));
        while (!writing.IsCompleted)
        {
            LookupAnswer answer = await exchange.LookUpAsync(owner, Ihle);
            Assert.True(
                answer.Outcome is LookupOutcome.NameNotFound
                    || (answer.Data.Count == 3 && answer.Data.Select(d => d.Span[0]).Distinct().Count() == 1),
                answer.ToString());
        }

        await writing;
    }

    /// <summary>
    /// TSIG knows no replay. Anyone who sits on the way can have a withdrawn set put back for as long as clocks may differ, unless it was
    /// required that another one stood there before.
    /// </summary>
    [Fact]
    public async Task Update_SentAgainByAnother_IsTakenAgainUnlessWhatItRequiresIsGone()
    {
        DomainName owner = Name("replayed");
        var first = SentUpdate.Of(
            new DnsUpdate(Zone).RequireAbsent(owner, Ihle).Replace(owner, Ihle, 60, Data([1])), bind.Key, TimeProvider.System.GetUtcNow());
        var second = SentUpdate.Of(
            new DnsUpdate(Zone).RequireExactly(owner, Ihle, Data([1])).Replace(owner, Ihle, 60, Data([2])),
            bind.Key,
            TimeProvider.System.GetUtcNow());
        Assert.Equal(0, await ReplayAsync(first));
        Assert.Equal(0, await ReplayAsync(second));
        await DoneAsync(bind.Client(), new DnsUpdate(Zone).Delete(owner, Ihle));

        Assert.Equal(UpdateAnswers.NxRrset, await ReplayAsync(second));
        Assert.Empty(bind.Content(UpdatableServer.Zone, owner));
        Assert.Equal(0, await ReplayAsync(first));
        Assert.Equal([Line(owner, 60, "TYPE65297", "\\# 1 01")], bind.Content(UpdatableServer.Zone, owner));
    }

    private async Task<int> ReplayAsync(SentUpdate sent)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(bind.EndPoint);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync((byte[])[(byte)(sent.Message.Length >> 8), (byte)(sent.Message.Length & 0xff), .. sent.Message]);
        var answer = new byte[14];
        await stream.ReadExactlyAsync(answer);
        return answer[5] & 0xf;
    }

    private static DomainName Name(string label) => DomainName.Parse($"{label}.{UpdatableServer.Zone}");

    private static ReadOnlyMemory<byte>[] Data(params byte[][] records) => [.. records.Select(r => (ReadOnlyMemory<byte>)r)];

    private static string Line(DomainName owner, int ttl, string type, string data) => $"{owner}. {ttl} IN {type} {data}";

    private static async Task DoneAsync(DnsUpdateClient client, DnsUpdate update)
    {
        DnsUpdateResult result = await client.SendAsync(update);
        Assert.True(result.Outcome == DnsUpdateOutcome.Done, result.ToString());
    }

    private static bool Same(LookupAnswer answer, ReadOnlyMemory<byte>[] data) =>
        answer.Outcome == LookupOutcome.Found
        && answer.Data.Select(d => Convert.ToHexString(d.Span)).ToHashSet().SetEquals(data.Select(d => Convert.ToHexString(d.Span)));

    private static async Task EventuallyAsync(Func<Task<bool>> holds)
    {
        for (int attempt = 0; attempt < 600 && !await holds(); attempt++)
        {
            await Task.Delay(50);
        }

        Assert.True(await holds());
    }

    private DnsExchange Authoritative() =>
        new(new DnsExchangeOptions { Servers = [DnsServer.At(bind.EndPoint, tcpOnly: true)], Authoritative = true });

    private async Task ReadBackAsync(DomainName owner, ushort type, ReadOnlyMemory<byte>[] expected)
    {
        await using DnsExchange exchange = Authoritative();
        foreach (IDnsLookup lookup in (IDnsLookup[])[exchange, LookupClientExchange.ForServers([bind.EndPoint])])
        {
            LookupAnswer answer = await lookup.LookUpAsync(owner, type);
            Assert.True(Same(answer, expected), answer.ToString());
        }
    }
}
