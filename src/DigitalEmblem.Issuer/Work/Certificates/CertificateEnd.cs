namespace DigitalEmblem.Issuer.Work.Certificates;

/// <summary>Says whether a certificate lasts long enough: the one answer of the command, the API and the pages.</summary>
internal static class CertificateEnd
{
    /// <summary>
    /// How many days a certificate should last at least. An alert comes at 30, so that a program which renews at 35 comes before it.
    /// </summary>
    public const int UsualDays = 35;

    /// <summary>Whether it lasts longer than so many days from now on.</summary>
    /// <param name="end">The last instant at which it is valid.</param>
    /// <param name="days">How many days.</param>
    /// <param name="now">The present instant.</param>
    public static bool Lasts(DateTimeOffset end, int days, DateTimeOffset now) => end > now + TimeSpan.FromDays(days);
}
