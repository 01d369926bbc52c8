using System.Text;
using Xunit;

namespace DigitalEmblem.Tests.Transparency;

/// <summary>
/// What a file of commitments from elsewhere may bring. If one fails, reading or importing one takes hours: a way to a
/// root is looked for in each chain.
/// </summary>
public class EvidenceLimitsTests
{
    [Theory]
    [InlineData("chains")]
    [InlineData("logged")]
    public void ReadJson_MoreThanOneCommitmentNeeds_IsRefused(string member)
    {
        using SoftwareSigningKey key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        string many = string.Join(',', Enumerable.Repeat("[]", TransparencyLimits.MaxEvidence + 1)),
            other = member == "chains" ? "logged" : "chains";
        string json = $$"""
            {"format":"digital-emblem-commitments","version":1,"commitments":[{
              "organization":"https://society.example","key":"{{Convert.ToBase64String(key.PublicKey.ToCoseKey())}}",
              "verifiedAt":"2026-06-01T00:00:00Z","assurance":"promised",
              "log":[{"ver":"static","id":"{{Convert.ToBase64String(new byte[32])}}","index":7}],"{{member}}":[{{many}}],"{{other}}":[]}]}
            """;
        Assert.Equal(
            FormatFault.LimitExceeded,
            Assert.Throws<TokenFormatException>(() => CommitmentRecord.ReadJson(Encoding.UTF8.GetBytes(json))).Fault);
    }

    [Fact]
    public void LoggedEntry_WithAChainLongerThanAny_IsNotMade()
    {
        LoggedEntry Of(int length) => new(
            CommitmentEntry.InStaticLog(default, 0),
            0,
            LogLeaf.OfCertificate(0, [], []),
            [.. Enumerable.Repeat(ReadOnlyMemory<byte>.Empty, length)],
            new SignedTreeHead(1, 1, default, ReadOnlyMemory<byte>.Empty),
            []);
        Assert.NotNull(Of(TransparencyLimits.MaxChainLength));
        Assert.Equal(FormatFault.LimitExceeded, Assert.Throws<TokenFormatException>(() => Of(TransparencyLimits.MaxChainLength + 1)).Fault);
    }
}
