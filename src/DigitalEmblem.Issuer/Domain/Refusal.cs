namespace DigitalEmblem.Issuer.Domain;

/// <summary>Why the domain refuses. Names are stable, because the API reports them as the type of a problem.</summary>
internal enum Refusal
{
    /// <summary>There is no entity of this identity or name.</summary>
    NotFound = 0,

    /// <summary>There is already such an entity.</summary>
    AlreadyThere,

    /// <summary>The input does not have the required form.</summary>
    Malformed,

    /// <summary>Its state does not allow this now.</summary>
    WrongState,

    /// <summary>The organization does not have the role for it.</summary>
    RoleMissing,

    /// <summary>A key, endorsement or commitment that it needs is missing.</summary>
    NotReady,

    /// <summary>Exclusive protected use was not declared, or the declaration has run out.</summary>
    NotDeclared,

    /// <summary>Control of the name's zone was not proven.</summary>
    ControlNotProven,

    /// <summary>The same person may not do both.</summary>
    SamePerson,

    /// <summary>Access to approve that is new, or that no approver has confirmed, approves nothing yet.</summary>
    AccessWaits,

    /// <summary>It needs a token of the identity provider, and not an API key.</summary>
    ProviderOnly,

    /// <summary>More than was asked for or is allowed.</summary>
    TooWide,

    /// <summary>Our own verifier does not accept the signed result, so it does not leave the service.</summary>
    NotVerified,

    /// <summary>The entity was changed meanwhile.</summary>
    Conflict,

    /// <summary>It was withdrawn, and is not given out any more.</summary>
    Withdrawn,

    /// <summary>A name has risks that nobody has acknowledged yet.</summary>
    OpenRisks,

    /// <summary>It was done a moment before: it can be done again at the time that is told.</summary>
    TooOften,
}
