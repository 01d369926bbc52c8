using DigitalEmblem.Data;
using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Verifier;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Work;

/// <summary>
/// Requests to mark data, and a new key. When these fail, data are marked that nobody declared, or the sign in force is lost while a key is
/// replaced.
/// </summary>
public class DataRequestsTests
{
    private static readonly DataRoot Root = DataRoot.FromBytes([.. Enumerable.Repeat((byte)7, DataRoot.Length)]);

    [Fact]
    public async Task RequestThatNobodyDeclared_IsNotMarked_AndTheSameRequestAgainChangesNothing()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        (MarkedData first, bool isNew) = await scene.AddData.RunAsync(
            IssuerScene.Officer, Root, Purposes.Protective, null, "patients", default);
        (MarkedData again, bool isNewAgain) = await scene.AddData.RunAsync(
            IssuerScene.Officer, Root, Purposes.Protective, null, "patients", default);
        Assert.Equal((first.Id, true, false), (again.Id, isNew, isNewAgain));

        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(
            () => scene.ActOnData.MarkAsync(IssuerScene.Officer, Root, null, default));
        Assert.Equal(Refusal.NotDeclared, refused.Refusal);
        Assert.DoesNotContain("protected", refused.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(Refusal.AlreadyThere, (await Assert.ThrowsAsync<RefusedException>(
            () => scene.AddData.RunAsync(IssuerScene.Officer, Root, Purposes.Indicative, null, "patients", default))).Refusal);
        Assert.Equal(Refusal.NotFound, (await Assert.ThrowsAsync<RefusedException>(
            () => scene.SignsOfData.InForceAsync(Root, default))).Refusal);
        Assert.Equal(1, await scene.ReadAsync(d => d.Journal.CountAsync(e => e.Action == "data.listed")));
    }

    /// <summary>Data whose sign was withdrawn get one again by mistake, though the answer said that none is made any more.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Withdrawn_AreNotMarkedAgain_WithoutANewDeclaration(bool wereMarked)
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        await scene.AddData.RunAsync(IssuerScene.Officer, Root, Purposes.Protective, null, null, default);
        await scene.ActOnData.DeclareAsync(IssuerScene.Officer, Root, null, default);
        if (wereMarked)
        {
            await scene.ActOnData.MarkAsync(IssuerScene.Officer, Root, null, default);
            await scene.IssueEmblems.RunAsync(default);
        }

        await scene.ActOnData.WithdrawAsync(IssuerScene.Officer, Root, null, default);

        Assert.Equal(Refusal.NotDeclared, (await Assert.ThrowsAsync<RefusedException>(
            () => scene.ActOnData.MarkAsync(IssuerScene.Officer, Root, null, default))).Refusal);
        Assert.Equal(0, await scene.IssueEmblems.RunAsync(default));
        Assert.Equal(Refusal.Withdrawn, (await Assert.ThrowsAsync<RefusedException>(
            () => scene.SignsOfData.InForceAsync(Root, default))).Refusal);
        Assert.Empty((await scene.ReadAsync(d => JournalAudit.RunAsync(d, null, default))).Faults);

        await scene.ActOnData.DeclareAsync(IssuerScene.Officer, Root, null, default);
        await scene.ActOnData.MarkAsync(IssuerScene.Officer, Root, null, default);
        Assert.Equal(1, await scene.IssueEmblems.RunAsync(default));
    }

    [Fact]
    public async Task NewEmblemKey_MakesAllSignsDue_AndWhatIsInForceIsGivenOutMeanwhile()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        await scene.MarkedDataAsync(Root);
        await scene.IssueEmblems.RunAsync(default);
        (byte[] before, _) = await scene.SignsOfData.InForceAsync(Root, default);
        OrganizationKey next = await scene.MakeKey.RunAsync(
            "administrator", KeyUse.Emblem, SignatureAlgorithm.Ed25519, KeyCustody.File, default);

        await scene.EndorseKey.RunAsync("administrator", next.Id, Purposes.Protective, default);

        Assert.Equal(before, (await scene.SignsOfData.InForceAsync(Root, default)).Bundle);
        Assert.Equal(1, await scene.IssueEmblems.RunAsync(default));
        (_, IssuedSign sign) = await scene.SignsOfData.InForceAsync(Root, default);
        Assert.Equal(next.Id, sign.KeyId);
        Assert.Equal(VerdictOutcome.Marked, (await scene.JudgeAsync(Root)).Outcome);
    }
}
