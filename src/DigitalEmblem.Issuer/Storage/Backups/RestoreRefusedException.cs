namespace DigitalEmblem.Issuer.Storage.Backups;

/// <summary>A backup was not restored, and nothing was made. The message says why, and what to do.</summary>
internal sealed class RestoreRefusedException : IOException
{
    /// <summary>For one reason.</summary>
    /// <param name="message">The reason.</param>
    /// <param name="inner">What it comes from.</param>
    public RestoreRefusedException(string message, Exception? inner = null)
        : base($"{message} Nothing was restored.", inner)
    {
    }
}
