namespace DigitalEmblem.Issuer.Domain;

/// <summary>What an alert is about. Names are stable: they stand in messages, and programs act on them.</summary>
internal enum AlertKind
{
    /// <summary>A marked name shows no emblem.</summary>
    Missing = 0,

    /// <summary>A marked name shows another set than ours.</summary>
    Altered,

    /// <summary>A name of ours shows an emblem that this service did not issue.</summary>
    UnknownEmblem,

    /// <summary>A withdrawn emblem stands in the DNS again.</summary>
    WithdrawnIsThere,

    /// <summary>A marked name shows our set, and our own verifier does not accept it.</summary>
    NotAccepted,

    /// <summary>What should be in the DNS, or gone from it, is not yet.</summary>
    NotPublished,

    /// <summary>An emblem was not renewed in time.</summary>
    NotRenewed,

    /// <summary>A declaration of exclusive protected use runs out.</summary>
    DeclarationEnding,

    /// <summary>An asset was declared anew, and it is not shown again that its zone is ours.</summary>
    ControlNotShown,

    /// <summary>An endorsement expires.</summary>
    EndorsementExpiring,

    /// <summary>The binding certificate of a root key expires.</summary>
    CertificateExpiring,

    /// <summary>An authority has not answered a request for long.</summary>
    RequestUnanswered,

    /// <summary>It could not be found out what a name shows. It says nothing of the others, and clears none of them.</summary>
    CouldNotLook,
}
