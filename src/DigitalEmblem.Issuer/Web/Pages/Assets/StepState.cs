namespace DigitalEmblem.Issuer.Web.Pages.Assets;

/// <summary>How it stands with a step from the list to what the world sees.</summary>
internal enum StepState
{
    /// <summary>It is done.</summary>
    Done = 0,

    /// <summary>A person does it next.</summary>
    Yours,

    /// <summary>The service is at it.</summary>
    Waits,

    /// <summary>A step before it comes first.</summary>
    Later,
}
