using DigitalEmblem.Discovery;
using DigitalEmblem.Extensions;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Keys;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Watching.Logs;

/// <summary>
/// Follows the logs of the list in rounds, for certificates of the organization's names that were not asked for here, and of look-alikes.
/// Only one round runs at a time, for any number of instances.
/// </summary>
internal sealed partial class FollowLogs(
    IssuerStore store,
    AlertBook book,
    NoticeWriter notices,
    TransparencyFiles files,
    HttpClient client,
    FollowingLimits limits,
    Instance instance,
    TimeProvider clock,
    ILogger<FollowLogs> log)
{
    /// <summary>The name of the loop in the figures.</summary>
    public const string Loop = "followingLogs";

    /// <summary>How long from the start of one round to the start of the next.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    // A log that left the list for a day, because a list was replaced by an older one, goes on where it was.
    private static readonly TimeSpan KeptWithoutLog = TimeSpan.FromDays(30);

    private static readonly IReadOnlyList<AlertKind> Kinds = [AlertKind.LogLags, AlertKind.LogForked];

    /// <summary>Makes a round, if one is due and no other instance runs one.</summary>
    /// <returns>Whether a round was made.</returns>
    public async Task<bool> RoundAsync(CancellationToken cancellationToken)
    {
        LogList? logs = files.Trust.Logs;
        Organization? own = await store.ReadAsync(d => d.Organizations.SingleOrDefaultAsync(cancellationToken));
        if (logs is null || own is null
            || !await store.ChangeAsync(Instance.Actor, change => StartAsync(change, cancellationToken), cancellationToken))
        {
            return false;
        }

        bool isFinished = false;
        try
        {
            isFinished = await FollowAsync(logs, own.Identifier, cancellationToken);
        }
        finally
        {
            // If the service stops amid a round, another instance goes on at once.
            await store.ChangeAsync(
                Instance.Actor,
                async change => (await change.Database.LogRounds.SingleAsync(CancellationToken.None))
                    .Leave(instance.Name, isFinished, change.Now),
                CancellationToken.None);
        }

        return true;
    }

    private async Task<bool> FollowAsync(LogList logs, OrganizationIdentifier own, CancellationToken cancellationToken)
    {
        Dictionary<Sha256Digest, LogProgress> progress = await ReadAsync(logs, cancellationToken);
        KnownCertificates known = await store.ReadAsync(d => OwnCertificates.FindAsync(d, cancellationToken));
        bool isOurs = true;
        ulong unreadable = 0;
        await new LogWatch(logs, client, new CertificateLook([new GuardedName(own)], known, domains: false), limits, clock).RoundAsync(
            l => progress.GetValueOrDefault(l.Id),
            async (step, stop) =>
            {
                var raised = new List<AlertKind>();
                isOurs = isOurs && await store.ChangeAsync(Instance.Actor, change => NoteAsync(change, step, raised, stop), stop);
                raised.ForEach(k => Meters.AlertsRaised.Add(1, Meters.Of(k)));
                progress[step.Log.Id] = step.Progress;
                Meters.LastRound.Record(Meters.SecondsOf(clock.GetUtcNow()), Meters.OfLoop(Loop));
                unreadable += step.UnreadableEntries;
                return isOurs;
            },
            cancellationToken);
        if (!isOurs)
        {
            return false;
        }

        if (unreadable > 0)
        {
            Unread(log, unreadable);
        }

        await NoteLogsAsync(logs, progress, cancellationToken);
        return true;
    }

    // What cannot be read any more is begun anew: a log that is not followed would not be missed by anyone.
    private async Task<Dictionary<Sha256Digest, LogProgress>> ReadAsync(LogList logs, CancellationToken cancellationToken)
    {
        var progress = new Dictionary<Sha256Digest, LogProgress>();
        Dictionary<string, FollowedLog> rows = await store.ReadAsync(
            d => d.FollowedLogs.ToDictionaryAsync(l => l.LogId, cancellationToken));
        foreach (TransparencyLog one in Discovery.FollowedLogs.In(logs))
        {
            try
            {
                if (rows.TryGetValue(one.Id.ToString(), out FollowedLog? row))
                {
                    progress[one.Id] = LogProgressCodec.Read(row.Progress, one);
                }
            }
            catch (TokenFormatException e)
            {
                Damaged(log, LogAlerts.NameOf(one), e.Message);
            }
        }

        return progress;
    }

    private async Task<bool> StartAsync(Change change, CancellationToken cancellationToken)
    {
        if (await change.Database.LogRounds.SingleOrDefaultAsync(cancellationToken) is not { } round)
        {
            change.Database.Add(round = LogRound.Create(change.Now));
        }

        return round.TryStart(instance.Name, Interval, change.Now);
    }

    private async Task<bool> NoteAsync(Change change, LogStep step, List<AlertKind> raised, CancellationToken cancellationToken)
    {
        raised.Clear();
        if (!(await change.Database.LogRounds.SingleAsync(cancellationToken)).GoOn(instance.Name, change.Now))
        {
            // The lease ran out, and another instance has taken the round over.
            return false;
        }

        byte[] progress = LogProgressCodec.Write(step.Progress);
        string id = step.Log.Id.ToString();
        if (await change.Database.FollowedLogs.SingleOrDefaultAsync(l => l.LogId == id, cancellationToken) is { } row)
        {
            row.Follow(progress, change.Now);
        }
        else
        {
            change.Database.Add(FollowedLog.Create(id, progress, change.Now));
        }

        if (step.Sightings.Count > 0)
        {
            await TellAsync(change, step, raised, cancellationToken);
        }

        return true;
    }

    private async Task TellAsync(Change change, LogStep step, List<AlertKind> raised, CancellationToken cancellationToken)
    {
        // A certificate may have been asked for since the round began.
        KnownCertificates known = await OwnCertificates.FindAsync(change.Database, cancellationToken);
        // A precertificate and its certificate may stand in one step.
        AlertFinding[] findings =
        [
            .. step.Sightings.Where(s => s.Kind != SightingKind.Unknown || !known.Contain(s.Common, s.PublicKey, s.Keys))
                .Select(s => LogAlerts.OfCertificate(step.Log, s)).DistinctBy(f => (f.Kind, f.Subject)),
        ];
        List<string> subjects = [.. findings.Select(f => f.Subject)];
        ILookup<(AlertKind, string), Alert> told = (await change.Database.Alerts.Where(a => subjects.Contains(a.Subject))
            .ToListAsync(cancellationToken)).ToLookup(a => (a.Kind, a.Subject));
        Dictionary<AlertKind, int> open = await change.Database.Alerts.Where(a => a.ClearedAt == null).GroupBy(a => a.Kind)
            .Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        var many = new HashSet<AlertKind>();
        foreach (AlertFinding finding in findings)
        {
            Alert[] before = [.. told[(finding.Kind, finding.Subject)]];
            if (before.Length > 0 && before.All(a => a.ClearedAt is not null))
            {
                // It was over, and the same certificate has come into a further log.
                continue;
            }

            int count = open.GetValueOrDefault(finding.Kind);
            if (before.Length == 0 && count >= LogAlerts.MostOpen)
            {
                many.Add(finding.Kind);
                continue;
            }

            await AlertBook.RaiseAsync(change, finding, cancellationToken);
            if (before.Length == 0)
            {
                open[finding.Kind] = count + 1;
                raised.Add(finding.Kind);
            }
        }

        foreach (AlertKind kind in many)
        {
            await AlertBook.RaiseAsync(change, LogAlerts.OfMany(kind), cancellationToken);
        }

        await notices.AddAsync(change, cancellationToken);
    }

    private async Task NoteLogsAsync(
        LogList logs, Dictionary<Sha256Digest, LogProgress> progress, CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.GetUtcNow();
        var findings = new List<AlertFinding>();
        foreach (TransparencyLog one in Discovery.FollowedLogs.In(logs))
        {
            if (!progress.TryGetValue(one.Id, out LogProgress? of))
            {
                continue;
            }

            if (of.LagAt(one, now, limits.LagAfter) is { } behind)
            {
                findings.Add(LogAlerts.OfLag(one, of, behind));
            }

            if (of is { Head: not null, Contradiction: not null })
            {
                findings.Add(LogAlerts.OfFork(one, of));
            }
        }

        await book.NoteAsync(findings, Kinds, null, [], cancellationToken);
        HashSet<string> followed = [.. Discovery.FollowedLogs.In(logs).Select(l => l.Id.ToString())];
        DateTimeOffset forgotten = now - KeptWithoutLog;
        await store.ChangeAsync(
            Instance.Actor,
            async change =>
            {
                await LogAlerts.ClearAsync(change, await OwnCertificates.FindAsync(change.Database, cancellationToken), cancellationToken);
                change.Database.RemoveRange((await change.Database.FollowedLogs.Where(l => l.At < forgotten)
                    .ToListAsync(cancellationToken)).Where(l => !followed.Contains(l.LogId)));
                await notices.AddAsync(change, cancellationToken);
            },
            cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Information, Message =
        "{Count} entries of the logs could not be read in this round, and were passed over.")]
    private static partial void Unread(ILogger logger, ulong count);

    [LoggerMessage(Level = LogLevel.Error, Message =
        "How far the log {Log} was followed cannot be read: {Fault}. It is followed anew from its present head.")]
    private static partial void Damaged(ILogger logger, string log, string fault);
}
