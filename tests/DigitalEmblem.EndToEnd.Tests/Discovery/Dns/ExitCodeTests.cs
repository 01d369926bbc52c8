using DigitalEmblem.Cli.Tests;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Discovery.Dns;

/// <summary>What the two commands say of servers that misbehave. If this fails, a script reads exit 1, "not marked", where nobody found out
/// or an emblem is stored wrongly.</summary>
public sealed class ExitCodeTests
{
    private static readonly (string What, Func<byte[], bool, byte[]> Answer, int Code, string Says)[] All =
    [
        (
            "BADVERS to EDNS, the emblem without",
            (q, _) => DnsMessage.HasEdns(q) ? new DnsMessage { Additional = [Rr.Opt(1)] }.To(q) : LookupScene.Good(q),
            0,
            "Marked"),
        ("BADVERS to everything", (q, _) => new DnsMessage { Additional = [Rr.Opt(1)] }.To(q), 3, "BADVERS"),
        ("FORMERR to EDNS, header only", (q, _) => DnsMessage.HasEdns(q) ? DnsMessage.HeaderOnly(q, 1) : LookupScene.Good(q), 0, "Marked"),
        ("a referral", (q, _) => new DnsMessage { Authority = [Rr.Ns("society.example")] }.To(q), 3, "refers to other servers"),
        ("quotation marks stored", (q, _) => Txt(q, CharacterStrings.Data("\"adem-token=eyJ\"")), 2, "quotation marks"),
        ("the name in capitals", (q, _) => Txt(q, CharacterStrings.Data("ADEM-TOKEN=eyJ")), 2, "lower case"),
        ("an octet that is not UTF-8", (q, _) => Txt(q, [14, .. "adem-token=ey"u8, 0xff]), 2, "not UTF-8"),
        ("an octet that is not UTF-8, said to be authentic", (q, _) => Txt(q, [14, .. "adem-token=ey"u8, 0xff], 0x81a0), 2, "not UTF-8"),
        ("cut over UDP and TCP", (q, _) => new DnsMessage { Truncated = true }.To(q), 3, "TC"),
        ("records of other things", (q, _) => Txt(q, CharacterStrings.Data("v=spf1 -all")), 1, "Not marked"),
    ];

    public static TheoryData<string> Cases => [.. All.Select(c => c.What)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void CheckAndScan_EachServer_HaveTheSameExitCode(string what)
    {
        (_, Func<byte[], bool, byte[]> answer, int code, string says) = All.Single(c => c.What == what);
        using var server = new LoopbackServer((q, udp) => answer(q, udp));
        string[] common = ["--server", server.EndPoint.ToString(), "--timeout", "20s", "--assume-committed", "--trust-resolver"];
        using var command = new Command { Input = "www.society.example\n" };
        (int checkedCode, string output, string error) = command.Run(["check", "www.society.example", .. common]);
        Assert.True(checkedCode == code, output + error);
        Assert.True(output.Contains(says, StringComparison.Ordinal), output + error);
        (int scanned, output, error) = command.Run(["scan", "-", .. common]);
        Assert.True(scanned == code, output + error);
    }

    [Fact]
    public void Help_Doh_NamesTheTemplate()
    {
        using var command = new Command();
        Assert.Contains("{?dns}", command.Run("check", "--help").Out, StringComparison.Ordinal);
    }

    private static byte[] Txt(byte[] query, byte[] data, int flags = DnsMessage.OfResolver) => DnsMessage.IsIhle(query)
        ? LookupScene.Nothing(query)
        : new DnsMessage { Flags = flags, Answer = [new Rr(Rr.Asked, DnsType.Txt, data)] }.To(query);
}
