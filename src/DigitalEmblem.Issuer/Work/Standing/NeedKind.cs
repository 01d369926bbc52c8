namespace DigitalEmblem.Issuer.Work.Standing;

/// <summary>What people have to do, the gravest first.</summary>
internal enum NeedKind
{
    /// <summary>A compromise waits for another person, who confirms it or takes it back.</summary>
    ConfirmCompromise = 0,

    /// <summary>A compromise waits for its next step.</summary>
    CarryOnCompromise,

    /// <summary>Alerts about names whose emblem is missing, altered, not accepted, not published or not renewed.</summary>
    LookAfterEmblems,

    /// <summary>Emblems could not be issued.</summary>
    MendIssuing,

    /// <summary>Keys are suspended.</summary>
    ResumeKeys,

    /// <summary>Endorsements that have ended and are not replaced, or that end within 30 days.</summary>
    RenewEndorsements,

    /// <summary>Binding certificates that end within 30 days.</summary>
    RenewCertificates,

    /// <summary>Requests to sign that wait for the other machine.</summary>
    BringSignatures,

    /// <summary>Revocations of endorsements that wait for the second person.</summary>
    ConfirmRevocations,

    /// <summary>Applications that wait for a decision, and that this person has neither sent in nor approved.</summary>
    DecideApplications,

    /// <summary>Applications that two people have approved, to be signed.</summary>
    SignApplications,

    /// <summary>Proposals of access that wait for another approver.</summary>
    DecideAccess,

    /// <summary>Proposals to mark that wait for a second officer, and that this person did not make.</summary>
    DecideMarks,

    /// <summary>Marked names whose declaration ends within 30 days.</summary>
    DeclareAgain,

    /// <summary>All other alerts.</summary>
    LookAtAlerts,
}
