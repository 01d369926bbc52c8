using System.Security.Cryptography;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>
/// How long what is signed lasts, and when it is renewed. Anyone who can change these can make emblems outlive a withdrawal in the hands of
/// someone who kept them.
/// </summary>
internal sealed class IssuingOptions
{
    // 0.85 and 0.05 are 0.9 to the person who wrote them.
    private const double Rounding = 1e-9;

    /// <summary>
    /// How long an emblem lasts, where its asset says nothing else; an hour to 31 days. Anyone who keeps a copy of a withdrawn emblem can
    /// show it for so long; anyone who can make it longer lets copies outlive the withdrawal by that.
    /// </summary>
    public TimeSpan EmblemLifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>
    /// How long the root key's endorsement of an emblem key lasts; a day to 398 days. Anyone who steals an emblem key can issue for so long
    /// at most, unless a compromise is declared and the records replaced.
    /// </summary>
    public TimeSpan EndorsementLifetime { get; set; } = TimeSpan.FromDays(90);

    /// <summary>
    /// How much of its lifetime passes before an emblem is renewed; 0.2 to 0.9, Jitter included. What is left is the time to mend a fault
    /// in: anyone who can raise it takes that time from you.
    /// </summary>
    public double RenewAfter { get; set; } = 2.0 / 3;

    /// <summary>
    /// Renewals are spread by so much of the lifetime to either side, so that they do not all fall together; 0 to 0.1. Anyone who can set
    /// it to 0 can have all work fall into one hour, and nothing worse.
    /// </summary>
    public double Jitter { get; set; } = 0.05;

    /// <summary>
    /// How long an instance may work on what it has taken before another may take it over; 10 seconds to an hour. Anyone who can make it
    /// longer makes a name wait so long after a crash.
    /// </summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How many assets are renewed in one step; 1 to 20,000. Anyone who can change it can make renewal slow.</summary>
    // Only within a step are the next ones signed while the last are recorded.
    public int BatchSize { get; set; } = 10000;

    /// <summary>When an emblem is renewed.</summary>
    // Counts from the time of issue: an emblem begins earlier, and a short-lived one would be due again at once.
    public DateTimeOffset RenewalOf(Emblem emblem)
    {
        double jitter = ((RandomNumberGenerator.GetInt32(2001) / 1000.0) - 1) * Jitter;
        DateTimeOffset issued = emblem.IssuedAt!.Value;
        return issued + ((emblem.Validity.Expires - issued) * (RenewAfter + jitter));
    }

    /// <summary>What is wrong with it, each fault in a sentence.</summary>
    public IEnumerable<string> Validate()
    {
        if (EmblemLifetime < TimeSpan.FromHours(1) || EmblemLifetime > TimeSpan.FromDays(31))
        {
            yield return "Issuing:EmblemLifetime lies between an hour and 31 days.";
        }

        if (EndorsementLifetime < TimeSpan.FromDays(1) || EndorsementLifetime > TimeSpan.FromDays(398))
        {
            yield return "Issuing:EndorsementLifetime lies between a day and 398 days.";
        }

        if (RenewAfter is not (>= 0.2 and <= 0.9))
        {
            yield return "Issuing:RenewAfter lies between 0.2 and 0.9.";
        }

        if (Jitter is not (>= 0 and <= 0.1))
        {
            yield return "Issuing:Jitter lies between 0 and 0.1.";
        }

        if (RenewAfter + Jitter > 0.9 + Rounding)
        {
            yield return "Issuing:RenewAfter and Issuing:Jitter together are 0.9 at most: else an emblem may be renewed at the end of its "
                + "life, and no time is left to mend a fault in.";
        }

        if (Lease < TimeSpan.FromSeconds(10) || Lease > TimeSpan.FromHours(1))
        {
            yield return "Issuing:Lease lies between 10 seconds and an hour.";
        }

        if (BatchSize is < 1 or > 20000)
        {
            yield return "Issuing:BatchSize lies between 1 and 20,000.";
        }
    }
}
