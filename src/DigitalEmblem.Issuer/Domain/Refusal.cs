namespace DigitalEmblem.Issuer.Domain;

/// <summary>Why the domain refuses. Names are stable: the API tells them as the type of a problem.</summary>
internal enum Refusal
{
    /// <summary>There is none of this identity or name.</summary>
    NotFound = 0,

    /// <summary>There is one already.</summary>
    AlreadyThere,

    /// <summary>What is given is not of the form that it should have.</summary>
    Malformed,

    /// <summary>Its state does not allow this now.</summary>
    WrongState,

    /// <summary>The organization does not have the role for it.</summary>
    RoleMissing,

    /// <summary>No key, endorsement or commitment stands ready for it.</summary>
    NotReady,

    /// <summary>Exclusive protected use was not declared, or the declaration has run out.</summary>
    NotDeclared,

    /// <summary>Control of the name's zone was not proven.</summary>
    ControlNotProven,

    /// <summary>The same person may not do both.</summary>
    SamePerson,

    /// <summary>More than was asked for or is allowed.</summary>
    TooWide,

    /// <summary>Our own verifier does not accept what would leave.</summary>
    NotVerified,

    /// <summary>It was changed meanwhile.</summary>
    Conflict,
}
