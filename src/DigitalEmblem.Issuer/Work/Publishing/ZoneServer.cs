using System.Net;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Work.Publishing.Writing;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>
/// A zone that the service can change, whichever way leads into it. What a name shows is asked of a name server of the zone, before a
/// change and after it: that someone said yes to the change is not enough. All types of a name change together.
/// </summary>
internal sealed class ZoneServer : IZone
{
    private const ushort NameServers = 2, Authority = 6;

    // How often it looks and decides anew, if another party changes the records in between.
    private const int MostTries = 3;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);

    private readonly PublicationTarget _target;
    private readonly GroupedWrites _writes;
    private readonly DnsExchange _exchange;
    private readonly PublishingOptions _options;
    private readonly TimeProvider _clock;

    /// <summary>For a target; connects when it is used.</summary>
    /// <exception cref="RefusedException">Its key cannot be read, or the settings do not allow its server.</exception>
    public ZoneServer(PublicationTarget target, PublishingOptions options, TimeProvider clock)
    {
        _target = target;
        _options = options;
        _clock = clock;
        AllowedServers.Require(target, options);
        _writes = new GroupedWrites(ZoneWriters.Of(target, options, clock));
        _exchange = new DnsExchange(new DnsExchangeOptions
        {
            Servers = [DnsServer.At(IPEndPoint.Parse(target.Server!), tcpOnly: true)],
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

            WriteResult result = await WriteAsync(wanted.Name, plan.Changes, cancellationToken);
            if (result.Outcome != WriteOutcome.Changed)
            {
                return await ReadBackAsync(result, token => SeenAsync(wanted, plan, token), cancellationToken);
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

            if (NameStanding.Of(name, [(type, there)]).AliasOf is { } end)
            {
                return new ZoneOutcome(
                    false,
                    $"{name} is an alias (CNAME) of {Printable.Text(end)}, and an alias can have no records of its own. Put the record "
                        + $"there by hand, or remove the CNAME.");
            }

            IReadOnlyList<ReadOnlyMemory<byte>> next = edit(there.Data);
            if (Same(next, there.Data))
            {
                return new ZoneOutcome(true);
            }

            var change = new RecordChange(type, there.Data, next, there.Data.Count > 0 ? (int)there.TimeToLive!.Value.TotalSeconds : ttl);
            WriteResult result = await WriteAsync(name, [change], cancellationToken);
            if (result.Outcome != WriteOutcome.Changed)
            {
                return await ReadBackAsync(
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
    public async ValueTask DisposeAsync()
    {
        await _writes.DisposeAsync();
        await _exchange.DisposeAsync();
    }

    private static bool Same(IReadOnlyList<ReadOnlyMemory<byte>> one, IReadOnlyList<ReadOnlyMemory<byte>> other) =>
        one.Select(OwnRecords.Hex).ToHashSet().SetEquals(other.Select(OwnRecords.Hex));

    private static IEnumerable<string> Keys(ushort type, IReadOnlyList<ReadOnlyMemory<byte>> data) =>
        data.Select(d => StandingRecords.Key(type, d));

    private static ZoneOutcome Contested(DomainName name) => new(
        false,
        $"The records at {name} were not as the name server had shown them, {MostTries} times: another party changes them each time, or "
            + $"the name server shows changes late. It is tried again; if it goes on, look who else changes the zone.");

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

    private Task<WriteResult> WriteAsync(DomainName name, IReadOnlyList<RecordChange> changes, CancellationToken cancellationToken) =>
        _writes.WriteAsync(new NameChange(name, changes, [.. BelowApex(name)]), cancellationToken);

    private async Task<ZoneOutcome> ReadBackAsync(
        WriteResult result, Func<CancellationToken, Task<ZoneOutcome>> look, CancellationToken cancellationToken)
    {
        if (result.Outcome is not (WriteOutcome.Done or WriteOutcome.Unknown))
        {
            return new ZoneOutcome(false, result.Detail)
            {
                IsServerAtFault = result.IsSilent,
                IsRefusal = result.Outcome == WriteOutcome.Refused,
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
                return result.Outcome == WriteOutcome.Unknown
                    ? new ZoneOutcome(false, result.Detail) { IsServerAtFault = result.IsSilent }
                    : outcome with
                    {
                        Fault = _target.Kind == TargetKind.DnsUpdate
                            ? Sentence.Of($"The name server {_target.Server} said yes, and does not show it. {outcome.Fault}")
                            : Sentence.Of(
                                $"The way into the zone said yes, and the name server {_target.Server} does not show it. {outcome.Fault}"),
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
