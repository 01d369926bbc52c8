using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Api;

/// <summary>An application to this authority.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Issuer">Who asks.</param>
/// <param name="KeyIdentifier">For which root key.</param>
/// <param name="AskedPurposes">For what.</param>
/// <param name="ReceivedAt">When it came.</param>
/// <param name="State">How it stands.</param>
/// <param name="Commitment">What is known of the commitment to the key.</param>
/// <param name="CommitmentNote">How that was found out.</param>
/// <param name="Note">Why it was refused.</param>
/// <param name="Grounds">On what grounds the applicant says that it may show the sign; empty if it states none.</param>
/// <param name="Decision">What those who decide see of it; null for an applicant.</param>
internal sealed record ApplicationView(
    Guid Id,
    string Issuer,
    string KeyIdentifier,
    Purposes AskedPurposes,
    DateTimeOffset ReceivedAt,
    ApplicationState State,
    CommitmentKnowledge Commitment,
    string? CommitmentNote,
    string? Note,
    IReadOnlyList<GroundView> Grounds,
    DecisionView? Decision)
{
    public static ApplicationView Of(Application a, Caller caller) => new(
        a.Id,
        a.Issuer.ToString(),
        a.KeyIdentifier,
        a.AskedPurposes,
        a.ReceivedAt,
        a.State,
        a.Commitment,
        a.CommitmentNote?.ToString(),
        a.Note?.ToString(),
        [.. StatedGrounds.Of(a.Request).Select(GroundView.Of)],
        caller.SeesOwnOnly ? null : DecisionView.Of(a));
}

/// <summary>The side of an application that is between those who decide.</summary>
/// <param name="SentBy">Who sent it in.</param>
/// <param name="Purposes">The purposes that approvals are for.</param>
/// <param name="Days">The term that approvals are for.</param>
/// <param name="Approvals">Who approved.</param>
internal sealed record DecisionView(IReadOnlyList<string> SentBy, Purposes? Purposes, int? Days, IReadOnlyList<Approval> Approvals)
{
    public static DecisionView Of(Application a) =>
        new([.. a.Sendings.Select(s => s.Sender)], a.TermsPurposes, (int?)a.TermsLifetime?.TotalDays, a.Approvals);
}

/// <summary>The terms of an endorsement.</summary>
/// <param name="Purposes">For what.</param>
/// <param name="Days">For how long.</param>
/// <param name="GroundsConfirmed">Whether the grounds that the request states for these purposes are confirmed; needed if it does.</param>
internal sealed record TermsBody(Purposes Purposes, int Days, bool GroundsConfirmed = false);

/// <summary>The endorsement that was given, or the request to sign it on another machine.</summary>
internal sealed record GivenView(RegisterView? Endorsement, SigningView? Signing);
