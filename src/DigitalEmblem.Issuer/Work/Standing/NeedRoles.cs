using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Work.Standing;

/// <summary>Who has to do what: the roles that may call the act.</summary>
internal static class NeedRoles
{
    /// <summary>The roles that a need is shown to.</summary>
    public static AccessRoles Of(NeedKind kind) => kind switch
    {
        NeedKind.ConfirmCompromise or NeedKind.CarryOnCompromise => AccessRoles.Administrator | AccessRoles.Officer,
        NeedKind.LookAfterEmblems or NeedKind.MendIssuing or NeedKind.DeclareAgain or NeedKind.DecideMarks =>
            AccessRoles.Officer,
        NeedKind.ResumeKeys or NeedKind.RenewEndorsements or NeedKind.RenewCertificates or NeedKind.BringSignatures =>
            AccessRoles.Administrator,
        NeedKind.ConfirmRevocations or NeedKind.DecideApplications or NeedKind.SignApplications or NeedKind.DecideAccess =>
            AccessRoles.Approver,
        _ => AccessRoles.Administrator | AccessRoles.Officer,
    };
}
