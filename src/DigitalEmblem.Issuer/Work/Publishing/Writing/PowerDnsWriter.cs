using System.Collections.Concurrent;
using System.Security.Cryptography;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Work.Publishing.Writing;

/// <summary>
/// Writes through the HTTP API of PowerDNS. The API knows no prerequisites, so the names are read right before they are written; what
/// another party changes in between is replaced. All names of a change are in one request, which PowerDNS makes as a
/// whole or not at all.
/// </summary>
/// <param name="api">The API.</param>
/// <param name="clock">The clock.</param>
internal sealed class PowerDnsWriter(PowerDnsApi api, TimeProvider clock) : IZoneWriter
{
    // PowerDNS takes two mebibytes by default (webserver-max-bodysize), and makes all of it in one transaction of its database.
    private const int MostNames = 100, MostBytes = 1 << 20;

    // A thread each in PowerDNS, which also serves its other users.
    private const int ReadsAtOnce = 4;

    // With SQLite, PowerDNS answers 500 if another change is being made in the same moment.
    private const int MostTries = 5;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);

    private const string NameServers = "NS", Alias = "CNAME";

    /// <summary>The way into the zone of a target.</summary>
    /// <exception cref="RefusedException">The file of roots cannot be read.</exception>
    public static PowerDnsWriter For(PublicationTarget target, PublishingOptions options, TimeProvider clock)
    {
        string name = target.Access!;
        PowerDnsOptions settings = options.PowerDns[name];
        try
        {
            return new PowerDnsWriter(new PowerDnsApi(name, settings, target.Zone, options.Timeout), clock);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new RefusedException(
                Refusal.NotReady,
                $"The file of roots '{settings.Roots}' (Publishing:PowerDns:{name}:Roots) cannot be read ({e.GetType().Name}): is it "
                    + $"there, may this service's user read it, and are there certificates in PEM in it?");
        }
    }

    /// <inheritdoc/>
    public int TakesTogether(IReadOnlyList<NameChange> changes)
    {
        int count = 0;
        for (int bytes = 0; count < Math.Min(changes.Count, MostNames); count++)
        {
            bytes += PowerDnsPatch.Write([changes[count]], there: null).Length;
            if (bytes > MostBytes)
            {
                break;
            }
        }

        return Math.Max(count, 1);
    }

    /// <inheritdoc/>
    public async Task<WriteResult> WriteAsync(IReadOnlyList<NameChange> changes, CancellationToken cancellationToken)
    {
        WriteResult? unknown = null;
        TimeSpan pause = FirstPause;
        for (int i = 1; ; i++, pause *= 2)
        {
            (IReadOnlyDictionary<DomainName, PowerDnsName>? there, WriteResult? fault) = await ReadAsync(changes, cancellationToken);
            if (there is null || (fault = changes.Select(c => Standing(c, there)).FirstOrDefault(f => f is not null)) is not null)
            {
                // What was sent before may be what is there now.
                return unknown ?? fault!;
            }

            WriteResult result = await api.ChangeAsync(PowerDnsPatch.Write(changes, there), cancellationToken);
            if (result.Outcome != WriteOutcome.Unknown || result.IsSilent || i == MostTries)
            {
                return result;
            }

            unknown = result;
            await Task.Delay(pause, clock, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        api.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>What keeps a change from being made; null if nothing does.</summary>
    private static WriteResult? Standing(NameChange change, IReadOnlyDictionary<DomainName, PowerDnsName> there)
    {
        // At an alias, or below a delegation, a server takes records and never shows them.
        if (change.Adds && (there[change.Name].Has(Alias) || change.Above.Any(n => there[n].Has(NameServers))))
        {
            return new WriteResult(WriteOutcome.Changed, $"{change.Name} is an alias (CNAME), or lies below a delegation (NS).");
        }

        foreach (RecordChange records in change.Records)
        {
            if (!there[change.Name].IsAsBefore(records, out Sentence? fault))
            {
                return fault is null
                    ? new WriteResult(WriteOutcome.Changed, $"Other records stand at {change.Name} now.")
                    : new WriteResult(WriteOutcome.Refused, fault);
            }
        }

        return null;
    }

    /// <summary>Reads all names that the changes depend on, and no more of the zone.</summary>
    private async Task<(IReadOnlyDictionary<DomainName, PowerDnsName>? There, WriteResult? Fault)> ReadAsync(
        IReadOnlyList<NameChange> changes, CancellationToken cancellationToken)
    {
        DomainName[] names = [.. changes.SelectMany(c => c.Adds ? c.Above.Prepend(c.Name) : [c.Name]).Distinct()];
        var there = new ConcurrentDictionary<DomainName, PowerDnsName>();
        WriteResult? first = null;
        await Parallel.ForEachAsync(
            names,
            new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = cancellationToken },
            async (name, token) =>
            {
                if (Volatile.Read(ref first) is not null)
                {
                    return;
                }

                (PowerDnsName? found, WriteResult? fault) = await api.ReadAsync(name, token);
                if (found is null)
                {
                    Interlocked.CompareExchange(ref first, fault, null);
                }
                else
                {
                    there[name] = found;
                }
            });
        return first is null ? (there, null) : (null, first);
    }
}
