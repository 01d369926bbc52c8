namespace DigitalEmblem.Issuer.Domain;

/// <summary>What an errand does with each of its rows.</summary>
internal enum ErrandKind
{
    /// <summary>Puts a name on the list of assets.</summary>
    Import = 0,

    /// <summary>Declares that an asset serves protected purposes only.</summary>
    Declare,

    /// <summary>Marks an asset.</summary>
    Mark,

    /// <summary>Has a new emblem issued for an asset.</summary>
    Renew,

    /// <summary>Withdraws the emblem of an asset.</summary>
    Withdraw,
}
