using DigitalEmblem.Data;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Watching;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.DataMarks;
using DigitalEmblem.Issuer.Work.Errands;
using DigitalEmblem.Issuer.Work.Marking;
using DigitalEmblem.Issuer.Work.Standing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Work;

/// <summary>
/// Marking by two officers. When these fail, one officer marks alone although the organization demands two, a second one marks what the
/// first did not propose, or a withdrawal has to wait for a second person.
/// </summary>
public class FourEyesMarkingTests
{
    private static readonly DataRoot Root = DataRoot.FromBytes([.. Enumerable.Repeat((byte)7, DataRoot.Length)]);

    [Fact]
    public async Task Name_IsMarkedByTheWordOfAnotherPerson_AndMarkedAgainByAnother()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        Asset asset = await scene.ListedAsync("www.society.example");
        for (int time = 1; time <= 2; time++)
        {
            MarkProposal proposal = (await Mark(scene).RunAsync("anna", [asset.Id], default))!;

            Assert.NotEqual(AssetState.Marked, (await scene.AssetAsync("www.society.example")).State);
            // Letter case makes no other person.
            Assert.Equal(Refusal.SamePerson, await RefusedAsync(() => Decide(scene).ConfirmAsync("ANNA", proposal.Id, null, default)));
            Assert.Equal(Refusal.WrongState, await RefusedAsync(() => Mark(scene).RunAsync("ben", [asset.Id], default)));
            (MarkProposal decided, Errand? errand) = await Decide(scene).ConfirmAsync("ben", proposal.Id, null, default);

            Assert.Null(errand);
            Assert.Equal((ProposalState.Confirmed, "ben"), (decided.State, decided.DecidedBy));
            Asset marked = await scene.AssetAsync("www.society.example");
            Assert.Equal((AssetState.Marked, null), (marked.State, marked.ProposalId));
            Assert.Equal(Refusal.WrongState, await RefusedAsync(() => Decide(scene).ConfirmAsync("carl", proposal.Id, null, default)));
            // One officer withdraws, always, and a renewal is no proposal.
            await new RenewAssets(scene.Store).RunAsync("anna", [asset.Id], default);
            await scene.WithdrawAssets.RunAsync("anna", [asset.Id], default);
            Assert.Equal(AssetState.Withdrawn, (await scene.AssetAsync("www.society.example")).State);
        }

        Assert.Equal(
            ["asset.markProposed", "mark.proposed", "mark.confirmed", "asset.marked", "asset.renewalAsked", "asset.withdrawn"],
            (await scene.ReadAsync(d => d.Journal.OrderBy(j => j.Sequence).Select(j => j.Action).ToListAsync())).TakeLast(6));
        Assert.Empty((await scene.ReadAsync(d => JournalAudit.RunAsync(d, null, default))).Faults);
    }

    [Fact]
    public async Task Data_AreMarkedByTheWordOfAnotherPerson()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await scene.ListedDataAsync(Root);
        var act = new ActOnData(scene.Store, Propose(scene));

        MarkedData data = await act.MarkAsync("anna", Root, null, default);

        Assert.Equal(AssetState.Listed, data.State);
        Assert.Equal(Refusal.WrongState, await RefusedAsync(() => act.MarkAsync("ben", Root, null, default)));
        Assert.Equal(
            Refusal.SamePerson, await RefusedAsync(() => Decide(scene).ConfirmAsync("anna", data.ProposalId!.Value, null, default)));
        await Decide(scene).ConfirmAsync("ben", data.ProposalId!.Value, null, default);
        Assert.Equal(AssetState.Marked, (await scene.DataAsync(Root)).State);
    }

    /// <summary>When this fails, a second officer marks a name for purposes that the first never proposed.</summary>
    [Fact]
    public async Task WhatWasChangedOrWithdrawnSince_FallsOutOfItsProposal()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        Asset changed = await scene.ListedAsync("changed.society.example"), stays = await scene.ListedAsync("stays.society.example");
        await scene.ListedDataAsync(Root);
        MarkProposal names = (await Mark(scene).RunAsync("anna", [changed.Id, stays.Id], default))!;
        Guid ofData = (await new ActOnData(scene.Store, Propose(scene)).MarkAsync("anna", Root, null, default)).ProposalId!.Value;
        await new ChangeAsset(scene.Store).RunAsync("carl", changed.Id, null, Purposes.Indicative, null, default);
        await scene.DeclareAssets.RunAsync("carl", [changed.Id], default);
        await scene.ActOnData.WithdrawAsync("carl", Root, null, default);
        await scene.ActOnData.DeclareAsync("carl", Root, null, default);

        MarkProposalDetail detail = await Find(scene).OfAsync(names.Id, null, default);
        Assert.Equal((2, 1, "stays.society.example"), (detail.Proposal.Count, detail.Left, detail.Names[0].Name.ToString()));
        await Decide(scene).ConfirmAsync("ben", names.Id, null, default);

        Assert.Equal(AssetState.Listed, (await scene.AssetAsync("changed.society.example")).State);
        Assert.Equal(AssetState.Marked, (await scene.AssetAsync("stays.society.example")).State);
        Assert.Equal(Refusal.WrongState, await RefusedAsync(() => Decide(scene).ConfirmAsync("ben", ofData, null, default)));
        Assert.Equal(AssetState.Withdrawn, (await scene.DataAsync(Root)).State);
    }

    [Fact]
    public async Task Proposal_IsAllOrNone_WhenProposedAndWhenConfirmed()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        Asset ready = await scene.ListedAsync("ready.society.example");
        Asset open = await scene.AddAsset.RunAsync("otto", DomainName.Parse("open.society.example"), Purposes.Protective, null, default);
        Assert.Equal(Refusal.NotDeclared, await RefusedAsync(() => Mark(scene).RunAsync("anna", [ready.Id, open.Id], default)));
        Assert.Equal(
            Refusal.Conflict, await RefusedAsync(() => Mark(scene).RunAsync("anna", [ready.Id], _ => false, RiskKinds.None, default)));
        Assert.Equal(0, await scene.ReadAsync(d => d.MarkProposals.CountAsync()));

        MarkProposal proposal = (await Mark(scene).RunAsync("anna", [ready.Id], default))!;
        // The declaration runs out while the proposal waits.
        scene.Clock.Now += TimeSpan.FromDays(1);
        await scene.Store.ChangeAsync(
            "carl",
            async c => (await c.GetAsync<Asset>(ready.Id, null, default)).Declare("carl", c.Now - Markable.DeclarationHolds),
            default);
        Assert.Equal(Refusal.NotDeclared, await RefusedAsync(() => Decide(scene).ConfirmAsync("ben", proposal.Id, null, default)));
        Assert.Equal(ProposalState.Open, (await Find(scene).OfAsync(proposal.Id, null, default)).Proposal.State);
    }

    [Fact]
    public async Task RefusedTakenBackAndLapsed_MarkNothing_AndTheNameCanBeProposedAnew()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        Asset asset = await scene.ListedAsync("www.society.example");

        MarkProposal refused = (await Mark(scene).RunAsync("anna", [asset.Id], default))!;
        Assert.Equal(ProposalState.Refused, (await Decide(scene).RefuseAsync("ben", refused.Id, null, default)).State);
        MarkProposal back = (await Mark(scene).RunAsync("anna", [asset.Id], default))!;
        Assert.Equal(ProposalState.Ended, (await Decide(scene).RefuseAsync("anna", back.Id, null, default)).State);
        MarkProposal lapsed = (await Mark(scene).RunAsync("anna", [asset.Id], default))!;
        var tidy = new EndLapsedMarks(scene.Store, scene.Clock);
        await tidy.RunAsync(default);
        scene.Clock.Now += MarkProposal.Lifetime;
        foreach (Guid id in new[] { refused.Id, back.Id, lapsed.Id })
        {
            Assert.Equal(Refusal.WrongState, await RefusedAsync(() => Decide(scene).ConfirmAsync("ben", id, null, default)));
        }

        await tidy.RunAsync(default);
        Assert.Equal(ProposalState.Ended, (await Find(scene).OfAsync(lapsed.Id, null, default)).Proposal.State);
        Assert.NotNull(await Mark(scene).RunAsync("ben", [asset.Id], default));
        Assert.Equal(AssetState.Listed, (await scene.AssetAsync("www.society.example")).State);
        Assert.Equal(
            ["mark.lapsed", "mark.proposed", "mark.refused", "mark.takenBack"],
            (await scene.ReadAsync(d => d.Journal.Where(j => j.Action.StartsWith("mark.")).Select(j => j.Action).Distinct().ToListAsync()))
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task ManyNames_AreOneProposal_AndOneErrandOnceItIsConfirmed()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        Guid[] ids = await ManyListedAsync(scene, Errand.AtOnce + 50);

        MarkProposal proposal = (await Mark(scene).RunAsync("anna", ids, default))!;

        Assert.Equal((ids.Length, 1), (proposal.Count, await scene.ReadAsync(d => d.MarkProposals.CountAsync())));
        Assert.Equal(Refusal.SamePerson, await RefusedAsync(() => Decide(scene).ConfirmAsync("anna", proposal.Id, null, default)));
        Assert.Equal(Refusal.WrongState, await RefusedAsync(() => Mark(scene).RunAsync("ben", ids, default)));
        (MarkProposal decided, Errand? errand) = await Decide(scene).ConfirmAsync("ben", proposal.Id, null, default);
        Assert.Equal((ProposalState.Confirmed, ids.Length, "ben"), (decided.State, errand!.Total, errand.ActorName));
        var carry = new CarryOutErrands(scene.Store);
        while (await carry.RunAsync(default) > 0)
        {
        }

        Assert.Equal(ids.Length, await scene.ReadAsync(d => d.Assets.CountAsync(a => a.State == AssetState.Marked)));
        Assert.Equal(Refusal.WrongState, await RefusedAsync(() => Decide(scene).ConfirmAsync("carl", proposal.Id, null, default)));
        Assert.Empty((await scene.ReadAsync(d => JournalAudit.RunAsync(d, null, default))).Faults);
    }

    /// <summary>When this fails, an errand is a way around the second officer.</summary>
    [Fact]
    public async Task ErrandThatMarks_IsOpenedByAConfirmationOnly()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        Asset asset = await scene.ListedAsync("www.society.example");

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => new StartErrand(scene.Store, scene.Clock, Propose(scene)).OnAssetsAsync("anna", AssetActs.Mark, [asset.Id], default));
    }

    [Fact]
    public async Task ProposalThatWaits_NeedsAnotherOfficer_AndIsToldAfterAWhile()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        Asset asset = await scene.ListedAsync("www.society.example");
        MarkProposal proposal = (await Mark(scene).RunAsync("anna", [asset.Id], default))!;
        TimeSpan within = new WatchingOptions().DecideWithin;

        Assert.Contains(await NeedsAsync(scene, "ben"), n => n == NeedKind.DecideMarks);
        Assert.DoesNotContain(await NeedsAsync(scene, "Anna"), n => n == NeedKind.DecideMarks);
        Assert.Empty(await scene.ReadAsync(d => WaitingForPeople.FindAsync(d, within, scene.Clock.Now, default)));
        scene.Clock.Now += within;
        AlertFinding told = Assert.Single(await scene.ReadAsync(d => WaitingForPeople.FindAsync(d, within, scene.Clock.Now, default)));
        Assert.Equal(AlertKind.MarkWaits, told.Kind);
        Assert.DoesNotContain("anna", told.Text.ToString(), StringComparison.Ordinal);
        await Decide(scene).ConfirmAsync("ben", proposal.Id, null, default);
        Assert.Empty(await scene.ReadAsync(d => WaitingForPeople.FindAsync(d, within, scene.Clock.Now, default)));
    }

    [Fact]
    public async Task WithoutTheSetting_OneOfficerMarks_AlsoWhatWasProposedBefore()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        Asset asset = await scene.ListedAsync("www.society.example");
        MarkProposal proposal = (await Mark(scene).RunAsync("anna", [asset.Id], default))!;

        Assert.Null(await new MarkAssets(scene.Store, Propose(scene, isNeeded: false)).RunAsync("anna", [asset.Id], default));

        Assert.Equal(AssetState.Marked, (await scene.AssetAsync("www.society.example")).State);
        Assert.Equal(Refusal.WrongState, await RefusedAsync(() => Decide(scene).ConfirmAsync("ben", proposal.Id, null, default)));
    }

    private static ProposeMarks Propose(IssuerScene scene, bool isNeeded = true) =>
        new(scene.Store, new MarkingOptions { FourEyes = isNeeded }, scene.Clock);

    private static MarkAssets Mark(IssuerScene scene) => new(scene.Store, Propose(scene));

    private static DecideMarks Decide(IssuerScene scene) =>
        new(scene.Store, new StartErrand(scene.Store, scene.Clock, Propose(scene)), scene.Clock);

    private static FindMarkProposals Find(IssuerScene scene) => new(scene.Store, scene.Clock);

    private static async Task<Refusal> RefusedAsync(Func<Task> act) => (await Assert.ThrowsAsync<RefusedException>(act)).Refusal;

    private static async Task<IEnumerable<NeedKind>> NeedsAsync(IssuerScene scene, string handle) =>
        (await new FindOverview(scene.Store, scene.Clock).RunAsync(handle, AccessRoles.Officer, default)).Needs.Select(n => n.Kind);

    private static async Task<Guid[]> ManyListedAsync(IssuerScene scene, int count)
    {
        await scene.ImportAssets.RunAsync(
            IssuerScene.Officer,
            [
                .. Enumerable.Range(1, count)
                    .Select(i => new AssetRow(i, DomainName.Parse($"n{i}.society.example"), Purposes.Protective, null)),
            ],
            default);
        await scene.Store.ChangeAsync(
            IssuerScene.Officer,
            async change => (await change.Database.Assets.ToListAsync()).ForEach(a =>
            {
                a.Declare(IssuerScene.Officer, change.Now);
                a.ProveControl(change.Now);
            }),
            default);
        return [.. await scene.ReadAsync(d => d.Assets.OrderBy(a => a.Name).Select(a => a.Id).ToListAsync())];
    }
}
