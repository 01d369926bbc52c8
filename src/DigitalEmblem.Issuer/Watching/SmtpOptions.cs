using System.Net;
using DigitalEmblem.Issuer.Secrets;
using MimeKit;

namespace DigitalEmblem.Issuer.Watching;

/// <summary>How the connection to the mail server is kept from being read.</summary>
internal enum SmtpSecurity
{
    /// <summary>STARTTLS, and nothing is sent without it.</summary>
    StartTls = 0,

    /// <summary>TLS from the beginning.</summary>
    Tls,

    /// <summary>None: on this machine only.</summary>
    None,
}

/// <summary>The mail server that takes alerts, and who gets them. Anyone who reads the mail learns which names are in trouble.</summary>
internal sealed class SmtpOptions
{
    /// <summary>The mail server's name or address. Anyone who runs it, or can change it, reads alerts and can swallow them.</summary>
    public string Host { get; set; } = "";

    /// <summary>Its port; 1 to 65,535. Anyone who can change it can keep mail from being sent; the log and the journal say so.</summary>
    public int Port { get; set; } = 587;

    /// <summary>StartTls, Tls, or None on this machine only. Anyone who can set it to None reads on this machine what is sent.</summary>
    public SmtpSecurity Security { get; set; }

    /// <summary>Whom the mail is from. Anyone who can change it can have alerts end as spam.</summary>
    public string From { get; set; } = "";

    /// <summary>
    /// Who gets them; best an address of a function, not of a person. Not kept in the database, and in no log. Anyone who is on the list
    /// learns which names are in trouble; anyone who can change it decides who learns it.
    /// </summary>
    public IList<string> To { get; set; } = [];

    /// <summary>The account; null for none. Anyone who can change it can keep mail from being sent.</summary>
    public string? User { get; set; }

    /// <summary>Its password. Anyone who has it can send mail as this account.</summary>
    public SecretSource? Password { get; set; }

    private bool IsLoopback => Host == "localhost" || (IPAddress.TryParse(Host, out IPAddress? address) && IPAddress.IsLoopback(address));

    /// <summary>What is wrong with it, each fault in a sentence.</summary>
    public IEnumerable<string> Validate()
    {
        if (Uri.CheckHostName(Host) == UriHostNameType.Unknown)
        {
            yield return "Alerts:Smtp:Host is the mail server's name or address.";
        }

        if (Port is < 1 or > 65535)
        {
            yield return "Alerts:Smtp:Port lies between 1 and 65,535; 587 with STARTTLS, 465 with TLS.";
        }

        if (Security == SmtpSecurity.None && !IsLoopback)
        {
            yield return "Alerts:Smtp:Security may be None on this machine only: names and passwords would travel in the clear. "
                + "Set StartTls (port 587) or Tls (port 465).";
        }

        if (!IsAddress(From))
        {
            yield return "Alerts:Smtp:From is a mail address, as emblems@society.example.";
        }

        if (To.Count == 0 || !To.All(IsAddress))
        {
            yield return "Alerts:Smtp:To lists the mail addresses that get alerts, at least one.";
        }

        if ((User is null) != (Password is null))
        {
            yield return "Alerts:Smtp:User and Alerts:Smtp:Password go together.";
        }

        foreach (string fault in Password?.Validate("Alerts:Smtp:Password", 1) ?? [])
        {
            yield return fault;
        }
    }

    // The library accepts names without a domain, as local users.
    private static bool IsAddress(string text) => MailboxAddress.TryParse(text, out MailboxAddress? address) && address.Domain.Length > 0;
}
