using System.Net;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Secrets;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>
/// A zone whose name server takes updates. Every change holds only if the name still shows what was read (RFC 2136, 2.4), all types of a
/// name change in one message, and are then read back: the server's answer to the update is not enough.
/// </summary>
internal sealed class ZoneServer : IZone
{
    private const ushort NameServers = 2, Alias = 5, Authority = 6;

    // How often it looks and decides anew, if another party changes the records in between.
    private const int MostTries = 3;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);

    private readonly PublicationTarget _target;
    private readonly DnsUpdateClient _client;
    private readonly DnsExchange _exchange;
    private readonly PublishingOptions _options;
    private readonly TimeProvider _clock;

    /// <summary>For a target; connects when it is used.</summary>
    /// <exception cref="RefusedException">Its TSIG key cannot be read, or the settings do not allow its server.</exception>
    public ZoneServer(PublicationTarget target, PublishingOptions options, TimeProvider clock)
    {
        _target = target;
        _options = options;
        _clock = clock;
        IPEndPoint server = IPEndPoint.Parse(target.Server!);
        AllowedServers.Require(server, target.TsigKey, options);
        _client = new DnsUpdateClient(server, target.TsigKey is null ? null : NamedTsigKeys.Read(target.TsigKey, options.TsigKeys),
            options.Timeout, clock);
        _exchange = new DnsExchange(new DnsExchangeOptions
        {
            Servers = [DnsServer.At(server, tcpOnly: true)],
            Authoritative = true,
            Timeout = options.Timeout,
            Rounds = 1,
            MaxConcurrency = 64,
        });
    }

    /// <inheritdoc/>
    public async Task<ZoneOutcome> BringAboutAsync(WantedName wanted, CancellationToken cancellationToken)
    {
        for (int i = 0; i < MostTries; i++)
        {
            (ZonePlan? plan, ZoneOutcome? outcome) = await PlanAsync(wanted, cancellationToken);
            if (plan is null || outcome is not null)
            {
                return outcome!;
            }

            (DnsUpdateResult? result, Sentence? fault) = await SendAsync(wanted.Name, plan.Changes, cancellationToken);
            if (result is not { Outcome: DnsUpdateOutcome.PrerequisiteFailed })
            {
                return result is null
                    ? new ZoneOutcome(false, fault)
                    : await ReadBackAsync(result, token => SeenAsync(wanted, plan, token), cancellationToken);
            }

            if (await DelegatedAsync(wanted, cancellationToken) is { } delegated)
            {
                return delegated;
            }
        }

        return Contested(wanted.Name);
    }

    /// <inheritdoc/>
    public async Task<ZoneOutcome> LookAsync(WantedName wanted, CancellationToken cancellationToken)
    {
        (ZonePlan? plan, ZoneOutcome? outcome) = await PlanAsync(wanted, cancellationToken);
        return outcome ?? new ZoneOutcome(false, plan!.Fault) { IsDifferent = true };
    }

    /// <summary>Changes the records of one type at a name, and reads them back.</summary>
    /// <param name="name">The name.</param>
    /// <param name="type">The record type's number.</param>
    /// <param name="edit">The records that should be there, from those that are.</param>
    /// <param name="ttl">The time to live in seconds, if there are no others.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ZoneOutcome> EditAsync(
        DomainName name,
        ushort type,
        Func<IReadOnlyList<ReadOnlyMemory<byte>>, IReadOnlyList<ReadOnlyMemory<byte>>> edit,
        int ttl,
        CancellationToken cancellationToken)
    {
        for (int i = 0; i < MostTries; i++)
        {
            LookupAnswer there = await _exchange.LookUpAsync(name, type, cancellationToken);
            if (!there.IsAnswer)
            {
                return ZoneOutcome.NoAnswer(there);
            }

            IReadOnlyList<ReadOnlyMemory<byte>> next = edit(there.Data);
            if (Same(next, there.Data))
            {
                return new ZoneOutcome(true);
            }

            var change = new RecordChange(type, there.Data, next, there.Data.Count > 0 ? (int)there.TimeToLive!.Value.TotalSeconds : ttl);
            (DnsUpdateResult? result, Sentence? fault) = await SendAsync(name, [change], cancellationToken);
            if (result is not { Outcome: DnsUpdateOutcome.PrerequisiteFailed })
            {
                return result is null ? new ZoneOutcome(false, fault) : await ReadBackAsync(
                    result,
                    async token => await _exchange.LookUpAsync(name, type, token) is { IsAnswer: true } now
                        && Same(now.Data, edit(now.Data))
                        ? new ZoneOutcome(true)
                        : new ZoneOutcome(false, $"It shows other records."),
                    cancellationToken);
            }
        }

        return Contested(name);
    }

    /// <summary>The answer of the server itself.</summary>
    public Task<LookupAnswer> ReadAsync(DomainName name, ushort type, CancellationToken cancellationToken) =>
        _exchange.LookUpAsync(name, type, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _exchange.DisposeAsync();

    private static bool Same(IReadOnlyList<ReadOnlyMemory<byte>> one, IReadOnlyList<ReadOnlyMemory<byte>> other) =>
        one.Select(OwnRecords.Hex).ToHashSet().SetEquals(other.Select(OwnRecords.Hex));

    private static IEnumerable<string> Keys(ushort type, IReadOnlyList<ReadOnlyMemory<byte>> data) =>
        data.Select(d => StandingRecords.Key(type, d));

    private static ZoneOutcome Contested(DomainName name) => new(
        false,
        $"The records at {name} were changed by another party each time before ours were in, {MostTries} times. It is tried again; if it "
            + $"goes on, look who else changes the zone.");

    /// <summary>Looks, and plans the change; or the outcome, if nothing is to be sent.</summary>
    private async Task<(ZonePlan? Plan, ZoneOutcome? Outcome)> PlanAsync(WantedName wanted, CancellationToken cancellationToken)
    {
        NameStanding standing = await NameStanding.LookAsync(wanted, _exchange, cancellationToken);
        if (standing.Unanswered is { } none)
        {
            return (null, none.Outcome == LookupOutcome.Referred
                ? await DelegatedAsync(wanted, cancellationToken) ?? ZoneOutcome.NoAnswer(none)
                : ZoneOutcome.NoAnswer(none));
        }

        if (standing.AtAlias(wanted) is { } alias)
        {
            return (null, alias);
        }

        var plan = ZonePlan.Of(
            standing.Records, wanted, await wanted.Own.AmongAsync(standing.OfEmblems, cancellationToken), _target.Ttl);
        return (plan, plan.Settled(wanted.Name));
    }

    /// <summary>Sends one update that changes all types at a name, if they are still as they were read.</summary>
    private async Task<(DnsUpdateResult? Result, Sentence? Fault)> SendAsync(
        DomainName name, IReadOnlyList<RecordChange> changes, CancellationToken cancellationToken)
    {
        try
        {
            var update = new DnsUpdate(_target.Zone);
            update = changes.Aggregate(update, (u, c) => c.Before.Count == 0
                ? u.RequireAbsent(name, c.Type)
                : u.RequireExactly(name, c.Type, c.Before));
            if (changes.Any(c => c.Next.Count > 0))
            {
                // At an alias, or below a delegation, a server takes records and never shows them.
                update = BelowApex(name).Aggregate(update.RequireAbsent(name, Alias), (u, n) => u.RequireAbsent(n, NameServers));
            }

            update = changes.Aggregate(update, (u, c) => c.Next.Count == 0
                ? u.Delete(name, c.Type)
                : u.Replace(name, c.Type, c.Ttl, c.Next));
            return (await _client.SendAsync(update, cancellationToken), null);
        }
        catch (ArgumentException e)
        {
            return (null, Sentence.Of($"The update cannot be made: {Sentence.Of(e)}"));
        }
    }

    private async Task<ZoneOutcome> ReadBackAsync(
        DnsUpdateResult result, Func<CancellationToken, Task<ZoneOutcome>> look, CancellationToken cancellationToken)
    {
        if (result.Outcome is not (DnsUpdateOutcome.Done or DnsUpdateOutcome.Unknown))
        {
            return new ZoneOutcome(false, $"{result.Detail}")
            {
                IsServerAtFault = result.Outcome == DnsUpdateOutcome.NotReached,
                IsRefusal = result.Outcome is DnsUpdateOutcome.Refused or DnsUpdateOutcome.KeyRejected,
            };
        }

        long start = _clock.GetTimestamp();
        for (TimeSpan pause = FirstPause; ; pause *= 2)
        {
            ZoneOutcome outcome = await look(cancellationToken);
            if (outcome.Seen)
            {
                return outcome;
            }

            if (_clock.GetElapsedTime(start) + pause > _options.ReadBack)
            {
                return result.Outcome == DnsUpdateOutcome.Unknown
                    ? new ZoneOutcome(false, $"{result.Detail}") { IsServerAtFault = result.ResponseCode is null }
                    : outcome with
                    {
                        Fault = Sentence.Of($"The name server {_target.Server} said yes, and does not show it. {outcome.Fault}"),
                    };
            }

            await Task.Delay(pause, _clock, cancellationToken);
        }
    }

    /// <summary>Whether the server shows what was planned.</summary>
    private async Task<ZoneOutcome> SeenAsync(WantedName wanted, ZonePlan before, CancellationToken cancellationToken)
    {
        NameStanding standing = await NameStanding.LookAsync(wanted, _exchange, cancellationToken);
        if (standing.Unanswered is { } none)
        {
            return ZoneOutcome.NoAnswer(none);
        }

        // What was ours before is ours still; the database need not be asked again.
        HashSet<string> own = [.. before.Changes.SelectMany(c => Keys(c.Type, c.Before))];
        own.ExceptWith(before.Changes.SelectMany(c => Keys(c.Type, c.Next)));
        var plan = ZonePlan.Of(standing.Records, wanted, own, _target.Ttl);
        return plan.Changes.Count == 0
            ? new ZoneOutcome(true) { Ttl = Math.Max(plan.Ttl, wanted.IsNothing ? before.Ttl : 0), Replaced = before.Replaced }
            : new ZoneOutcome(false, plan.Fault);
    }

    /// <summary>The outcome for a name that is delegated to another zone; null if it is not.</summary>
    private async Task<ZoneOutcome?> DelegatedAsync(WantedName wanted, CancellationToken cancellationToken)
    {
        if (!(await _exchange.LookUpAsync(_target.Zone, Authority, cancellationToken)).IsAnswer)
        {
            // The server does not answer for the zone at all.
            return null;
        }

        foreach (DomainName name in BelowApex(wanted.Name).Reverse())
        {
            LookupAnswer answer = await _exchange.LookUpAsync(name, NameServers, cancellationToken);
            if (answer.Outcome is LookupOutcome.Found or LookupOutcome.Referred)
            {
                return wanted.IsNothing
                    ? new ZoneOutcome(true)
                    : new ZoneOutcome(
                        false,
                        $"{name} is delegated (NS) to a zone of its own, so records in {_target.Zone} are not shown at {wanted.Name}. Add "
                            + $"a target for the zone {name}.")
                    {
                        IsDifferent = true,
                    };
            }
        }

        return null;
    }

    /// <summary>The name, and those above it up to the zone's apex, without the apex.</summary>
    private IEnumerable<DomainName> BelowApex(DomainName name)
    {
        for (DomainName at = name; at != _target.Zone && _target.Zone.Contains(at);)
        {
            yield return at;
            string text = at.ToString();
            at = DomainName.Parse(text[(text.IndexOf('.', StringComparison.Ordinal) + 1)..]);
        }
    }
}
