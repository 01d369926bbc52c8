namespace DigitalEmblem.Issuer.Web.Pages.Assets;

/// <summary>What is done with several names at once, after it was confirmed.</summary>
internal enum ManyAct
{
    /// <summary>Declares that they serve protected purposes only.</summary>
    Declare = 0,

    /// <summary>Looks whether their zones are ours.</summary>
    Control,

    /// <summary>Marks them.</summary>
    Mark,

    /// <summary>Has new emblems issued.</summary>
    Renew,

    /// <summary>Withdraws their emblems.</summary>
    Withdraw,
}
