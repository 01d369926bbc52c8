using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Secrets;

namespace DigitalEmblem.Issuer.Watching;

/// <summary>
/// The program that alerts are posted to. Anyone who receives them learns which names are in trouble; anyone who has the secret can send it
/// false alerts.
/// </summary>
internal sealed class WebhookOptions
{
    /// <summary>
    /// Where to; HTTPS, or HTTP on this machine. Redirects are not followed. Anyone who can change it gets the alerts in place of you:
    /// which names are in trouble, and you learn nothing.
    /// </summary>
    public string Url { get; set; } = "";

    /// <summary>
    /// The secret of the HMAC that shows that a message is ours. Anyone who has it can send false alerts, and false all-clears, in this
    /// service's name.
    /// </summary>
    public SecretSource Secret { get; set; } = new();

    /// <summary>
    /// Roots in PEM that its certificate must lead to, in place of the system's. Anyone who can change it, and stands on the way, can read
    /// and swallow alerts.
    /// </summary>
    public string? Roots { get; set; }

    /// <summary>What is wrong with it, each fault in a sentence.</summary>
    public IEnumerable<string> Validate()
    {
        if (!OutgoingHttp.IsSafe(Url))
        {
            yield return "Alerts:Webhook:Url is an https URL without a password in it (http only on this machine), as "
                + "https://alerts.society.example/emblems.";
        }

        if (Roots is not null && !File.Exists(Roots))
        {
            yield return $"Alerts:Webhook:Roots: there is no file '{Roots}'.";
        }

        foreach (string fault in Secret.Validate("Alerts:Webhook:Secret", 16))
        {
            yield return fault;
        }
    }
}
