using System.Globalization;
using DigitalEmblem.Cli.Output;

namespace DigitalEmblem.Cli.Watching;

/// <summary>What a watch of logs finds, for a person.</summary>
internal sealed class WatchText(CommandContext context) : IWatchReport
{
    public void Begun(LogStep step) =>
        context.Tell($"{step.Log}: followed from entry {step.Progress.Position ?? 0} on.");

    public void Seen(LogStep step, LogSighting sighting)
    {
        string names = string.Join(", ", sighting.Names);
        context.Say(sighting.Kind switch
        {
            SightingKind.Unknown => Sentence.Of($"Unknown certificate for {sighting.Organization}: {names}"),
            SightingKind.LookAlike => $"Certificate that may bind root keys below a look-alike of {sighting.Organization}: {names}",
            _ => $"Certificate for a look-alike of {sighting.Organization}: {names}",
        });
        if (sighting.NamesInAll > sighting.Names.Count)
        {
            context.Say($"  and {sighting.NamesInAll - sighting.Names.Count} more such names in it");
        }

        context.Say($"  log: {step.Log}, entry {sighting.Index}, taken {Instant(sighting.LoggedAt)}");
        context.Say($"  issuer: {sighting.Issuer}; serial number {sighting.Serial}");
        context.Say($"  valid from {Instant(sighting.NotBefore)} to {Instant(sighting.NotAfter)}");
        context.Say(sighting.IsPrecertificate
            ? Sentence.Of($"  SHA-256 of the precertificate's signed part: {sighting.Digest}")
            : $"  SHA-256: {sighting.Digest}");
        context.Say(sighting.Kind == SightingKind.Unknown
            ? Sentence.Of($"  Next: ask the organization whether it asked for it. If not, its issuer must revoke it, and the organization "
                + $"must find out who controls its domain.")
            : $"  Next: see who holds that domain. Nobody who trusts the organization by its name should trust this one.");
    }

    public void Contradicted(LogStep step)
    {
        SignedTreeHead first = step.Progress.Head!, second = step.Progress.Contradiction!;
        context.Say($"The log {step.Log} contradicts itself: {HandedWords.Text(step.Reason!)}.");
        foreach (SignedTreeHead head in (SignedTreeHead[])[first, second])
        {
            context.Say($"  signed on {Instant(head.Timestamp)}: {head.TreeSize} entries, root {head.RootHash.ToBase64()}, signature "
                + $"{Convert.ToBase64String(head.Signature.Span)}");
        }

        context.Say($"  Next: send both signed heads to the publisher of the log list. The log may have shown you other entries than it "
            + $"shows others.");
    }

    public void Unread(LogStep step) => context.Tell(Sentence.Counting(
        (long)step.UnreadableEntries,
        $"{step.UnreadableEntries} entry of {step.Log} could not be read, and was passed over: entry {step.FirstUnreadable}.",
        $"{step.UnreadableEntries} entries of {step.Log} could not be read, and were passed over, entry {step.FirstUnreadable} first."));

    public void Lags(TransparencyLog log, LogProgress progress, TimeSpan behind, string? reason)
    {
        int hours = (int)behind.TotalHours;
        context.Say((progress.Fault, reason) switch
        {
            (LogFault.Busy, _) =>
                Sentence.Of($"{log} lags by {hours} hours: it answers that it has too much to do. What it took since then is not seen."),
            (not LogFault.None, { } fault) =>
                $"{log} lags by {hours} hours: {HandedWords.Text(fault)}. What it took since then is not seen.",
            _ when progress.Behind > 0 =>
                $"{log} lags by {hours} hours: {progress.Behind} entries are not read yet. A round more often, or a faster line, helps.",
            _ => $"{log} lags by {hours} hours: it shows no newer tree. What it took since then is not seen.",
        });
    }

    public void LagsNoMore(TransparencyLog log) => context.Say($"{log} lags no more.");

    public void Round(ulong read, int logs, int lagging) =>
        context.Tell($"Read {read} entries of {logs} logs; {lagging} of them lag.");

    private static string Instant(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
