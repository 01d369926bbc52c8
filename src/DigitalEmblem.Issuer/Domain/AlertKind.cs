namespace DigitalEmblem.Issuer.Domain;

/// <summary>What an alert is about. Names are stable, because messages have them and programs act on them.</summary>
internal enum AlertKind
{
    /// <summary>A marked name shows no emblem.</summary>
    Missing = 0,

    /// <summary>A marked name shows a set that differs from ours.</summary>
    Altered,

    /// <summary>A name of ours shows an emblem that this service did not issue.</summary>
    UnknownEmblem,

    /// <summary>A withdrawn emblem is in the DNS again.</summary>
    WithdrawnIsThere,

    /// <summary>A marked name shows our set, and our own verifier does not accept it.</summary>
    NotAccepted,

    /// <summary>Records that should be in the DNS are missing there, or withdrawn ones are still there.</summary>
    NotPublished,

    /// <summary>An emblem was not renewed in time.</summary>
    NotRenewed,

    /// <summary>A declaration of exclusive protected use expires.</summary>
    DeclarationEnding,

    /// <summary>An asset was declared anew, but control of its zone was not shown again.</summary>
    ControlNotShown,

    /// <summary>An endorsement expires.</summary>
    EndorsementExpiring,

    /// <summary>The binding certificate of a root key expires.</summary>
    CertificateExpiring,

    /// <summary>An authority has not answered a request for a long time.</summary>
    RequestUnanswered,

    /// <summary>A name is to be marked in a profile, and its emblem could not be signed in it.</summary>
    ProfileMissing,

    /// <summary>A look-up of a name failed. This alert does not clear other alerts about the name.</summary>
    CouldNotLook,

    /// <summary>A key is suspended: it signs nothing, and what it signed expires.</summary>
    KeySuspended,

    /// <summary>A key was declared compromised, and the way from there has not ended.</summary>
    CompromiseDeclared,

    /// <summary>Access of a person was given, changed, reset or ended. It informs, and is cleared after a week.</summary>
    AccessChanged,

    /// <summary>An application waits for a decision or a signature for a long time.</summary>
    ApplicationWaits,

    /// <summary>A request to sign waits for its answer from the other machine for a long time.</summary>
    SigningWaits,

    /// <summary>Access to approve waits for the word of another approver for a long time.</summary>
    AccessWaits,

    /// <summary>A compromise waits for people: to be confirmed or taken back, or for its next step.</summary>
    CompromiseWaits,

    /// <summary>A log holds a certificate for a name under which root keys are bound, and it was not asked for here.</summary>
    UnknownCertificate,

    /// <summary>A log holds a certificate that may bind root keys below a name that looks like the organization's.</summary>
    LookAlikeCertificate,

    /// <summary>A log could not be followed for longer than a log may take, so that certificates in it are not seen.</summary>
    LogLags,

    /// <summary>A log signed two trees that contradict each other.</summary>
    LogForked,

    /// <summary>Marks that an officer proposed wait for another officer for a long time.</summary>
    MarkWaits,

    /// <summary>The signed head of the journal could not be sent to where the settings say.</summary>
    HeadNotSent,
}
