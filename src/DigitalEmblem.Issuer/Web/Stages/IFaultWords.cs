namespace DigitalEmblem.Issuer.Web.Stages;

/// <summary>What the pages of a service say of a fault, and what its log keeps of a failure.</summary>
internal interface IFaultWords
{
    /// <summary>What is said of an exception.</summary>
    ShownFault Of(Exception exception);

    /// <summary>What is said of the status of an answer that has no page.</summary>
    ShownFault Of(int status);

    /// <summary>Logs a failure of the service.</summary>
    /// <param name="exception">What failed.</param>
    /// <param name="page">The page that was asked for, by its pattern.</param>
    void Note(Exception exception, string page);
}
