namespace DigitalEmblem.Issuer.Web.Stages;

/// <summary>The words of the issuer's pages.</summary>
internal sealed partial class IssuerFaults(ILogger<IssuerFaults> log) : IFaultWords
{
    /// <inheritdoc/>
    public ShownFault Of(Exception exception) => ShownFault.Of(exception);

    /// <inheritdoc/>
    public ShownFault Of(int status) => ShownFault.Of(status);

    /// <inheritdoc/>
    public void Note(Exception exception, string page) => PageFailed(log, exception, page);

    [LoggerMessage(Level = LogLevel.Error, Message = "The page {Page} failed.")]
    private static partial void PageFailed(ILogger logger, Exception exception, string page);
}
