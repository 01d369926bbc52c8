namespace DigitalEmblem.Issuer.Watching;

/// <summary>
/// Who is told of alerts, beside the log. Anyone who can change these can keep people from learning that an emblem is gone.
/// </summary>
internal sealed class AlertsOptions
{
    /// <summary>A program of the organization; null for none.</summary>
    public WebhookOptions? Webhook { get; set; }

    /// <summary>Mail; null for none.</summary>
    public SmtpOptions? Smtp { get; set; }

    /// <summary>What is wrong with it, each fault in a sentence.</summary>
    public IEnumerable<string> Validate() => [.. Webhook?.Validate() ?? [], .. Smtp?.Validate() ?? []];
}
