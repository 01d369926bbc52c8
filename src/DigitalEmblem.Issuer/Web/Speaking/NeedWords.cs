using DigitalEmblem.Issuer.Work.Standing;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Web.Speaking;

/// <summary>What needs a person, in a sentence, with where it is done.</summary>
/// <param name="Says">What.</param>
/// <param name="Path">Where it is done.</param>
/// <param name="Go">The words of the link.</param>
internal sealed record NeedWords(Sentence Says, string Path, Sentence Go)
{
    /// <summary>Those of a need.</summary>
    public static NeedWords Of(Need need) => need.Kind switch
    {
        NeedKind.ConfirmCompromise => New(
            need,
            $"A key is proposed as compromised: confirm it, or take it back",
            $"{need.Count} keys are proposed as compromised: confirm them, or take them back",
            "/compromises",
            $"Decide"),
        NeedKind.CarryOnCompromise => New(
            need,
            $"The way from a compromised key waits for its next step",
            $"The ways from {need.Count} compromised keys wait for their next step",
            "/compromises",
            $"Go on"),
        NeedKind.LookAfterEmblems => New(
            need,
            $"An alert tells of an emblem that is missing, altered or not renewed",
            $"{need.Count} alerts tell of emblems that are missing, altered or not renewed",
            "/alerts",
            $"Look"),
        NeedKind.MendIssuing => New(
            need,
            $"The emblem of a name could not be issued",
            $"The emblems of {need.Count} names could not be issued",
            "/assets?state=Marked&sort=EmblemEnd",
            $"Look"),
        NeedKind.ResumeKeys => New(
            need, $"A key is suspended, and signs nothing", $"{need.Count} keys are suspended, and sign nothing", "/identity", $"Decide"),
        NeedKind.RenewEndorsements => New(
            need,
            $"An endorsement has ended, or ends within 30 days",
            $"{need.Count} endorsements have ended, or end within 30 days",
            "/endorsements",
            $"Ask again"),
        NeedKind.RenewCertificates => New(
            need,
            $"A binding certificate ends within 30 days",
            $"{need.Count} binding certificates end within 30 days",
            "/identity",
            $"Have it renewed"),
        NeedKind.BringSignatures => New(
            need,
            $"A request to sign waits for the other machine",
            $"{need.Count} requests to sign wait for the other machine",
            "/signings",
            $"Bring the answer"),
        NeedKind.ConfirmRevocations => New(
            need,
            $"The revocation of an endorsement waits for a second person",
            $"The revocations of {need.Count} endorsements wait for a second person",
            "/register",
            $"Decide"),
        NeedKind.DecideApplications => New(
            need, $"An application waits for you", $"{need.Count} applications wait for you", "/desk", $"Decide"),
        NeedKind.SignApplications => New(
            need, $"An approved application is to be signed", $"{need.Count} approved applications are to be signed", "/desk", $"Sign"),
        NeedKind.DecideAccess => New(
            need,
            $"Access to approve waits for another approver",
            $"{need.Count} proposals of access to approve wait for another approver",
            "/people",
            $"Decide"),
        NeedKind.DecideMarks => New(
            need,
            $"A proposal to mark waits for you",
            $"{need.Count} proposals to mark wait for you",
            "/mark-proposals",
            $"Decide"),
        NeedKind.DeclareAgain => New(
            need,
            $"The declaration of a marked name ends within 30 days",
            $"The declarations of {need.Count} marked names end within 30 days",
            "/assets?state=Marked&declared=30",
            $"Declare again"),
        _ => New(need, $"Another alert is open", $"{need.Count} other alerts are open", "/alerts", $"Look"),
    };

    /// <summary>What the instant of a need means.</summary>
    public static Sentence Since(NeedKind kind, DateTimeOffset at) => kind switch
    {
        NeedKind.RenewEndorsements or NeedKind.RenewCertificates or NeedKind.DeclareAgain => Sentence.Of($"the first ends at {at}"),
        NeedKind.ConfirmCompromise => Sentence.Of($"the service carries on by itself at {at}"),
        _ => Sentence.Of($"since {at}"),
    };

    private static NeedWords New(Need need, Sentence one, Sentence other, string path, Sentence go) =>
        new(Sentence.Counting(need.Count, one, other), path, go);
}
