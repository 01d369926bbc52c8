using System.Globalization;
using DigitalEmblem.Discovery;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Texts;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Watching.Logs;

/// <summary>What is told of logs and of the certificates in them.</summary>
internal static class LogAlerts
{
    /// <summary>
    /// The most certificates of a kind that have an alert of their own while it is open. Anyone can have very many issued for look-alikes.
    /// </summary>
    public const int MostOpen = 100;

    /// <summary>How long an alert about a certificate stays open after it was seen last.</summary>
    public static readonly TimeSpan Shown = TimeSpan.FromDays(30);

    private const int LettersOfDigest = 16;

    /// <summary>The alert about a certificate.</summary>
    public static AlertFinding OfCertificate(TransparencyLog log, LogSighting sighting)
    {
        string names = string.Join(", ", sighting.Names);
        Sentence what = sighting.IsPrecertificate
            ? Sentence.Of($"SHA-256 of the precertificate's signed part: {sighting.Digest}.")
            : Sentence.Of($"SHA-256: {sighting.Digest}.");
        Sentence facts = Sentence.Of(
            $"It stands in the log {log.ToString()}, entry {sighting.Index}, since {sighting.LoggedAt:u}. Issuer: {sighting.Issuer}; "
                + $"serial number {sighting.Serial}; valid until {sighting.NotAfter:u}. {what}");
        return sighting.Kind == SightingKind.Unknown
            ? new AlertFinding(
                AlertKind.UnknownCertificate,
                SubjectOf(sighting),
                $"A certificate for {names} was not asked for here. {facts} If your organization had it issued elsewhere, import its "
                    + $"chain. If not, have its issuer revoke it at once, and find out who can change the zone "
                    + $"{sighting.Organization.Domain} or answer for its hosts.")
            : new AlertFinding(
                AlertKind.LookAlikeCertificate,
                SubjectOf(sighting),
                $"A certificate for {names} can bind root keys to a name that readers may take for yours. {facts} See who holds that "
                    + $"domain; warn those who rely on your name, and tell the registrar or the certificate's issuer if it is misused.");
    }

    /// <summary>The alert that stands for all further certificates of a kind.</summary>
    public static AlertFinding OfMany(AlertKind kind) => new(
        kind,
        "further certificates",
        $"More than {MostOpen} certificates of this kind are told already, so further ones have no alert of their own. Look them up in the "
            + $"logs, or with the command emblem watch ct.");

    /// <summary>The alert about a log that lags.</summary>
    public static AlertFinding OfLag(TransparencyLog log, LogProgress progress, TimeSpan behind)
    {
        int hours = (int)behind.TotalHours;
        Sentence why = progress.Fault switch
        {
            LogFault.Busy => Sentence.Of($"It answers that it has too much to do."),
            LogFault.NoAnswer => Sentence.Of($"It does not answer, or with an error."),
            LogFault.Unreadable => Sentence.Of($"Its answers cannot be read."),
            LogFault.Unfitting => Sentence.Of($"The entries that it delivers are not those of the tree that it signed."),
            LogFault.Contradiction => Sentence.Of($"It contradicts itself."),
            _ when progress.Behind > 0 => Sentence.Of($"{progress.Behind} of its entries are not read yet: it grows faster than this "
                + $"service reads it."),
            _ => Sentence.Of($"It shows no newer tree."),
        };
        return new AlertFinding(
            AlertKind.LogLags,
            NameOf(log),
            $"The log {log.ToString()} lags by {hours} hours: a certificate for your name that it took since then would not be seen here. "
                + $"{why} This mostly mends itself; if it goes on for days, see whether this machine reaches {log.Url!.Host}, and whether "
                + $"a newer log list still has the log.");
    }

    /// <summary>The alert about a log that signed two trees.</summary>
    public static AlertFinding OfFork(TransparencyLog log, LogProgress progress) => new(
        AlertKind.LogForked,
        NameOf(log),
        $"The log {log.ToString()} signed two trees that contradict each other: {HeadOf(progress.Head!)} and "
            + $"{HeadOf(progress.Contradiction!)}. It may show others what it hides from you. It is read no further until it shows a tree "
            + $"that continues the first one. Send both to the publisher of the log list, and keep the list fresh.");

    /// <summary>Clears the alerts about certificates that are known by now, or were seen last a month ago.</summary>
    public static async Task ClearAsync(Change change, KnownCertificates known, CancellationToken cancellationToken)
    {
        DateTimeOffset before = change.Now - Shown;
        HashSet<string> ours = [.. known.Certificates.Select(DigestOf)];
        foreach (Alert alert in await change.Database.Alerts
            .Where(a => a.ClearedAt == null
                && (a.Kind == AlertKind.UnknownCertificate || a.Kind == AlertKind.LookAlikeCertificate))
            .ToListAsync(cancellationToken))
        {
            if (alert.LastSeen < before || ours.Contains(alert.Subject[^Math.Min(LettersOfDigest, alert.Subject.Length)..]))
            {
                await AlertBook.ClearAsync(change, alert.Kind, alert.Subject, cancellationToken);
            }
        }
    }

    /// <summary>What an alert about a log is about: its name, and enough of its identifier to tell it apart.</summary>
    public static string NameOf(TransparencyLog log) => $"{log} ({log.Id.ToString()[..LettersOfDigest]})";

    // The same for a precertificate and its certificate, in whichever logs.
    private static string SubjectOf(LogSighting sighting) => $"{sighting.Names[0]}, certificate {DigestOf(sighting.Common)}";

    private static string DigestOf(Sha256Digest common) => common.ToString()[..LettersOfDigest];

    private static Sentence HeadOf(SignedTreeHead head) => Sentence.Of(
        $"one of {head.TreeSize.ToString(CultureInfo.InvariantCulture)} entries at {head.Timestamp:u} (root {head.RootHash.ToBase64()}, "
            + $"milliseconds {head.Milliseconds.ToString(CultureInfo.InvariantCulture)}, signature "
            + $"{Convert.ToBase64String(head.Signature.Span)})");
}
