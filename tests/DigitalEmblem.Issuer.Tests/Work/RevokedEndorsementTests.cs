using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Work.Authority;
using DigitalEmblem.Verifier;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Work;

/// <summary>
/// An authority that does not stand by an endorsement any more. When these fail, one approver alone withdraws it, or people believe that
/// it has no effect any more although validators accept it until it expires.
/// </summary>
public class RevokedEndorsementTests
{
    private const string Name = "www.society.example";

    [Fact]
    public async Task Revoked_ByTwoPeople_SaysWhatStaysTrueUntilWhen_AndTellsTheApplicant()
    {
        await using Pair pair = await Pair.StartAsync();
        GivenEndorsement given = await pair.GiveAsync(Purposes.Protective);
        await pair.TakeAsync(given);
        await pair.Society.MarkedAsync(Name);
        await pair.Society.IssueEmblems.RunAsync(default);
        RevokeEndorsement revoke = pair.Ministry.RevokeEndorsement;

        GivenEndorsement asked = await revoke.RunAsync("anna", given.Id, null, "it marks barracks", default);
        Assert.Null(asked.RevokedSince);
        Assert.Equal(Refusal.SamePerson, (await Assert.ThrowsAsync<RefusedException>(
            () => revoke.RunAsync("Anna", given.Id, null, "it marks barracks", default))).Refusal);
        GivenEndorsement revoked = await revoke.RunAsync("ben", given.Id, null, "it marks barracks", default);

        Assert.Equal(pair.Ministry.Clock.Now, revoked.RevokedSince);
        string note = EndorsementStanding.NoteOf(revoked)!;
        Assert.Contains($"stays valid until {given.Expires:u}", note, StringComparison.Ordinal);
        Assert.Contains("ends every endorsement by this root key", note, StringComparison.Ordinal);
        Application application = await pair.Ministry.ReadAsync(d => d.Applications.SingleAsync());
        Assert.Equal(ApplicationState.Revoked, application.State);
        Assert.Contains("it marks barracks", application.Note!.ToString(), StringComparison.Ordinal);
        Assert.Equal(Refusal.WrongState, (await Assert.ThrowsAsync<RefusedException>(
            () => new AnswerApplicant(pair.Ministry.Store).RunAsync(given.ApplicationId, default))).Refusal);
        Assert.Equal(1, await pair.Ministry.ReadAsync(d => d.Journal.CountAsync(e => e.Action == "endorsement.revoked")));
        // The sentence is true: nothing revokes what is signed.
        Assert.Equal(SecurityLevel.Endorsed, (await pair.Society.JudgeAsync(Name)).Level);
    }

    [Fact]
    public async Task RevocationThatTheSecondPersonDoesNotConfirmInADay_StartsAnew()
    {
        await using Pair pair = await Pair.StartAsync();
        GivenEndorsement given = await pair.GiveAsync(Purposes.Protective);
        RevokeEndorsement revoke = pair.Ministry.RevokeEndorsement;
        await revoke.RunAsync("anna", given.Id, null, "a reason", default);
        pair.Ministry.Clock.Now += TimeSpan.FromHours(25);

        Assert.Null((await revoke.RunAsync("ben", given.Id, null, "another reason", default)).RevokedSince);
        Assert.NotNull((await revoke.RunAsync("anna", given.Id, null, "another reason", default)).RevokedSince);
    }

    [Fact]
    public async Task Lapsing_IsOnePersons_AndSaysUntilWhenItIsValid()
    {
        await using Pair pair = await Pair.StartAsync();
        GivenEndorsement given = await pair.GiveAsync(Purposes.Protective);
        Assert.Null(EndorsementStanding.NoteOf(given));

        GivenEndorsement lapsing = await new LetEndorsementLapse(pair.Ministry.Store).RunAsync("anna", given.Id, null, default);

        Assert.Contains($"stays valid until {given.Expires:u}", EndorsementStanding.NoteOf(lapsing), StringComparison.Ordinal);
    }
}
