using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Watching;
using DigitalEmblem.Issuer.Work.Standing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Work;

/// <summary>
/// What the first page says. When these fail, it says that all emblems are seen while one is not, or a decision waits that nobody is told
/// of.
/// </summary>
public class OverviewTests
{
    private const AccessRoles Everything = AccessRoles.Administrator | AccessRoles.Officer | AccessRoles.Approver | AccessRoles.Auditor;

    private protected virtual Task<IssuerScene> StartAsync() => IssuerScene.StartAsync();

    [Fact]
    public async Task Emblems_AreCountedAsTheyStand()
    {
        await using IssuerScene scene = await StartAsync();
        Overview before = await FindAsync(scene, "anna", Everything);
        Assert.True(before.Emblems.AllSeen);
        Assert.Equal((0, 0), (before.Emblems.Marked, before.Needs.Count));
        await scene.ListedAsync("listed.society.example");
        await scene.ManyMarkedAsync([.. Enumerable.Range(0, 4).Select(i => $"host{i}.society.example")]);
        DateTimeOffset end = scene.Clock.Now + TimeSpan.FromDays(2);
        await SeeAsync(scene, "host0.society.example", WorldSees.OurEmblem, end);
        await SeeAsync(scene, "host1.society.example", WorldSees.Nothing, end + TimeSpan.FromDays(1));
        await SeeAsync(scene, "host2.society.example", WorldSees.CouldNotLook, end);
        await SeeAsync(scene, "host3.society.example", WorldSees.OurEmblem, scene.Clock.Now - TimeSpan.FromDays(1));

        Overview after = await FindAsync(scene, "anna", Everything);
        EmblemStanding emblems = after.Emblems;
        // One that has ended does not end next.
        Assert.True(after.NextEmblemEnd > scene.Clock.Now);

        Assert.False(emblems.AllSeen);
        Assert.Equal((5, 3, 1, 1, 1), (emblems.Marked, emblems.InForce, emblems.Seen, emblems.NotSeen, emblems.CouldNotLook));
        Assert.Equal(1, emblems.NotLooked);
    }

    /// <summary>Who sent an application in, or has approved it, is not told that it waits; nor is one who cannot decide.</summary>
    [Fact]
    public async Task Needs_AreThoseOfThePerson_TheGravestFirst()
    {
        await using IssuerScene scene = await StartAsync();
        OrganizationKey root = await scene.MakeKey.RunAsync(
            "administrator", KeyUse.Root, SignatureAlgorithm.ES384, KeyCustody.File, default);
        await scene.DeclareCompromise.RunAsync("olga", root.Id, null, "the laptop was stolen", default);
        await scene.Store.ChangeAsync(
            "api",
            change =>
            {
                var application = Application.Receive(
                    OrganizationIdentifier.Parse("https://other.example"), "key", [1], Purposes.Protective, "Sam", change.Now);
                application.Judge(CommitmentKnowledge.Proven, $"proven");
                application.Approve("anna", Purposes.Protective, TimeSpan.FromDays(30), beforeWait: false, change.Now);
                change.Database.Add(application);
                change.Database.Add(AccessProposal.Propose(ProposalKind.Roles, "carl", null, AccessRoles.Approver, "adam", change.Now));
                return Task.CompletedTask;
            },
            default);

        Assert.Equal(
            [NeedKind.ConfirmCompromise, NeedKind.DecideApplications, NeedKind.DecideAccess],
            await KindsAsync(scene, "ben", AccessRoles.Officer | AccessRoles.Approver));
        Assert.Equal([NeedKind.DecideApplications, NeedKind.DecideAccess], await KindsAsync(scene, "ben", AccessRoles.Approver));
        Assert.Equal([NeedKind.DecideAccess], await KindsAsync(scene, "ANNA", AccessRoles.Approver));
        Assert.Equal([NeedKind.DecideAccess], await KindsAsync(scene, "sam", AccessRoles.Approver));
        Assert.Equal([NeedKind.DecideApplications], await KindsAsync(scene, "carl", AccessRoles.Approver));
        Assert.Equal([NeedKind.DecideApplications], await KindsAsync(scene, "adam", AccessRoles.Approver));
        Assert.DoesNotContain(NeedKind.ConfirmCompromise, await KindsAsync(scene, "olga", AccessRoles.Officer));
        Assert.Empty(await KindsAsync(scene, "vera", AccessRoles.Auditor));
    }

    [Fact]
    public async Task EndsAndAlerts_AreNeeds()
    {
        await using IssuerScene scene = await StartAsync();
        await scene.ManyMarkedAsync(["www.society.example"]);
        scene.Clock.Now += Markable.DeclarationHolds - TimeSpan.FromDays(20);
        await new AlertBook(scene.Store).NoteAsync(
            [
                new AlertFinding(AlertKind.Missing, "www.society.example", $"gone"),
                new AlertFinding(AlertKind.DeclarationEnding, "www.society.example", $"ends"),
                new AlertFinding(AlertKind.RequestUnanswered, "https://ministry.example", $"unanswered"),
            ],
            [AlertKind.Missing],
            null,
            [],
            default);

        Overview overview = await FindAsync(scene, "olga", AccessRoles.Officer);

        Assert.Equal([NeedKind.LookAfterEmblems, NeedKind.DeclareAgain, NeedKind.LookAtAlerts], overview.Needs.Select(n => n.Kind));
        Assert.All(overview.Needs, n => Assert.Equal(1, n.Count));
        Assert.Equal(scene.Clock.Now + TimeSpan.FromDays(20), overview.Needs[1].Since);
    }

    /// <summary>When this fails, the first page says that nothing needs anyone, while no authority vouches any more.</summary>
    [Fact]
    public async Task EndorsementThatHasEnded_IsANeed()
    {
        await using Pair pair = await Pair.StartAsync();
        await pair.TakeAsync(await pair.GiveAsync(Purposes.Protective));
        pair.Society.Clock.Now += TimeSpan.FromDays(100);

        Overview overview = await FindAsync(pair.Society, "ada", AccessRoles.Administrator);

        Assert.Null(overview.NextEndorsementEnd);
        Need need = Assert.Single(overview.Needs, n => n.Kind == NeedKind.RenewEndorsements);
        Assert.Equal(1, need.Count);
        Assert.True(need.Since < pair.Society.Clock.Now);
    }

    /// <summary>When this fails, an alert is open that the first page tells nobody of.</summary>
    [Fact]
    public async Task AlertThatNoOtherNeedTellsOf_IsANeed()
    {
        await using IssuerScene scene = await StartAsync();
        await new AlertBook(scene.Store).NoteAsync(
            [
                new AlertFinding(AlertKind.DeclarationEnding, $"adem-data:1:{new string('a', 52)}", $"ends"),
                new AlertFinding(AlertKind.EndorsementExpiring, "https://society.example for its emblem key", $"ends", 3),
            ],
            [AlertKind.Missing],
            null,
            [],
            default);

        Assert.Equal(
            [NeedKind.RenewEndorsements, NeedKind.LookAtAlerts],
            (await FindAsync(scene, "ada", AccessRoles.Administrator)).Needs.Select(n => n.Kind));
    }

    /// <summary>What waits for people for longer than two days is told, and over when it was decided.</summary>
    [Fact]
    public async Task WhatWaitsForPeopleTooLong_IsFound_UntilItIsDecided()
    {
        await using IssuerScene scene = await StartAsync();
        OrganizationKey root = await scene.MakeKey.RunAsync(
            "administrator", KeyUse.Root, SignatureAlgorithm.ES384, KeyCustody.File, default);
        KeyCompromise compromise = await scene.DeclareCompromise.RunAsync("olga", root.Id, null, "the laptop was stolen", default);
        (Guid application, Guid proposal) = await scene.Store.ChangeAsync(
            "api",
            change =>
            {
                var applied = Application.Receive(
                    OrganizationIdentifier.Parse("https://other.example"), "key", [1], Purposes.Protective, "sam", change.Now);
                var proposed = AccessProposal.Propose(ProposalKind.Roles, "carl", null, AccessRoles.Approver, "adam", change.Now);
                change.Database.AddRange(applied, proposed);
                return Task.FromResult((applied.Id, proposed.Id));
            },
            default);
        TimeSpan within = new WatchingOptions().DecideWithin;

        Assert.Empty(await WaitingAsync(scene, within));
        scene.Clock.Now += TimeSpan.FromHours(2);
        Assert.Equal([$"CompromiseWaits {root.Identifier}"], await WaitingAsync(scene, within));
        scene.Clock.Now += within;
        Assert.Equal(
            [
                "AccessWaits access proposals", "ApplicationWaits https://other.example", $"CompromiseWaits {root.Identifier}",
            ],
            await WaitingAsync(scene, within));

        await scene.TakeBackCompromise.RunAsync("ben", compromise.Id, null, "it was found", default);
        await scene.Store.ChangeAsync(
            "ben",
            async change =>
            {
                (await change.GetAsync<Application>(application, null, default)).Refuse($"no");
                (await change.GetAsync<AccessProposal>(proposal, null, default)).Decide("ben", isConfirmed: false, change.Now);
            },
            default);
        Assert.Empty(await WaitingAsync(scene, within));
    }

    private static Task<Overview> FindAsync(IssuerScene scene, string handle, AccessRoles roles) =>
        new FindOverview(scene.Store, scene.Clock).RunAsync(handle, roles, default);

    private static async Task<NeedKind[]> KindsAsync(IssuerScene scene, string handle, AccessRoles roles) =>
        [.. (await FindAsync(scene, handle, roles)).Needs.Select(n => n.Kind).Where(k => k is not (NeedKind.ResumeKeys
            or NeedKind.LookAtAlerts))];

    private static Task<string[]> WaitingAsync(IssuerScene scene, TimeSpan within) => scene.ReadAsync<string[]>(async d =>
        [.. (await WaitingForPeople.FindAsync(d, within, scene.Clock.Now, default)).Select(f => $"{f.Kind} {f.Subject}")
            .Order(StringComparer.Ordinal)]);

    private static async Task SeeAsync(IssuerScene scene, string name, WorldSees world, DateTimeOffset until)
    {
        var domain = DomainName.Parse(name);
        await using IssuerContext d = scene.Contexts.Open();
        await d.Assets.Where(a => a.Name == domain).ExecuteUpdateAsync(
            s => s.SetProperty(a => a.World, world).SetProperty(a => a.EmblemUntil, until));
    }
}
