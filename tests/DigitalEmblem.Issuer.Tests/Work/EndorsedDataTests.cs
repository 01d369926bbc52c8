using DigitalEmblem.Data;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Verifier;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Work;

/// <summary>
/// Signs of data under an authority's endorsement. When this fails, an organization's data are marked with less than its names are, or with
/// an endorsement that does not count.
/// </summary>
public class EndorsedDataTests
{
    private static readonly DataRoot Root = DataRoot.FromBytes([.. Enumerable.Repeat((byte)7, DataRoot.Length)]);
    private static readonly DataRoot Other = DataRoot.FromBytes([.. Enumerable.Repeat((byte)8, DataRoot.Length)]);

    [Fact]
    public async Task AuthoritysEndorsement_VouchesForDataToo_AndStandsInNoSignThatItDoesNotPermit()
    {
        await using Pair pair = await Pair.StartAsync();
        IssuerScene scene = pair.Society;
        await pair.TakeAsync(await pair.GiveAsync(Purposes.Protective));
        await scene.MarkedDataAsync(Root);
        await scene.MarkedDataAsync(Other, Purposes.Indicative);
        await scene.IssueEmblems.RunAsync(default);

        Assert.Equal(SecurityLevel.Endorsed, (await scene.JudgeAsync(Root)).Level);
        Verdict other = await scene.JudgeAsync(Other);
        Assert.Equal((VerdictOutcome.Marked, SecurityLevel.Organizational), (other.Outcome, other.Level));
        Assert.All(other.Tokens, t => Assert.True(t.Accepted));
        Assert.Equal(2, await scene.ReadAsync(d => d.Chains.CountAsync()));
    }
}
