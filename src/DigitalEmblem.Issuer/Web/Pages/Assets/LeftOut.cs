namespace DigitalEmblem.Issuer.Web.Pages.Assets;

/// <summary>Why an act is not for a name.</summary>
internal enum LeftOut
{
    /// <summary>It is marked already.</summary>
    Marked = 0,

    /// <summary>It has no emblem.</summary>
    NotMarked,

    /// <summary>It is not declared, or not any more.</summary>
    NotDeclared,

    /// <summary>Control of its zone is not shown.</summary>
    NoControl,
}
