using DigitalEmblem.EndToEnd.Tests.Servers;
using Xunit;
using static DigitalEmblem.TestSupport.UpdateAnswers;

namespace DigitalEmblem.EndToEnd.Tests.Publishing.Updates;

/// <summary>
/// nsupdate as the independent peer: the same message, and the same zone after it. If these fail, we do to zones what no operator expects.
/// </summary>
public sealed class NsupdatePeerTests(UpdatableServer bind) : IClassFixture<UpdatableServer>
{
    private const ushort Ihle = 65297;

    private static readonly DomainName Zone = DomainName.Parse(UpdatableServer.Zone);

    public static TheoryData<string> Profiles => ["CWT", "JWS"];

    [Theory]
    [MemberData(nameof(Profiles))]
    public async Task Zone_AfterOurUpdateAndAfterNsupdates_IsTheSame(string profile)
    {
        PublishedRecords records = profile == "CWT" ? Published.Records(SignatureAlgorithm.ES512) : Texts();
        string type = profile == "CWT" ? "TYPE65297" : "TXT";
        string[] before = bind.Content(UpdatableServer.Zone);
        Assert.Equal(DnsUpdateOutcome.Done, (await bind.Client().SendAsync(new DnsUpdate(Zone).Replace(records))).Outcome);
        string[] ours = bind.Content(UpdatableServer.Zone);
        Assert.Equal(before.Length + records.Count, ours.Length);

        // Theirs over ours, theirs alone, and ours over theirs.
        bind.Nsupdate($"zone {Zone}\n{records.ToNsupdate()}", "-k", bind.KeyFile);
        Assert.Equal(ours, bind.Content(UpdatableServer.Zone));
        bind.Nsupdate($"zone {Zone}\nupdate delete {records.Name}. {type}\nsend\n", "-k", bind.KeyFile);
        Assert.Equal(before, bind.Content(UpdatableServer.Zone));
        bind.Nsupdate($"zone {Zone}\n{records.ToNsupdate()}", "-k", bind.KeyFile);
        Assert.Equal(ours, bind.Content(UpdatableServer.Zone));
        Assert.Equal(
            DnsUpdateOutcome.Done, (await bind.Client().SendAsync(new DnsUpdate(Zone).Delete(records.Name, records.Type))).Outcome);
        Assert.Equal(before, bind.Content(UpdatableServer.Zone));
    }

    /// <summary>
    /// What nsupdate sends for a script, and what we send for the same, taken apart: the same zone, the same records in the same
    /// order, and a signature under the same key.
    /// </summary>
    [Fact]
    public async Task Message_OfNsupdateAndOurs_SayTheSame()
    {
        TsigKey key = bind.Key;
        byte[] secret = SecretOf(bind.KeyFile);
        byte[]? seen = null;
        using var server = new HostileServer((request, _) =>
        {
            seen = request;
            return [Signed(request, NoError, new SigningOptions(key.Name, secret, TimeProvider.System.GetUtcNow()))];
        });
        DomainName www = DomainName.Parse($"www.{Zone}");
        DnsUpdate update = new DnsUpdate(Zone)
            .RequireExists(Zone, 6).RequireAbsent(www, 16).RequireExactly(www, Ihle, [new byte[] { 1, 2 }])
            .Delete(www, 16).Replace(www, Ihle, 300, [new byte[] { 3 }, new byte[] { 4, 5 }]);
        Assert.Equal(DnsUpdateOutcome.Done, (await new DnsUpdateClient(server.EndPoint, key).SendAsync(update)).Outcome);
        byte[] ours = seen!;

        string script = $"""
            server 127.0.0.1 {server.EndPoint.Port}
            zone {Zone}
            prereq yxrrset {Zone}. SOA
            prereq nxrrset {www}. TXT
            prereq yxrrset {www}. TYPE65297 \# 2 0102
            update delete {www}. TXT
            update delete {www}. TYPE65297
            update add {www}. 300 TYPE65297 \# 1 03
            update add {www}. 300 TYPE65297 \# 2 0405
            send

            """;
        // It ends well only if the signature of our test's answer is one that it takes, too.
        ServerProcess.Run("nsupdate", bind.Folder, script, "-v", "-k", bind.KeyFile);
        byte[] theirs = seen!;

        Assert.Equal(Contents(theirs), Contents(ours));
        Assert.Equal(theirs[2..12], ours[2..12]);
        foreach (byte[] message in (byte[][])[theirs, ours])
        {
            // The signature of either, computed from the RFC.
            int record = message.Length - (Name(key.Name).Length + 10 + Name("hmac-sha256").Length + 16 + 32);
            byte[] unsigned = [.. message[..record]];
            unsigned[11]--;
            byte[] time = message[(record + Name(key.Name).Length + 10 + Name("hmac-sha256").Length)..][..6];
            byte[] variables = [.. Name(key.Name), 0, 255, 0, 0, 0, 0, .. Name("hmac-sha256"), .. time, 1, 0x2c, 0, 0, 0, 0];
            Assert.Equal(Hmac("hmac-sha256", secret, [.. unsigned, .. variables]), RequestMac(message));
        }
    }

    private static PublishedRecords Texts() => PublishedRecords.For(
        UnverifiedTokens.Read(
            System.Text.Encoding.ASCII.GetBytes($"{Jws.Sign(TestTokens.Emblem(), TestKeys.Of(SignatureAlgorithm.ES512, 1))}\n"
                + $"{TestKeys.Of(SignatureAlgorithm.ES512, 1).PublicKey.ToJwk()}")),
        Published.Host,
        ttl: 60);

    private static byte[] SecretOf(string keyFile) => Convert.FromBase64String(File.ReadAllText(keyFile).Split('"')[3]);

    /// <summary>Zone and records of an update, one a line.</summary>
    private static List<string> Contents(byte[] message)
    {
        var reader = new DnsReader(message, DnsWire.HeaderLength);
        List<string> lines = [$"{reader.Name()} {reader.UInt16()} {reader.UInt16()}"];
        for (int i = (message[6] << 8) + message[7] + (message[8] << 8) + message[9]; i > 0; i--)
        {
            DnsRecord record = reader.Record(DnsSection.Authority, withTarget: false);
            lines.Add($"{record.Owner} {record.Type} {record.Class} {record.Ttl} {Convert.ToHexString(record.Data.Span)}");
        }

        return lines;
    }
}
